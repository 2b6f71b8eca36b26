import type { IncubationTree } from "@vivero/contracts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { openWeb, type Web, type Window } from "./open-web.ts";
import { apiOf, type PersonApi, seedScenario, statusesOf } from "./seed-scenario.ts";

const HOSTILE = "<img src=x onerror=window.hostile=1>";
/** Names of this run alone: the system may have seen others. */
const mark = Date.now().toString(36);
const named = (name: string) => `${name} ${mark}`;

/** The page shows a decision at once; the service has it a little later. */
const SOON = { timeout: 20_000 };

let web: Web;
let planner: PersonApi;
let reviewer: PersonApi;
let luis: Window;

beforeAll(async () => {
  web = await openWeb();
  await web.setFlag("import_generation", true);
  planner = await apiOf(await web.signIn("ana", "/scenarios"), web);
  luis = await web.signIn("luis", "/scenarios");
  reviewer = await apiOf(luis, web);
  const live = await seedScenario(web, planner, named("Live"), {
    [named("Operations")]: { [named("Evidence")]: [named("Decisions from data"), named("Statistics")] },
  });
  await reviewer.post(`/scenarios/${live}/incubation/approve`, { all: true });
});
afterAll(() => web.close());

async function open(
  outline: Parameters<typeof seedScenario>[3],
  name = "Plan",
): Promise<{ page: Page; id: number }> {
  const id = await seedScenario(web, planner, named(name), outline);
  const { page } = luis;
  await page.goto(`${web.url}/scenarios/${id}`);
  await page.getByRole("tree").waitFor();
  return { page, id };
}

/** What has the focus is told by the heading of the panel. */
const focusOn = (page: Page, name: string) =>
  page.getByRole("heading", { level: 3, name, exact: true }).waitFor();

it("lets a reviewer decide everything with the keyboard alone", async () => {
  const { page, id } = await open({
    [named("Care")]: {
      [named("Telecare")]: [named("Remote triage"), named("Statistics"), named("Being good"), HOSTILE],
    },
    [named("Data")]: { [named("Reporting")]: [named("Charts"), named("Dashboards")] },
  });
  await page.getByText("0 of 10 decided").first().waitFor();
  for (const name of ["Care", "Telecare", "Remote triage"]) {
    await focusOn(page, named(name));
    await page.keyboard.press("a");
  }
  await focusOn(page, named("Statistics"));
  await page.getByText("is active in the catalog already").waitFor();
  expect(await page.getByRole("button", { name: "Approve", exact: true }).isDisabled()).toBe(true);
  await page.keyboard.press("m");
  await focusOn(page, named("Being good"));
  await page.keyboard.press("r");
  await page.getByLabel("Why is it rejected?").waitFor();
  await page.keyboard.press("2");
  await focusOn(page, HOSTILE);
  await page.keyboard.press("e");
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await name.waitFor();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(named("Consent"));
  await page.keyboard.press("Enter");
  await focusOn(page, named("Consent"));
  await page.keyboard.press("a");
  await focusOn(page, named("Data"));
  await page.getByText("Approving adds 1 capability, 1 competency, and 2 skills.").waitFor();
  await page.keyboard.press("Shift+A");
  await page.getByText("10 of 10 decided").first().waitFor();
  await expect
    .poll(() => statusesOf(reviewer, id), SOON)
    .toMatchObject({
      [named("Remote triage")]: "active",
      [named("Statistics")]: "merged",
      [named("Being good")]: "rejected",
      [named("Consent")]: "active",
      [named("Dashboards")]: "active",
    });
  const tree = await reviewer.get<IncubationTree>(`/scenarios/${id}/incubation`);
  expect(tree.skills.find((skill) => skill.name === named("Being good"))?.rejectionReason).toBe(
    "Too vague to act on",
  );
  expect(tree.skills.find((skill) => skill.name === named("Consent"))?.editedFrom).toBe(HOSTILE);
  expect(await page.evaluate(() => "hostile" in window)).toBe(false);
  expect(luis.troubles).toEqual([]);
  expect(await accessibilityFaults(page)).toEqual([]);
});

it("takes the last decision back with one key, and any other from where it was made", async () => {
  const { page, id } = await open({
    [named("Undo")]: { [named("Second")]: [named("Third"), named("Fourth")] },
  });
  await focusOn(page, named("Undo"));
  await page.keyboard.press("Shift+A");
  await page.getByText("4 of 4 decided").first().waitFor();
  await page.keyboard.press("u");
  await page.getByText("0 of 4 decided").first().waitFor();
  await expect
    .poll(() => statusesOf(reviewer, id), SOON)
    .toMatchObject({ [named("Fourth")]: "in_incubation" });
  await page.getByRole("treeitem", { name: named("Third") }).click();
  await focusOn(page, named("Third"));
  await page.keyboard.press("a");
  await focusOn(page, named("Fourth"));
  await page.keyboard.press("k");
  await focusOn(page, named("Third"));
  await page.getByText(/Approved by Luis Herrera/).waitFor();
  await page.keyboard.press("u");
  await page.getByText("2 of 4 decided").first().waitFor();
  await expect
    .poll(() => statusesOf(reviewer, id), SOON)
    .toMatchObject({
      [named("Third")]: "in_incubation",
      [named("Undo")]: "active",
    });
});

it("merges into one that is looked for in the catalog, and keeps the name", async () => {
  const { page, id } = await open({
    [named("Merge")]: { [named("Into")]: [named("Evidence based choices")] },
  });
  await page.getByRole("treeitem", { name: named("Evidence based choices") }).click();
  await page.keyboard.press("Shift+M");
  const search = page.getByRole("combobox", { name: "Which active one is it?" });
  await search.fill(named("Decisions from data"));
  // Pressed before the list is that of what was typed, Enter takes nothing.
  await page.keyboard.press("Enter");
  await page
    .getByRole("option", { name: new RegExp(named("Decisions from data")), selected: true })
    .waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.getByText("1 of 3 decided").first().waitFor();
  await expect
    .poll(async () => (await reviewer.get<IncubationTree>(`/scenarios/${id}/incubation`)).skills[0], SOON)
    .toMatchObject({
      name: named("Evidence based choices"),
      status: "merged",
      mergedInto: { name: named("Decisions from data") },
    });
});

it("approves a thousand skills with one click, in one request", async () => {
  const competencies = Array.from({ length: 40 }, (_, place) => [
    named(`Group ${place}`),
    Array.from({ length: 25 }, (_each, skill) => named(`Skill ${place}.${skill}`)),
  ]);
  const { page, id } = await open(
    Object.fromEntries(
      [0, 1, 2, 3].map((place) => [
        named(`Many ${place}`),
        Object.fromEntries(competencies.slice(place * 10, place * 10 + 10)),
      ]),
    ),
    "Thousand",
  );
  const requests: string[] = [];
  page.on("request", (request) => {
    if (/incubation\/(approve|reject|merge|undo)$/.test(request.url())) requests.push(request.url());
  });
  await page.getByRole("button", { name: "Select all" }).click();
  const selection = page.getByRole("region", { name: "Selection" });
  await selection.getByText("Approving adds 4 capabilities, 40 competencies, and 1000 skills.").waitFor();
  await selection.getByRole("button", { name: "Approve" }).click();
  await page.getByText("1044 of 1044 decided").first().waitFor();
  await expect
    .poll(async () => new Set(Object.values(await statusesOf(reviewer, id))), SOON)
    .toEqual(new Set(["active"]));
  expect(requests).toHaveLength(1);
});

it("puts back what could not be decided, says so, and does it again when asked", async () => {
  const { page, id } = await open({ [named("Fail")]: { [named("Once")]: [named("Again")] } });
  await page.route("**/incubation/approve", (route) => route.abort(), { times: 1 });
  await focusOn(page, named("Fail"));
  await page.keyboard.press("a");
  await page.getByRole("alert").getByText("This could not be done").waitFor();
  await page.getByText("0 of 3 decided").first().waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("1 of 3 decided").first().waitFor();
  await expect.poll(() => statusesOf(reviewer, id), SOON).toMatchObject({ [named("Fail")]: "active" });
});

it("says who is reviewing a branch and lets nothing be decided there meanwhile", async () => {
  const { page } = await open(
    {
      [named("Held")]: { [named("By")]: [named("Rosa")] },
      [named("Free")]: { [named("To")]: [named("Decide")] },
    },
    "Leased",
  );
  await page.route("**/incubation", async (route) => {
    const response = await route.fetch();
    const tree = (await response.json()) as IncubationTree;
    const [held] = tree.capabilities;
    const lease = {
      capabilityId: held?.id ?? 0,
      userId: 999,
      userName: "Rosa Díaz",
      expiresAt: new Date(Date.now() + 240_000).toISOString(),
    };
    await route.fulfill({ response, json: { ...tree, leases: [lease] } });
  });
  await page.reload();
  await page.getByText(`Rosa Díaz is reviewing “${named("Held")}”`).waitFor();
  expect(await page.getByRole("button", { name: "Approve", exact: true }).isDisabled()).toBe(true);
  await page.keyboard.press("a");
  await page.getByRole("treeitem", { name: named("Free") }).click();
  await focusOn(page, named("Free"));
  expect(await page.getByRole("button", { name: "Approve", exact: true }).isEnabled()).toBe(true);
  await page.getByText("0 of 6 decided").first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.unroute("**/incubation");
});

it("keeps filter, words, focus and selection in the address, and shows one thing at a time on a narrow screen", async () => {
  const { page } = await open({ [named("Address")]: { [named("Kept")]: [named("Here"), named("There")] } });
  await page.getByRole("searchbox", { name: "Search these names" }).fill("there");
  await page.getByRole("treeitem", { name: named("There") }).click();
  await page.keyboard.press("x");
  await page.waitForURL(/words=there.*focus=skill-\d+.*selected=s\d+/);
  await page.reload();
  await focusOn(page, named("There"));
  await page.getByText("1 selected").waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("button", { name: "Back to the tree" }).click();
  await page.getByRole("tree").waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
});
