import { countStatements } from "@vivero/database/testing";
import { createLogger } from "@vivero/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticTree, TREE_SHAPES } from "../../bench/synthetic-tree.ts";
import { importOf, openCatalog, someone, type TestCatalog } from "../../test/open-catalog.ts";
import { type OpenedScenario, type OpenScenario, scenarioOpener } from "../../test/open-scenario.ts";
import { suggestForScenario } from "./suggest-for-scenario.ts";

let catalog: TestCatalog;
let scenario: OpenScenario;
beforeAll(async () => {
  catalog = await openCatalog();
  scenario = scenarioOpener(catalog.api);
});
afterAll(() => catalog.close());

const log = createLogger({ service: "test", level: "silent" });
const suggest = ({ scenarioId, context }: Pick<OpenedScenario, "scenarioId" | "context">) =>
  suggestForScenario({ database: catalog.database, log })({ scenarioId, ...context });

/** Names of what is suggested, by the entity's name. */
async function suggested({ tree }: OpenedScenario) {
  const { capabilities, competencies, skills } = await tree();
  return Object.fromEntries(
    [...capabilities, ...competencies, ...skills].map(({ name, suggestions }) => [
      name,
      suggestions.map((each) => each.name),
    ]),
  );
}

describe("suggestions", () => {
  it("name at most three active entities of the same kind and organization, best first", async () => {
    const context = someone();
    const live = await scenario(
      [
        [
          "Análisis de datos",
          [
            [
              "Datos",
              ["Análisis de datos", "Analizar datos", "Analizar los datos", "Análisis de dato", "Triage"],
            ],
          ],
        ],
      ],
      context,
    );
    await live.approve();
    await (await scenario([["Ours", [["Not", ["Consentimiento informado"]]]]])).approve();
    const opened = await scenario(
      [["Care", [["Telehealth", ["analisis de datos", "Consentimientos informados"]]]]],
      context,
    );
    expect(await opened.tree()).toMatchObject({ suggestionsReady: false });
    await suggest(opened);
    expect(await opened.tree()).toMatchObject({ suggestionsReady: true });
    const [skill] = (await opened.tree()).skills;
    expect(skill?.suggestions).toHaveLength(3);
    expect(skill?.suggestions[0]).toEqual({
      type: "skill",
      id: (await live.tree()).skills[0]?.id,
      name: "Análisis de datos",
      similarity: 1,
      ambiguous: expect.any(Boolean),
    });
    expect(await suggested(opened)).toMatchObject({
      Care: [],
      Telehealth: [],
      "Consentimientos informados": [],
    });
    expect(await opened.states()).toMatchObject({ "analisis de datos": "in_incubation" });
  });

  it("come only while an entity incubates, and only as long as what they name is active", async () => {
    const context = someone();
    const live = await scenario([["Other", [["Else", ["Negotiate contracts"]]]]], context);
    await live.approve();
    const opened = await scenario([["Care", [["Telehealth", ["Contract negotiation"]]]]], context);
    await suggest(opened);
    const found = { "Contract negotiation": ["Negotiate contracts"] };
    expect(await suggested(opened)).toMatchObject(found);
    await live.undo("Negotiate contracts");
    expect(await suggested(opened)).toMatchObject({ "Contract negotiation": [] });
    await live.approve();
    expect(await suggested(opened)).toMatchObject(found);
    await opened.reject("no", "Contract negotiation");
    expect(await suggested(opened)).toMatchObject({ "Contract negotiation": [] });
  });

  it("of a job that read an old name do not replace those of the edited one", async () => {
    const context = someone();
    const live = await scenario([["Other", [["Else", ["Negotiate contracts", "Plan routes"]]]]], context);
    await live.approve();
    const opened = await scenario([["Care", [["Telehealth", ["Contract negotiation"]]]]], context);
    const [skill] = (await opened.tree()).skills;
    let isEdited = false;
    // The job's second transaction begins when the edit is through.
    const between = {
      tenant: async (...work: Parameters<typeof catalog.database.tenant>) => {
        const read = await catalog.database.tenant(...work);
        if (!isEdited) {
          isEdited = true;
          const changes = { name: "Route planning" };
          await catalog.api.edit(
            { scenarioId: opened.scenarioId, type: "skill", id: skill?.id ?? 0, changes },
            context,
          );
        }
        return read;
      },
    } as Pick<typeof catalog.database, "tenant">;
    await suggestForScenario({ database: between, log })({ scenarioId: opened.scenarioId, ...context });
    expect(await suggested(opened)).toMatchObject({ "Route planning": ["Plan routes"] });
  });

  it("find the very name among a thousand that share its words", async () => {
    const context = someone();
    const shape = TREE_SHAPES[1];
    const [live, ours] = [importOf(syntheticTree(shape)), importOf(syntheticTree(shape))];
    for (const input of [live, ours]) await catalog.api.importTree(input, context);
    await catalog.api.approve({ scenarioId: live.scenarioId, selection: { all: true } }, context);
    await suggest({ scenarioId: ours.scenarioId, context });
    const tree = await catalog.api.incubationTree(ours, context);
    expect(tree.skills.filter(({ name, suggestions }) => suggestions[0]?.name !== name)).toEqual([]);
  });

  it("take as many statements for a thousand entities as for a few", async () => {
    const counts: number[] = [];
    for (const shape of TREE_SHAPES.slice(0, 2)) {
      const context = someone();
      const input = importOf(syntheticTree(shape));
      await catalog.api.importTree(input, context);
      const { statements } = await countStatements(catalog.database, () =>
        suggest({ scenarioId: input.scenarioId, context }),
      );
      counts.push(statements.length);
    }
    expect(counts).toEqual([12, 12]);
  });
});

describe("names similar to one", () => {
  it("are found without an incubating entity, best first, of one kind", async () => {
    const { approve, context } = await scenario([
      ["Data", [["Data analysis", ["Data analysis", "Analysing data", "Welding"]]]],
    ]);
    await approve();
    const { items } = await catalog.api.similar({ type: "skill", name: "DATA ANALYSIS" }, context);
    expect(items.map(({ name }) => name)).toEqual(["Data analysis", "Analysing data"]);
    expect(items[0]).toMatchObject({ type: "skill", similarity: 1 });
    expect(
      (await catalog.api.similar({ type: "skill", name: "data analysis", limit: 1 }, context)).items,
    ).toHaveLength(1);
    expect((await catalog.api.similar({ type: "skill", name: "Data analysis" }, someone())).items).toEqual(
      [],
    );
  });
});
