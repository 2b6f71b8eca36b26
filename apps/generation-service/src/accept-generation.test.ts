import { ViveroError } from "@vivero/contracts";
import { hashOf } from "@vivero/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invalidAnswer, validAnswer } from "../test/answers.ts";
import {
  type Client,
  clientOf,
  generated,
  openStage,
  refusal,
  requestFor,
  type Stage,
  someone,
  uniqueCompany,
} from "../test/stage.ts";
import { takeAll } from "../test/start-catalog.ts";

describe("accepting a generation", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  /** A planner in an organization of their own, where import is on. */
  function importer() {
    const actor = someone();
    stage.flags.set("import_generation", true, actor.organizationId);
    return { actor, client: clientOf(stage.service, actor) };
  }

  const scenarios = async (client: Client) => (await client.scenarios.list.query({})).items;
  const auditOf = async (client: Client, id: number) =>
    (await client.generations.get.query({ id })).importAudit;

  it("makes a scenario with its provenance, byte for byte", async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const company = `O'Hara "Ñandú" \\ 🌱 ${uniqueCompany()}`;
    await stage.simulator.answer(company, JSON.stringify(validAnswer()));
    const request = requestFor(company, { instructions: "Escribe a eva@example.org:\n\tsin 'prisa' \\n" });
    const { prompt } = await client.generations.preview.query(request);
    const { generation } = await client.generations.create.mutate({ request });
    await expect
      .poll(async () => (await client.generations.get.query({ id: generation.id })).status)
      .toBe("complete");
    const accepted = await client.generations.accept.mutate({ id: generation.id, import: false });
    expect(accepted).toMatchObject({
      created: true,
      import: { status: "none", report: null, error: null },
      scenario: {
        name: "Fleet of the future",
        description: "What it takes to run an electric fleet.",
        status: "draft",
        scenarioType: "transformation",
        horizonMonths: 18,
        sourceGenerationId: generation.id,
        hasAcceptedPrompt: true,
        createdBy: actor.userId,
      },
    });
    const seen = await client.scenarios.acceptedPrompt.mutate({ id: accepted.scenario.id });
    expect(seen.prompt).toBe(prompt);
    expect(seen.redacted).toBe(true);
    expect(seen.metadata).toEqual({
      generation_id: generation.id,
      model_version: "vivero-simulator",
      accepted_by: actor.userId,
      accepted_at: (await client.generations.get.query({ id: generation.id })).acceptedAt,
      language: "en",
      confidence_score: 0.82,
      redactions: [{ kind: "email", count: 1 }],
    });
    expect(await client.audit.verify.query({})).toMatchObject({ verified: true });
  });

  it("imports at once: started and success in the audit, the tree at the catalog, the scenario incubating", async () => {
    const { actor, client } = importer();
    const { id } = await generated(stage, client, validAnswer());
    const accepted = await client.generations.accept.mutate({ id, import: true });
    expect(accepted).toMatchObject({
      created: true,
      scenario: { status: "incubating" },
      import: { status: "succeeded", report: { imported: { capabilities: 1, competencies: 2, skills: 3 } } },
    });
    const [call] = stage.catalog.callsFor(id);
    expect(call).toMatchObject({
      scenarioId: accepted.scenario.id,
      payloadHash: hashOf(call?.capabilities),
      skipped: [],
      capabilities: [
        {
          llmId: "cap-1",
          name: "Electric fleet operation",
          importance: 5,
          path: "capabilities[0]",
          competencies: [
            { name: "Charging planning", requiredLevel: 4, skills: [{ llmId: "s-1" }, { llmId: "s-2" }] },
            {
              requiredLevel: null,
              skills: [{ path: "capabilities[0].competencies[1].skills[0]", llmId: null }],
            },
          ],
        },
      ],
    });
    expect(stage.catalog.calls.at(-1)?.context).toMatchObject({
      actor: { userId: actor.userId, organizationId: actor.organizationId },
      requestId: `request-of-${actor.organizationId}`,
      caller: "generation-service",
    });
    expect(await auditOf(client, id)).toMatchObject([
      { status: "started", attempted_by: actor.userId, request_id: `request-of-${actor.organizationId}` },
      { status: "success", report: { imported: { skills: 3 } } },
    ]);
    const trail = await client.audit.list.query({ scenarioId: accepted.scenario.id });
    expect(trail.items.map(({ action }) => action).reverse()).toEqual([
      "generation.accepted",
      "scenario.created",
      "import.started",
      "import.succeeded",
    ]);
  });

  it("gives one scenario and one import to 50 accepts in parallel", async () => {
    const { client } = importer();
    const { id } = await generated(stage, client, validAnswer());
    const all = await Promise.all(
      Array.from({ length: 50 }, () => client.generations.accept.mutate({ id, import: true })),
    );
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(all.map(({ scenario }) => scenario.id)).size).toBe(1);
    expect(await scenarios(client)).toHaveLength(1);
    expect(stage.catalog.callsFor(id)).toHaveLength(1);
    expect((await auditOf(client, id)).map(({ status }) => status)).toEqual(["started", "success"]);
    expect(await client.audit.verify.query({})).toMatchObject({ verified: true });
  });

  it("refuses an import while the flag is off, notes it, and leaves no scenario", async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const { id } = await generated(stage, client, validAnswer());
    const call = client.generations.accept.mutate({ id, import: true });
    expect(await refusal(call)).toMatchObject({ code: "IMPORT_DISABLED" });
    expect(await auditOf(client, id)).toMatchObject([
      { status: "skipped_feature_flag", attempted_by: actor.userId, attempted_at: expect.any(String) },
    ]);
    expect(await scenarios(client)).toEqual([]);
    expect((await client.generations.get.query({ id })).acceptedAt).toBeNull();
    expect(stage.catalog.callsFor(id)).toEqual([]);
    const trail = await client.audit.list.query({ generationId: id, action: "import.skipped_feature_flag" });
    expect(trail.items).toHaveLength(1);
  });

  it("refuses to import an invalid answer with every path, notes it, and leaves no scenario", async () => {
    const { client } = importer();
    const { id, validationErrors } = await generated(stage, client, invalidAnswer());
    expect(validationErrors.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "capabilities[1].competencies",
        "capabilities[1].importance",
        "capabilities[2].name",
      ]),
    );
    const refused = await refusal(client.generations.accept.mutate({ id, import: true }));
    expect(refused).toMatchObject({ code: "ANSWER_INVALID", details: { errors: validationErrors } });
    expect(await auditOf(client, id)).toMatchObject([
      { status: "validation_failed", errors: validationErrors },
    ]);
    expect(await scenarios(client)).toEqual([]);
  });

  it("imports an invalid answer leniently while validation is off, and reports what was left out", async () => {
    const { actor, client } = importer();
    stage.flags.set("validate_llm_response", false, actor.organizationId);
    const { id } = await generated(stage, client, invalidAnswer());
    const accepted = await client.generations.accept.mutate({ id, import: true });
    expect(accepted.import).toMatchObject({
      status: "succeeded",
      report: {
        imported: { capabilities: 2, competencies: 2, skills: 3 },
        skipped: [
          { path: "capabilities[1].importance", reason: "is not an integer from 1 to 5" },
          { path: "capabilities[2]", reason: "has no name; left out with it: 1 competency and 1 skill" },
        ],
      },
    });
  });

  it("accepts an invalid answer without import, as a draft", async () => {
    const client = clientOf(stage.service, someone());
    const { id } = await generated(stage, client, invalidAnswer());
    const accepted = await client.generations.accept.mutate({ id, import: false });
    expect(accepted).toMatchObject({
      created: true,
      scenario: { status: "draft" },
      import: { status: "none" },
    });
  });

  it("starts the import of a scenario that was accepted without one, and does not start it twice", async () => {
    const { client } = importer();
    const { id } = await generated(stage, client, validAnswer());
    const first = await client.generations.accept.mutate({ id, import: false });
    const second = await client.generations.accept.mutate({ id, import: true });
    const third = await client.generations.accept.mutate({ id, import: true });
    expect([first.created, second.created, third.created]).toEqual([true, false, false]);
    expect(third.scenario).toMatchObject({ id: first.scenario.id, status: "incubating" });
    expect(stage.catalog.callsFor(id)).toHaveLength(1);
    expect((await auditOf(client, id)).map(({ status }) => status)).toEqual(["started", "success"]);
  });

  it("refuses a generation that is not complete, and one of another organization like one that is absent", async () => {
    const { client } = importer();
    const company = uniqueCompany();
    await stage.simulator.answer(company, JSON.stringify(validAnswer()), "stalled");
    const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
    const early = client.generations.accept.mutate({ id: generation.id, import: true });
    expect(await refusal(early)).toMatchObject({ code: "GENERATION_NOT_COMPLETE" });
    const stranger = importer().client;
    const foreign = await refusal(stranger.generations.accept.mutate({ id: generation.id, import: true }));
    const absent = await refusal(stranger.generations.accept.mutate({ id: 999_999_999, import: true }));
    expect([foreign.code, absent.code]).toEqual(["NOT_FOUND", "NOT_FOUND"]);
    await client.generations.cancel.mutate({ id: generation.id });
  });

  it("finds the scenario of a generation that was accepted before the two were linked, and makes no second one", async () => {
    const { actor, client } = importer();
    const { organizationId } = actor;
    const { id } = await generated(stage, client, validAnswer());
    const legacy = await stage.database.tenant(organizationId, async (trx) => {
      const { rows } = await trx.raw(
        "INSERT INTO generation.scenarios (organization_id, name) VALUES (?, 'Of old') RETURNING id",
        [organizationId],
      );
      await trx.raw(
        `UPDATE generation.scenario_generations SET accepted_at = now(), accepted_by = 7,
           metadata = jsonb_build_object('created_scenario_id', ?::bigint) WHERE id = ?`,
        [rows[0].id, id],
      );
      return rows[0].id as number;
    });
    const again = await client.generations.accept.mutate({ id, import: true });
    expect(again).toMatchObject({
      created: false,
      scenario: { id: legacy, name: "Of old", sourceGenerationId: id, hasAcceptedPrompt: false },
      import: { status: "succeeded" },
    });
    expect(await scenarios(client)).toHaveLength(1);
  });

  it("shows a permanent refusal of the catalog as failed, and tries again when accepted again", async () => {
    const { actor, client } = importer();
    const { id } = await generated(stage, client, validAnswer());
    stage.catalog.answerWith(actor.organizationId, async () => {
      throw new ViveroError("IMPORT_PAYLOAD_MISMATCH", "Another answer was imported.");
    });
    const failed = await client.generations.accept.mutate({ id, import: true });
    expect(failed).toMatchObject({
      created: true,
      scenario: { status: "draft" },
      import: { status: "failed", error: { code: "IMPORT_PAYLOAD_MISMATCH" } },
    });
    stage.catalog.answerWith(actor.organizationId, (input) => takeAll(input));
    const again = await client.generations.accept.mutate({ id, import: true });
    expect(again).toMatchObject({ created: false, import: { status: "succeeded", error: null } });
    expect((await auditOf(client, id)).map(({ status }) => status)).toEqual([
      "started",
      "failed",
      "started",
      "success",
    ]);
  });
});
