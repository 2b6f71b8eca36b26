import { once } from "node:events";
import { Client, type Connection } from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../connection/open-database.ts";
import { applyBackfill } from "./apply-backfill.ts";
import { insertSamples } from "./sample-backfill.ts";
import { openSampleStage, type SampleStage } from "./sample-stage.ts";

let stage: SampleStage;

beforeEach(async () => {
  stage = await openSampleStage();
});

afterEach(() => stage.close());

/** Follows the server as a replica does, and says of all that it was sent that nothing of it is in effect yet. */
async function followWithoutReplaying(url: string): Promise<Client> {
  const replica = new Client({
    connectionString: url,
    application_name: "behind",
    replication: "true",
  } as object);
  await replica.connect();
  const { rows } = await replica.query("IDENTIFY_SYSTEM");
  const { connection } = replica as Client & {
    connection: Connection & { sendCopyFromChunk(chunk: Buffer): void };
  };
  const started = once(connection, "replicationStart");
  // It ends with the connection, and with an error then.
  replica.query(`START_REPLICATION ${rows[0].xlogpos}`).catch(() => undefined);
  replica.on("error", () => undefined);
  await started;
  const [high, low] = rows[0].xlogpos.split("/").map((part: string) => Number.parseInt(part, 16));
  // "Standby status update" of the streaming replication protocol: written, flushed and applied up to, clock, no reply asked.
  const status = Buffer.alloc(34);
  status.write("r");
  for (const at of [1, 9, 17]) {
    status.writeUInt32BE(high, at);
    status.writeUInt32BE(low, at + 4);
  }
  connection.sendCopyFromChunk(status);
  await untilFollowed(url, rows[0].xlogpos);
  return replica;
}

/** Waits until the server knows how far the replica says that it is. */
async function untilFollowed(url: string, position: string): Promise<void> {
  const watcher = new Client({ connectionString: url });
  await watcher.connect();
  const replayed = "SELECT replay_lsn FROM pg_stat_replication WHERE application_name = 'behind'";
  await vi.waitFor(
    async () => expect((await watcher.query(replayed)).rows).toEqual([{ replay_lsn: position }]),
    {
      timeout: 10_000,
      interval: 20,
    },
  );
  await watcher.end();
}

describe("what makes it wait", () => {
  it("waits while a replica is behind, names it, and goes on when it is gone", async () => {
    await insertSamples(stage.owner.knex, 1, 20);
    const hash = await stage.plan();
    const replica = await followWithoutReplaying(stage.testDatabase.superuserUrl);
    const running = applyBackfill(
      stage.settings({ plan: hash, pace: { maxReplicaLagSeconds: 3_600, maxReplicaLagBytes: 1 } }),
    );
    await vi.waitFor(
      async () => expect((await stage.status()).waitingFor).toMatch(/^the replica behind is .* behind$/),
      { timeout: 10_000, interval: 20 },
    );
    await replica.end();
    expect(await running).toMatchObject({ end: "finished", register: { waitingFor: null } });
  });

  it("waits while a transaction is old, says for whom, and goes on when it is over", async () => {
    await insertSamples(stage.owner.knex, 1, 20);
    const hash = await stage.plan();
    const over = Promise.withResolvers<void>();
    const service = openDatabase({
      url: stage.testDatabase.generationUrl,
      applicationName: "slow",
      poolSize: 1,
    });
    const old = Promise.withResolvers<void>();
    const open = service.knex.transaction(async (trx) => {
      const age = "SELECT clock_timestamp() - now() > interval '0.05 s' AS old";
      await vi.waitFor(async () => expect((await trx.raw(age)).rows).toEqual([{ old: true }]));
      old.resolve();
      await over.promise;
    });
    await old.promise;
    const running = applyBackfill(stage.settings({ plan: hash, pace: { maxTransactionSeconds: 0.05 } }));
    await vi.waitFor(
      async () =>
        expect((await stage.status()).waitingFor).toMatch(
          /^a transaction of generation_service \(process \d+\) is \d+ s old$/,
        ),
      { timeout: 10_000, interval: 20 },
    );
    expect((await stage.status()).counts.written).toBe(0);
    over.resolve();
    await open;
    await service.close();
    expect(await running).toMatchObject({ end: "finished", register: { waitingFor: null } });
  });

  it("waits while the operator's query says so, and refuses one that gives no boolean or writes", async () => {
    await insertSamples(stage.owner.knex, 1, 20);
    await stage.owner.knex.raw("CREATE TABLE generation.busy AS SELECT true AS busy");
    const hash = await stage.plan();
    const running = applyBackfill(
      stage.settings({ plan: hash, pace: { maxLoad: "SELECT busy FROM generation.busy" } }),
    );
    await vi.waitFor(async () => expect((await stage.status()).waitingFor).toContain("--max-load"), {
      timeout: 10_000,
      interval: 20,
    });
    await stage.owner.knex.raw("UPDATE generation.busy SET busy = false");
    expect(await running).toMatchObject({ end: "finished" });

    await stage.owner.knex.raw("UPDATE generation.scenarios SET description = NULL");
    for (const maxLoad of ["SELECT 1", "DELETE FROM generation.busy", "SELECT true FROM nowhere"]) {
      await expect(
        applyBackfill(stage.settings({ plan: await stage.plan(), pace: { maxLoad } })),
      ).rejects.toMatchObject({
        reason: "refused",
      });
    }
    expect(await stage.owner.knex("generation.busy")).toHaveLength(1);
  });
});
