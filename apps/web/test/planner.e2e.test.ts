import { afterAll, beforeAll, expect, it } from "vitest";
import { openWeb, type Web } from "./open-web.ts";
import { askModel, fillInExample } from "./planner.ts";

let web: Web;

beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

it("lets a planner generate from the example, watch the tree grow, and accept with import", async () => {
  await web.setFlag("import_generation", true);
  const { page, troubles } = await web.signIn("ana", "/generations");
  await fillInExample(page);
  for (const step of ["Situation", "Intent", "Resources", "Horizon"]) {
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("heading", { name: step, exact: true }).waitFor();
  }
  await page.getByText("Draft saved").waitFor();
  await askModel(page);

  const live = page.getByRole("tree", { name: "Answer as a tree" });
  await live.getByRole("treeitem").first().waitFor();
  expect(await page.getByRole("button", { name: "Cancel" }).isVisible()).toBe(true);

  const verdict = page.getByRole("heading", {
    name: /^Complete\. \d+ capabilities, \d+ competencies, \d+ skills/,
  });
  await verdict.waitFor();
  await page.getByRole("button", { name: "Accept and import" }).click();
  await page.getByRole("heading", { name: /Accepted\. Imported/ }).waitFor();
  await page.getByText(/^Incubating now:/).waitFor();
  await page.getByRole("link", { name: "Open the scenario" }).click();
  await page.waitForURL(/\/scenarios\/\d+/);
  await page.getByRole("heading", { level: 1, name: "Larkmoor Health" }).waitFor();
  expect(troubles).toEqual([]);
});

it("sends whoever has no session to the door, tells whoever lost it, and brings both back to where they were", async () => {
  const { page, troubles } = await web.visit("/generations?status=failed");
  await page.waitForURL(/\/sign-in\?/);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.locator('form:has(input[name=username][value="emma"]) button').first().click();
  await page.waitForURL(/\/generations\?status=failed/);
  await page.getByRole("heading", { level: 1, name: "Generations" }).waitFor();

  await page.context().clearCookies({ name: "vivero_session" });
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Scenarios" }).click();
  await page.getByText("Your session has ended.").waitFor();
  expect(new URL(page.url()).searchParams.get("return_to")).toBe("/scenarios");
  expect(troubles).toEqual([]);
});

it("keeps a draft through a closed tab, and loses nothing of a running generation", async () => {
  const first = await web.signIn("emma", "/generations");
  await fillInExample(first.page);
  await first.page.getByLabel("Name of the organization").fill("Northquay Logistics");
  await first.page.getByText("Draft saved").waitFor();
  const storage = await first.page.context().storageState();
  await first.page.close();

  const { page } = await web.visit("/generations/new", { storageState: storage });
  await page.getByRole("link", { name: /Northquay Logistics/ }).click();
  expect(await page.getByLabel("Name of the organization").inputValue()).toBe("Northquay Logistics");
  await askModel(page);
  const address = page.url();
  await page.getByRole("treeitem").first().waitFor();
  await page.close();

  const again = await web.visit(new URL(address).pathname, { storageState: storage });
  await again.page.getByRole("heading", { name: /^Complete\./ }).waitFor();
  expect(await again.page.getByRole("treeitem").count()).toBeGreaterThan(10);
});

it("says why it cannot import while the flag is off, and follows the operator", async () => {
  await web.setFlag("import_generation", false);
  const { page } = await web.signIn("emma", "/generations");
  await page
    .getByRole("link", { name: /Northquay/ })
    .first()
    .click();
  const button = page.getByRole("button", { name: "Accept and import" });
  await page.getByText(/Importing is switched off for your organization/).waitFor();
  expect(await button.isDisabled()).toBe(true);
  expect(await page.getByText(/role operator can switch on import_generation in Unleash/).isVisible()).toBe(
    true,
  );

  // How soon, the test of Unleash's own pages prints.
  await web.setFlag("import_generation", true);
  await page.locator("button:enabled", { hasText: "Accept and import" }).waitFor();
});
