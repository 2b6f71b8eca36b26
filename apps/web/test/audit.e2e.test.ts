import { afterAll, beforeAll, expect, it } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { openWeb, type Web, type Window } from "./open-web.ts";
import { apiOf, seedScenario } from "./seed-scenario.ts";

const mark = Date.now().toString(36);
const named = (name: string) => `${name} ${mark}`;

let web: Web;
let grace: Window;
let scenarioId: number;

beforeAll(async () => {
  web = await openWeb();
  await web.setFlag("import_generation", true);
  const planner = await apiOf(await web.signIn("emma", "/scenarios"), web);
  const reviewer = await apiOf(await web.signIn("noah", "/scenarios"), web);
  scenarioId = await seedScenario(web, planner, named("Audited"), {
    [named("Trail")]: { [named("Kept")]: [named("Whole")] },
  });
  await reviewer.post(`/scenarios/${scenarioId}/incubation/approve`, { all: true });
  grace = await web.signIn("grace", "/audit");
});
afterAll(() => web.close());

it("lets an auditor read who approved what, with what it was before and after", async () => {
  const { page } = grace;
  await page.getByLabel("What", { exact: true }).selectOption({ label: "Skill approved" });
  await page.getByLabel("Scenario number").fill(String(scenarioId));
  await page.keyboard.press("Enter");
  await page.waitForURL(/action=skill\.approved.*scenarioId=\d+|scenarioId=\d+.*action=skill\.approved/);
  const event = page.getByRole("list", { name: "Audit events, newest first" }).getByRole("button", {
    name: /Skill approved .* Person 22/,
  });
  await event.click();
  const row = page.getByRole("row", { name: /status/ });
  await row.waitFor();
  expect(await row.innerText()).toMatch(/in_incubation\s+active/);
  await page.waitForURL(/event=catalog-\d+/);
  await page.getByText(/\d+ in Review and catalog/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

it("checks that the record is whole and lets it be taken along as it is filtered", async () => {
  const { page } = grace;
  await page.getByRole("button", { name: "Check the record" }).click();
  await page.getByText("The record is whole.").waitFor();
  for (const [name, start] of [
    ["CSV", /^.*action/],
    ["JSON Lines", /^\{.*"action":"skill\.approved"/],
  ] as const) {
    const href = await page.getByRole("link", { name, exact: true }).getAttribute("href");
    expect(href).toContain(`scenarioId=${scenarioId}`);
    const response = await page.context().request.get(`${web.url}${href}`);
    expect(response.ok()).toBe(true);
    expect(await response.text()).toMatch(start);
  }
});

it("shows an auditor the accepted prompt on demand, and writes the view down", async () => {
  const { page } = grace;
  await page.goto(`${web.url}/scenarios/${scenarioId}`);
  await page.getByRole("button", { name: "Where it comes from" }).click();
  await page.getByText("Each view is written to the audit").waitFor();
  await page.getByRole("button", { name: "Show the prompt" }).click();
  await page.getByText(named("Audited")).last().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.goto(`${web.url}/audit?action=prompt.viewed&scenarioId=${scenarioId}`);
  await page.getByRole("button", { name: /Accepted prompt viewed .* Grace Osei/ }).waitFor();
  expect(grace.troubles).toEqual([]);
});

it("says who can read the audit to somebody who cannot", async () => {
  const { page } = await web.signIn("noah", "/audit");
  await page.getByRole("heading", { name: "Your role does not include this" }).waitFor();
  await page.getByText("Roles that can: auditor or operator").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});
