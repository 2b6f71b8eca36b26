import type { ImportInput } from "@vivero/contracts";
import { countStatements } from "@vivero/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticTree, TREE_SHAPES } from "../../bench/synthetic-tree.ts";
import {
  capabilitiesOf,
  everyEntity,
  importOf,
  incubate,
  openCatalog,
  someone,
  type TestCatalog,
} from "../../test/open-catalog.ts";
import { createCatalogApi } from "../wiring.ts";

let catalog: TestCatalog;
beforeAll(async () => {
  catalog = await openCatalog();
});
afterAll(() => catalog.close());

const clinic = capabilitiesOf([
  [
    "Digital care",
    [
      ["Telehealth", ["Video triage", "Consent"]],
      ["Records", ["Interoperability"]],
    ],
  ],
  ["Workforce", [["Rostering", ["Consent"]]]],
]);

describe("importing a tree", () => {
  it("writes every entity as incubating, as and where it stood in the answer", async () => {
    const context = someone();
    const input = importOf(clinic);
    const report = await catalog.api.importTree(
      { ...input, skipped: [{ path: "capabilities[2]", reason: "has no name" }] },
      context,
    );
    expect(report).toMatchObject({
      payloadHash: input.payloadHash,
      imported: { capabilities: 2, competencies: 3, skills: 4 },
      alreadyActive: { capabilities: 0, competencies: 0, skills: 0 },
      skipped: [{ path: "capabilities[2]", reason: "has no name" }],
    });

    const tree = await catalog.api.incubationTree({ scenarioId: input.scenarioId }, context);
    expect(tree).toMatchObject({
      generationId: input.generationId,
      importReport: report,
      revision: 1,
      remaining: 9,
      counts: { in_incubation: { capabilities: 2, competencies: 3, skills: 4 } },
    });
    expect(everyEntity(tree).every(({ status, sameAs }) => status === "in_incubation" && !sameAs)).toBe(true);
    expect(tree.capabilities.map(({ name, llmId, level }) => [name, llmId, level])).toEqual([
      ["Digital care", "cap-0", 3],
      ["Workforce", "cap-1", 3],
    ]);
    expect(tree.skills.map(({ name, path }) => [name, path])).toEqual([
      ["Video triage", "capabilities[0].competencies[0].skills[0]"],
      ["Consent", "capabilities[0].competencies[0].skills[1]"],
      ["Interoperability", "capabilities[0].competencies[1].skills[0]"],
      ["Consent", "capabilities[1].competencies[0].skills[0]"],
    ]);
    expect(tree.competencies[2]?.parentId).toBe(tree.capabilities[1]?.id);
    expect(tree.skills[3]?.parentId).toBe(tree.competencies[2]?.id);
  });

  it("gives the stored report to whoever sends the same tree again, and writes nothing", async () => {
    const context = someone();
    const input = importOf(clinic);
    const first = await catalog.api.importTree(input, context);
    expect(await catalog.api.importTree(input, { ...context, requestId: "later" })).toEqual(first);
    expect((await catalog.api.incubationTree(input, context)).skills).toHaveLength(4);
    expect((await catalog.api.listAuditEvents({}, context)).items).toHaveLength(1);
  });

  it("imports once when twenty deliveries arrive at the same time, and all get the one report", async () => {
    const context = someone();
    const input = importOf(syntheticTree(TREE_SHAPES[0]));
    const reports = await Promise.all(
      Array.from({ length: 20 }, () => catalog.api.importTree(input, context)),
    );
    for (const report of reports) expect(report).toEqual(reports[0]);
    const tree = await catalog.api.incubationTree(input, context);
    expect([tree.capabilities.length, tree.competencies.length, tree.skills.length]).toEqual([3, 9, 27]);
    expect((await catalog.api.listAuditEvents({}, context)).items).toHaveLength(1);
  });

  it("refuses another tree for the same generation, and another generation for the same scenario", async () => {
    const context = someone();
    const input = importOf(clinic);
    await catalog.api.importTree(input, context);
    const others: Partial<ImportInput>[] = [
      { payloadHash: "0".repeat(64) },
      { scenarioId: input.scenarioId + 900_000 },
      { generationId: input.generationId + 900_000 },
    ];
    for (const other of others) {
      await expect(catalog.api.importTree({ ...input, ...other }, context)).rejects.toMatchObject({
        code: "IMPORT_PAYLOAD_MISMATCH",
      });
    }
    expect((await catalog.api.incubationTree(input, context)).skills).toHaveLength(4);
  });

  it("leaves what is active as it is, counts it, and shows it beside the entities that bear its name", async () => {
    const context = someone();
    const first = await incubate(catalog.api, context, [
      ["Digital care", [["Telehealth", ["Video triage"]]]],
    ]);
    await catalog.api.approve({ scenarioId: first, selection: { all: true } }, context);
    const before = await catalog.api.incubationTree({ scenarioId: first }, context);

    const input = importOf(
      capabilitiesOf([
        ["DIGITAL  Care", [["Telehealth II", ["video\u00a0triage", "Video Triage", "Other"]]]],
      ]),
    );
    const report = await catalog.api.importTree(input, context);
    expect(report.alreadyActive).toEqual({ capabilities: 1, competencies: 0, skills: 2 });
    const tree = await catalog.api.incubationTree(input, context);
    expect(tree.capabilities[0]?.sameAs).toEqual({
      type: "capability",
      id: before.capabilities[0]?.id,
      name: "Digital care",
    });
    expect(tree.skills.map(({ sameAs }) => sameAs?.name ?? null)).toEqual([
      "Video triage",
      "Video triage",
      null,
    ]);
    expect(await catalog.api.incubationTree({ scenarioId: first }, context)).toEqual(before);
  });

  it("writes one audit event for the whole, in a chain that verifies", async () => {
    const context = someone();
    const input = importOf(clinic);
    const report = await catalog.api.importTree(input, context);
    const { items } = await catalog.api.listAuditEvents({ scenarioId: input.scenarioId }, context);
    expect(items).toMatchObject([
      {
        action: "incubation.imported",
        entityType: "incubation",
        entityId: report.incubationId,
        generationId: input.generationId,
        actorUserId: 7,
        requestId: context.requestId,
        after: { payloadHash: input.payloadHash, imported: report.imported, skipped: 0 },
      },
    ]);
    expect(await catalog.api.verifyAuditChain(context)).toMatchObject({ verified: true, events: 1 });
  });

  it("names each place that PostgreSQL could not store, and writes nothing", async () => {
    const context = someone();
    const input = importOf(
      capabilitiesOf([["Good", [["\u2003", ["a\u0000b", "half \ud800", "\ufdfa".repeat(500)]]]]]),
    );
    await expect(catalog.api.importTree(input, context)).rejects.toMatchObject({
      code: "INVALID_REQUEST",
      details: {
        errors: [
          { path: "capabilities[0].competencies[0].name", message: "is blank" },
          { path: "capabilities[0].competencies[0].skills[0].name" },
          { path: "capabilities[0].competencies[0].skills[1].name" },
          { path: "capabilities[0].competencies[0].skills[2].name" },
        ],
      },
    });
    await expect(catalog.api.incubationTree(input, context)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("leaves nothing of an import that fails at its last step", async () => {
    const context = someone();
    const input = importOf(clinic);
    const broken = createCatalogApi({
      database: catalog.database,
      clock: () => new Date(),
      reports: { enqueue: () => Promise.reject(new Error("the queue is away")), wake: () => undefined },
      suggestions: catalog.queue.suggestions,
    });
    await expect(broken.importTree(input, context)).rejects.toThrow("the queue is away");
    await expect(catalog.api.incubationTree(input, context)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await catalog.api.importTree(input, context)).imported.skills).toBe(4);
  });

  it("takes an answer without a tree", async () => {
    const context = someone();
    const input = importOf([]);
    await catalog.api.importTree(input, context);
    expect(await catalog.api.incubationTree(input, context)).toMatchObject({
      remaining: 0,
      capabilities: [],
    });
  });

  it("takes the same number of statements for 27, 1,000 and 13,896 skills", async () => {
    const counts: number[] = [];
    for (const shape of TREE_SHAPES) {
      const input = importOf(syntheticTree(shape));
      const { statements } = await countStatements(catalog.database, () =>
        catalog.api.importTree(input, someone()),
      );
      counts.push(statements.length);
    }
    expect(counts).toEqual([9, 9, 9]);
  }, 60_000);
});
