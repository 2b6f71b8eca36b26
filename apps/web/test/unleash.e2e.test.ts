import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWeb, type Web } from "./open-web.ts";
import { askModel, fillInExample } from "./planner.ts";
import { apiOf } from "./seed-scenario.ts";

let web: Web;

beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

/** Signs in to Unleash's own pages as an operator does, and opens the flag there. */
async function openFlag(page: Page, flag: string): Promise<void> {
  await page.goto(`${web.unleash.url}/login`);
  await page.getByLabel("Email").fill("admin");
  await page.locator("input[type=password]").fill(web.unleash.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  const welcome = page.getByRole("button", { name: /Got it/ });
  await welcome
    .or(page.getByRole("link", { name: "Projects" }))
    .first()
    .waitFor();
  if (await welcome.isVisible()) await welcome.click();
  await page.goto(`${web.unleash.url}/projects/default/features/${flag}`);
}

/** Turns the switch of the environment that the local system reads, and waits until Unleash shows it turned. */
async function turn(page: Page, on: boolean): Promise<void> {
  const control = page.locator('input[aria-label="development"]').first();
  await control.waitFor({ state: "attached" });
  expect(await control.isChecked()).toBe(!on);
  await control.click({ force: true });
  await page.waitForFunction(
    (checked) =>
      document.querySelector<HTMLInputElement>('input[aria-label="development"]')?.checked === checked,
    on,
  );
}

it("lets an operator switch import_generation in Unleash, and the page and the API follow", async () => {
  await web.setFlag("import_generation", false);
  const emma = await web.signIn("emma", "/generations");
  const api = await apiOf(emma, web);
  await fillInExample(emma.page);
  await askModel(emma.page);
  await emma.page.getByRole("heading", { name: /^Complete\./ }).waitFor();
  await emma.page.getByText(/Importing is switched off for your organization/).waitFor();

  const { page: unleash } = await web.visit("/sign-in");
  await openFlag(unleash, "import_generation");
  for (const on of [true, false]) {
    await turn(unleash, on);
    const turned = performance.now();
    const state = on ? "enabled" : "disabled";
    await emma.page.locator(`button:${state}`, { hasText: "Accept and import" }).waitFor();
    console.log(
      `the page followed ${Math.round(performance.now() - turned)} ms after Unleash had switched ${state}`,
    );
    const { items } = await api.get<{ items: { name: string; enabled: boolean; source: string }[] }>(
      "/flags",
    );
    expect(items).toContainEqual({ name: "import_generation", enabled: on, source: "unleash" });
  }
});
