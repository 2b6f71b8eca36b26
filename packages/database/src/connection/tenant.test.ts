import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countStatements, createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { type Database, openDatabase } from "./open-database.ts";

describe("tenant", () => {
  let test: TestDatabase;
  let database: Database;
  let owner: Database;

  beforeAll(async () => {
    test = await createTestDatabase({ migrated: false });
    owner = openDatabase({ url: test.ownerUrl, applicationName: "tenant-test-owner" });
    await owner.knex.raw(`
      CREATE TABLE generation.notes (organization_id bigint NOT NULL, body text NOT NULL UNIQUE, hits int DEFAULT 0);
      ALTER TABLE generation.notes ENABLE ROW LEVEL SECURITY;
      ALTER TABLE generation.notes FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON generation.notes TO generation_service
        USING (organization_id = NULLIF(current_setting('vivero.organization_id', true), '')::bigint);
    `);
    database = openDatabase({ url: test.generationUrl, applicationName: "tenant-test" });
  });

  afterAll(async () => {
    await database.close();
    await owner.close();
    await test.drop();
  });

  const newOrganization = () => randomInt(1, 2 ** 47);
  const newBody = () => `note ${newOrganization()}`;

  function write(organizationId: number, body: string, through: Database = database): Promise<unknown> {
    return through.tenant(organizationId, (trx) =>
      trx("notes").insert({ organization_id: organizationId, body }),
    );
  }

  function read(organizationId: number, through: Database = database): Promise<string[]> {
    return through.tenant(organizationId, (trx) => trx("notes").pluck("body"));
  }

  it("sees the rows of its organization and of no other", async () => {
    const [mine, other, body] = [newOrganization(), newOrganization(), newBody()];
    await write(mine, body);
    expect(await read(mine)).toEqual([body]);
    expect(await read(other)).toEqual([]);
  });

  it("cannot write a row of another organization", async () => {
    const foreign = { organization_id: newOrganization(), body: newBody() };
    await expect(database.tenant(newOrganization(), (trx) => trx("notes").insert(foreign))).rejects.toThrow(
      "row-level security",
    );
  });

  it("leaves the connection without an organization: no rows, and no error", async () => {
    const single = openDatabase({ url: test.generationUrl, applicationName: "tenant-test", poolSize: 1 });
    expect(await single.knex("notes").pluck("body")).toEqual([]);
    const organization = newOrganization();
    await write(organization, newBody(), single);
    expect(await read(organization, single)).toHaveLength(1);
    expect(await single.knex("notes").pluck("body")).toEqual([]);
    await single.close();
  });

  it("keeps nothing of work that throws, and hands on the error as it is", async () => {
    const organization = newOrganization();
    const refusal = new Error("no");
    const work = database.tenant(organization, async (trx) => {
      await trx("notes").insert({ organization_id: organization, body: newBody() });
      throw refusal;
    });
    await expect(work).rejects.toBe(refusal);
    expect(await read(organization)).toEqual([]);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])("refuses %d as an organization id", async (id) => {
    await expect(read(id)).rejects.toThrow(RangeError);
  });

  it("refuses text as an organization id", async () => {
    const text: unknown = "1";
    await expect(read(text as number)).rejects.toThrow(RangeError);
  });

  it("adds three statements to those of the work: begin, set the organization, commit", async () => {
    const { statements } = await countStatements(database, () => write(newOrganization(), newBody()));
    expect(statements).toEqual([
      "BEGIN;",
      expect.stringContaining("set_config"),
      expect.stringContaining("insert"),
      "COMMIT;",
    ]);
  });

  it("uses the isolation that is asked for", async () => {
    const isolation = await database.tenant(
      newOrganization(),
      async (trx) => (await trx.raw("SHOW transaction_isolation")).rows[0].transaction_isolation,
      { isolation: "repeatable read" },
    );
    expect(isolation).toBe("repeatable read");
  });

  it("runs the work again after a serialization failure, so that both of two increments count", async () => {
    const [organization, body] = [newOrganization(), newBody()];
    await write(organization, body);
    const gate = meetingOf(2);
    let runs = 0;
    const increment = () =>
      database.tenant(
        organization,
        async (trx) => {
          runs++;
          const note = await trx("notes").where({ body }).first("hits");
          await gate();
          await trx("notes")
            .where({ body })
            .update({ hits: note.hits + 1 });
        },
        { isolation: "serializable" },
      );
    await Promise.all([increment(), increment()]);
    const hits = await database.tenant(organization, (trx) => trx("notes").where({ body }).pluck("hits"));
    expect(hits).toEqual([2]);
    expect(runs).toBe(3);
  });

  it("runs the work again after a deadlock", async () => {
    const [organization, one, two] = [newOrganization(), newBody(), newBody()];
    await write(organization, one);
    await write(organization, two);
    const gate = meetingOf(2);
    const hitBoth = (bodies: string[]) =>
      database.tenant(organization, async (trx) => {
        for (const body of bodies) {
          await trx("notes").where({ body }).increment("hits", 1);
          await gate();
        }
      });
    await Promise.all([hitBoth([one, two]), hitBoth([two, one])]);
    const hits = await database.tenant(organization, (trx) => trx("notes").pluck("hits"));
    expect(hits).toEqual([2, 2]);
  });

  it("gives up after three runs, and after one when the error is another", async () => {
    expect(await countRuns("40001")).toBe(3);
    expect(await countRuns("40P01")).toBe(3);
    expect(await countRuns("23505")).toBe(1);
  });

  async function countRuns(code: string): Promise<number> {
    let runs = 0;
    const work = database.tenant(newOrganization(), async () => {
      runs++;
      throw Object.assign(new Error("refused"), { code });
    });
    await expect(work).rejects.toMatchObject({ code });
    return runs;
  }
});

/** A place where the first `size` comers wait for each other; who comes later passes. */
function meetingOf(size: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let present = 0;
  return () => {
    present++;
    if (present >= size) resolve();
    return promise;
  };
}
