import type { CallContext, CatalogEntity } from "@vivero/contracts";
import { countStatements } from "@vivero/database/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { items, openCatalog, someone, type TestCatalog } from "../../test/open-catalog.ts";
import { type OpenScenario, scenarioOpener } from "../../test/open-scenario.ts";
import { searchKey } from "../name-key.ts";
import { readSearchCursor, writeSearchCursor } from "./search-cursor.ts";

let catalog: TestCatalog;
let scenario: OpenScenario;
beforeAll(async () => {
  catalog = await openCatalog();
  scenario = scenarioOpener(catalog.api);
});
afterAll(() => catalog.close());

type Query = Parameters<TestCatalog["api"]["search"]>[0];

const names = async (query: Query, context: CallContext) =>
  (await catalog.api.search(query, context)).items.map(({ name }) => name);

describe("searching the live catalog", () => {
  it("shows active entities only, with their origin, who promoted them and how many are merged into them", async () => {
    const opened = await scenario([
      [
        "Care",
        [
          ["Telehealth", ["Triage", "Consent"]],
          ["Records", ["Consent", "Coding"]],
        ],
      ],
    ]);
    await opened.reject("no", "Triage");
    await opened.approve("Consent", "Records");
    const { scenarioId, context } = opened;
    const tree = await opened.tree();
    await catalog.api.approve(
      { scenarioId, selection: { items: [{ type: "skill", id: tree.skills[2]?.id ?? 0 }] } },
      context,
    );
    const page = await catalog.api.search({ type: "skill" }, context);
    expect(page).toEqual({
      items: [
        {
          type: "skill",
          id: tree.skills[1]?.id,
          parentId: tree.competencies[0]?.id,
          name: "Consent",
          description: null,
          level: null,
          scenarioId,
          generationId: tree.generationId,
          path: "capabilities[0].competencies[0].skills[1]",
          promotedBy: 7,
          promotedAt: expect.stringMatching(/Z$/),
          usedAs: 1,
          aliases: [],
        },
      ],
      nextCursor: null,
    });
    expect(await names({ type: "competency" }, context)).toEqual(["Records", "Telehealth"]);
    expect(await catalog.api.search({ type: "capability" }, context)).toMatchObject({
      items: [{ name: "Care", parentId: null, level: 3, usedAs: 0 }],
    });
  });

  it("finds a term anywhere in the name, whatever its case and accents, and takes wildcards literally", async () => {
    const { approve, context } = await scenario([
      [
        "Care",
        [
          [
            "T",
            ["Análisis de Datos", "ANALISIS causal", "100% remote", "snake_case", "back\\slash", "한국어"],
          ],
        ],
      ],
    ]);
    await approve();
    const found = (search: string) => names({ type: "skill", search }, context);
    expect(await found("ANÁLISIS")).toEqual(["ANALISIS causal", "Análisis de Datos"]);
    expect(await found("  de   dato")).toEqual(["Análisis de Datos"]);
    expect(await found("0%")).toEqual(["100% remote"]);
    expect(await found("%")).toEqual(["100% remote"]);
    expect(await found("e_c")).toEqual(["snake_case"]);
    expect(await found("\\")).toEqual(["back\\slash"]);
    expect(await found("국")).toEqual(["한국어"]);
    expect(await found("nothing like it")).toEqual([]);
    expect(await found(" ")).toHaveLength(6);
  });

  it("forgives typing errors and the order of words, and puts the best first", async () => {
    const { approve, context } = await scenario([
      [
        "Care",
        [
          [
            "T",
            [
              "Datos abiertos",
              "Análisis de datos",
              "Liderazgo de equipos",
              "Big data",
              "Análisis",
              "Reanálisis",
            ],
          ],
        ],
      ],
    ]);
    await approve();
    const found = (search: string) => names({ type: "skill", search }, context);
    expect(await found("anlisis de datos")).toEqual(["Análisis de datos"]);
    expect(await found("datos analisis")).toEqual(["Análisis de datos"]);
    expect(await found("liderasgo")).toEqual(["Liderazgo de equipos"]);
    expect(await found("análisis")).toEqual(["Análisis", "Análisis de datos", "Reanálisis"]);
    expect(await found("dat")).toEqual(["Datos abiertos", "Análisis de datos", "Big data"]);
  });

  it("finds an entity by what was merged into it, and tells those names", async () => {
    const context = someone();
    const live = await scenario([["Care", [["T", ["Decisión basada en datos", "Datos"]]]]], context);
    await live.approve();
    const ours = await scenario([["Other", [["U", ["Uso de evidencia para decidir"]]]]], context);
    const [target] = items(await live.tree(), "Decisión basada en datos");
    await ours.merge({ "Uso de evidencia para decidir": target?.id ?? 0 });
    const { items: found } = await catalog.api.search({ type: "skill", search: "evidencia" }, context);
    expect(found).toMatchObject([
      { name: "Decisión basada en datos", usedAs: 1, aliases: ["Uso de evidencia para decidir"] },
    ]);
    expect(await names({ type: "skill", search: "evidencia" }, someone())).toEqual([]);
  });

  it("gives the children of an entity, those of the ones merged into it too", async () => {
    const { approve, tree, context } = await scenario([
      ["Care", [["Telehealth", ["Triage"]]]],
      [
        "Other",
        [
          ["TELEHEALTH", ["Shifts"]],
          ["Records", ["Coding"]],
        ],
      ],
    ]);
    await approve();
    const [telehealth] = items(await tree(), "Telehealth");
    const [twin] = items(await tree(), "TELEHEALTH");
    const page = await catalog.api.search({ type: "skill", parentId: telehealth?.id ?? 0 }, context);
    expect(page.items.map(({ name, parentId }) => [name, parentId])).toEqual([
      ["Shifts", telehealth?.id],
      ["Triage", telehealth?.id],
    ]);
    expect(await names({ type: "skill", parentId: twin?.id ?? 0 }, context)).toEqual(["Shifts"]);
    expect(await names({ type: "capability", parentId: 1 }, context)).toEqual([]);
  });

  it("pages through everything once, in one order, whatever the page size", async () => {
    const skills = Array.from({ length: 23 }, (_, index) => `Skill ${(index * 7) % 23} é`);
    const { approve, context } = await scenario([["Care", [["T", skills]]]]);
    await approve();
    for (const limit of [1, 5, 22, 23, 50]) {
      const seen: CatalogEntity[] = [];
      let cursor: string | undefined;
      do {
        const page = await catalog.api.search(
          { type: "skill", limit, search: "skill", ...(cursor && { cursor }) },
          context,
        );
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      const keys = seen.map(({ name }) => searchKey(name));
      expect(keys).toEqual([...keys].sort());
      expect(new Set(seen.map(({ id }) => id)).size).toBe(23);
    }
  });

  it("goes on behind the last one of a page even when it has left the catalog meanwhile", async () => {
    const { approve, undo, context } = await scenario([["Care", [["T", ["a", "b", "c", "d"]]]]]);
    await approve();
    const first = await catalog.api.search({ type: "skill", limit: 2 }, context);
    await undo("b");
    const rest = await catalog.api.search({ type: "skill", cursor: first.nextCursor ?? "" }, context);
    expect(rest.items.map(({ name }) => name)).toEqual(["c", "d"]);
  });

  it("shows nothing of another organization", async () => {
    const { approve, tree } = await scenario([["Care", [["T", ["a"]]]]]);
    await approve();
    const [parent] = items(await tree(), "T");
    expect(await names({ type: "skill" }, someone())).toEqual([]);
    expect(await names({ type: "skill", parentId: parent?.id ?? 0 }, someone())).toEqual([]);
  });

  it("takes one statement beside the transaction's own", async () => {
    const { statements } = await countStatements(catalog.database, () =>
      catalog.api.search(
        { type: "skill", search: "x", parentId: 1, cursor: writeSearchCursor("skill", 1, 9_000) },
        someone(),
      ),
    );
    expect(statements).toHaveLength(4);
  });

  it("computes the search key in PostgreSQL as the search term's is computed here", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), { minLength: 1 }),
        async (raw) => {
          const texts = raw.filter((text) => !/\p{Surrogate}|\0/u.test(text) && text.trim() !== "");
          const { approve, context } = await scenario([["Care", [["T", texts]]]]);
          await approve();
          for (const text of texts)
            expect(await names({ type: "skill", search: text }, context)).not.toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe("a search cursor", () => {
  it("is read back only by the list that gave it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (id) => {
        for (const score of [null, 0, 8_950]) {
          const isRanked = score !== null;
          const cursor = writeSearchCursor("skill", id, score);
          expect(cursor).toMatch(/^[\w-]{1,200}$/);
          expect(readSearchCursor("skill", cursor, { isRanked })).toEqual({ id, score });
          expect(() => readSearchCursor("competency", cursor, { isRanked })).toThrow("not one of this list");
          expect(() => readSearchCursor("skill", cursor, { isRanked: !isRanked })).toThrow(
            "not one of this list",
          );
        }
      }),
    );
  });

  it("refuses everything else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const isRanked of [true, false]) {
          expect(() => readSearchCursor("skill", text, { isRanked })).toThrow("start again without it");
        }
      }),
    );
  });
});
