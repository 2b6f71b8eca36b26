import { randomBytes } from "node:crypto";
import type { Actor } from "@vivero/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  clientOf,
  openStage,
  refusal,
  requestFor,
  type Stage,
  someone,
  uniqueCompany,
} from "../../test/stage.ts";
import { readRawPrompt } from "./raw-prompt-store.ts";

const SECRET = "ana.perez@example.org";

describe("the unredacted prompt", () => {
  let stage: Stage;
  const key = randomBytes(32).toString("base64");
  beforeAll(async () => {
    stage = await openStage({ WORKER_CONCURRENCY: "0", STORE_RAW_PROMPT: "true", RAW_PROMPT_KEY: key });
  });
  afterAll(() => stage.close());

  async function create(actor: Actor, service = stage.service) {
    const request = requestFor(uniqueCompany(), { instructions: `Ask ${SECRET}` });
    const { generation } = await clientOf(service, actor).generations.create.mutate({ request });
    return generation.id;
  }

  const stored = ({ organizationId }: Actor, generationId: number) =>
    stage.database.tenant(organizationId, (trx) => readRawPrompt(trx, { organizationId, generationId }));

  it("is stored encrypted, shown to an auditor, and each view is in the audit", async () => {
    const actor = someone();
    const id = await create(actor);
    const bytes = (await stored(actor, id))?.sealed.toString("latin1");
    expect(bytes?.length).toBeGreaterThan(100);
    expect(bytes).not.toContain("ana.perez");
    const client = clientOf(stage.service, { ...actor, roles: ["auditor"] });
    const { prompt } = await client.generations.rawPrompt.mutate({ id });
    expect(prompt).toContain(SECRET);
    await client.generations.rawPrompt.mutate({ id });
    const { items } = await client.audit.list.query({ generationId: id });
    expect(items.map(({ action }) => action)).toEqual([
      "raw_prompt.viewed",
      "raw_prompt.viewed",
      "generation.created",
    ]);
    expect(JSON.stringify(items)).not.toContain(SECRET);
  });

  it("is shown to nobody else: neither to other roles nor to other organizations, and no view is noted", async () => {
    const actor = someone();
    const id = await create(actor);
    const others = clientOf(stage.service, { ...actor, roles: ["planner", "reviewer", "operator"] });
    expect((await refusal(others.generations.rawPrompt.mutate({ id }))).code).toBe("FORBIDDEN");
    const stranger = clientOf(stage.service, someone());
    expect((await refusal(stranger.generations.rawPrompt.mutate({ id }))).code).toBe("NOT_FOUND");
    const { items } = await clientOf(stage.service, actor).audit.list.query({ generationId: id });
    expect(items.map(({ action }) => action)).toEqual(["generation.created"]);
  });

  it("is not stored unless the installation asks for it", async () => {
    const quiet = await stage.startReplica({ STORE_RAW_PROMPT: "false" });
    const actor = someone();
    const id = await create(actor, quiet);
    expect(await stored(actor, id)).toBeNull();
    const view = clientOf(quiet, actor).generations.rawPrompt.mutate({ id });
    expect((await refusal(view)).code).toBe("NOT_FOUND");
  });

  it("outlives a change of keys, and is not opened without its own", async () => {
    const actor = someone();
    const id = await create(actor);
    const fresh = randomBytes(32).toString("base64");
    const renewed = await stage.startReplica({ RAW_PROMPT_KEY: `${fresh},${key}` });
    const { prompt } = await clientOf(renewed, actor).generations.rawPrompt.mutate({ id });
    expect(prompt).toContain(SECRET);
    const keyless = await stage.startReplica({ RAW_PROMPT_KEY: fresh });
    const view = clientOf(keyless, actor).generations.rawPrompt.mutate({ id });
    expect((await refusal(view)).code).toBe("INTERNAL");
  });
});
