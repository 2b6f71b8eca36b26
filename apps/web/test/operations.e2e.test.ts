import { afterAll, beforeAll, expect, it } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { openWeb, type Web } from "./open-web.ts";

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

it("tells an operator that all is well, how the flags stand, and follows a switch by itself", async () => {
  await web.setFlag("import_generation", true);
  const { page, troubles } = await web.signIn("henry", "/operations");
  await page.getByText("Everything is ready.").waitFor();
  const flag = page.getByRole("listitem").filter({ hasText: "import_generation" });
  await flag.getByText("On", { exact: true }).waitFor();
  await web.setFlag("import_generation", false);
  await flag.getByText("Off", { exact: true }).waitFor();
  await web.setFlag("import_generation", true);
  await page.getByRole("heading", { name: "Maintenance" }).waitFor();
  await page.getByRole("link", { name: "Switch them in Unleash" }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(troubles).toEqual([]);
});

it("is readable in Spanish, in the dark and on a narrow screen", async () => {
  const { page } = await web.signIn("henry", "/operations", {
    locale: "es-ES",
    colorScheme: "dark",
    viewport: { width: 360, height: 740 },
  });
  await page.getByText("Todo está listo.").waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await accessibilityFaults(page)).toEqual([]);
});
