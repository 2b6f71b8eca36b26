import { afterAll, beforeAll, expect, it } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { openWeb, type Web, type Window } from "./open-web.ts";
import { apiOf, seedScenario } from "./seed-scenario.ts";

const mark = Date.now().toString(36);
const named = (name: string) => `${name} ${mark}`;

let web: Web;
let noah: Window;

beforeAll(async () => {
  web = await openWeb();
  await web.setFlag("import_generation", true);
  const planner = await apiOf(await web.signIn("emma", "/scenarios"), web);
  noah = await web.signIn("noah", "/catalog");
  const reviewer = await apiOf(noah, web);
  const first = await seedScenario(web, planner, named("Catalog"), {
    [named("Planning")]: { [named("Forecasting")]: [named("Análisis de señales"), named("Triage")] },
  });
  await reviewer.post(`/scenarios/${first}/incubation/approve`, { all: true });
  const second = await seedScenario(web, planner, named("Synonyms"), {
    [named("Other")]: { [named("Signals")]: [named("Reading of signs")] },
  });
  const into = await reviewer.get<{ items: { id: number }[] }>(
    `/catalog/skills?search=${encodeURIComponent(named("Análisis de señales"))}`,
  );
  const tree = await reviewer.get<{ skills: { id: number }[] }>(`/scenarios/${second}/incubation`);
  await reviewer.post(`/scenarios/${second}/incubation/merge`, {
    items: [{ type: "skill", id: tree.skills[0]?.id, intoId: into.items[0]?.id }],
  });
});
afterAll(() => web.close());

it("finds an entity in spite of accents, case and a typing error, and by a merged synonym", async () => {
  const { page } = noah;
  await page.goto(`${web.url}/catalog`);
  await page.getByRole("tab", { name: "Skills" }).click();
  const search = page.getByRole("searchbox", { name: "Search by name or synonym" });
  const found = page.getByRole("link", { name: new RegExp(named("Análisis de señales")) });
  for (const words of [
    `ANALISIS de senales ${mark}`,
    `analisis de seniales ${mark}`,
    `reading of signs ${mark}`,
  ]) {
    await search.fill(words);
    await page.waitForURL((url) => url.searchParams.get("search") === words);
    await found.first().waitFor();
  }
  await page.getByText(`Also: ${named("Reading of signs")}`).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

it("tells where an entity comes from, where it is used, its synonyms and its history", async () => {
  const { page } = noah;
  await page.goto(
    `${web.url}/catalog?kind=skills&search=${encodeURIComponent(named("Análisis de señales"))}`,
  );
  await page
    .getByRole("link", { name: new RegExp(named("Análisis de señales")) })
    .first()
    .click();
  const detail = page.getByRole("complementary", { name: "Detail" });
  await detail.getByRole("heading", { name: named("Análisis de señales") }).waitFor();
  await detail.getByRole("link", { name: named("Forecasting") }).waitFor();
  await detail.getByText("capabilities[0].competencies[0].skills[0]").waitFor();
  await detail.getByText(`as “${named("Reading of signs")}”`).waitFor();
  await detail.getByText("Skill approved").waitFor();
  await page.waitForURL(/entity=\d+/);
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(noah.troubles).toEqual([]);
});

it("says that nothing is like the words, and how to go on", async () => {
  const { page } = noah;
  await page.goto(`${web.url}/catalog?kind=capabilities&search=zzzzqqqqxxxx`);
  await page.getByRole("heading", { name: "Nothing is like this" }).waitFor();
  await page.getByRole("button", { name: "Clear the search" }).click();
  await page
    .getByRole("link", { name: new RegExp(named("Planning")) })
    .first()
    .waitFor();
});

it("takes an address that says what there is not for one that says nothing of it", async () => {
  const { page } = noah;
  await page.goto(`${web.url}/catalog?kind=plants&entity=-3`);
  await page.locator('[role=tab][aria-selected=true]:has-text("Capabilities")').waitFor();
  await page
    .getByRole("link", { name: new RegExp(named("Planning")) })
    .first()
    .waitFor();
});
