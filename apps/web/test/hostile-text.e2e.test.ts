import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWeb, type Web } from "./open-web.ts";
import { askModel, fillInExample } from "./planner.ts";

/** Each would set `hostile` or open a dialog where a text is taken for markup, script, style or an address. */
const PAYLOADS = [
  "<script>window.hostile=1</script>",
  "<img src=x onerror=window.hostile=1>",
  '"><svg onload=window.hostile=1>',
  "'\"><iframe srcdoc='<script>parent.hostile=1</script>'>",
  "javascript:window.hostile=1",
  "{{constructor.constructor('window.hostile=1')()}}",
  "$" + "{window.hostile=1}",
  "<a href='javascript:window.hostile=1'>x</a>",
  "<style>@import 'javascript:window.hostile=1'</style>",
  "</textarea><details open ontoggle=window.hostile=1>",
  "<math><mtext><table><mglyph><style><img src=x onerror=window.hostile=1>",
  "$t(accept.only) {{count}} <0>x</0>",
] as const;

const COMPANY = "Payload Works";
const text = (index: number) => PAYLOADS[index % PAYLOADS.length] as string;

/** An answer whose every text is hostile, wrapped in prose and with a trailing comma, so that journal and faults quote it too. */
const ANSWER = `${text(0)} Here it is: ${JSON.stringify({
  scenario_metadata: { name: `Hostile ${text(1)}`, description: text(2), confidence_score: 0.5 },
  capabilities: [0, 4, 8].map((base) => ({
    id: text(base),
    name: `${text(base)} ${base}`,
    description: text(base + 1),
    importance: 3,
    competencies: [
      {
        name: text(base + 1),
        description: text(base + 2),
        skills: [2, 3].map((more) => ({ name: text(base + more), description: text(base + more + 1) })),
      },
    ],
  })),
  assumptions: [...PAYLOADS],
  objectives: [{ text: text(5) }],
  suggested_roles: [{ name: text(6), description: text(7), key_competencies: [text(8)] }],
}).replace(/}$/, ",}")}`;

let web: Web;

beforeAll(async () => {
  web = await openWeb();
  await web.teach(COMPANY, ANSWER);
});
afterAll(() => web.close());

const isHostile = (page: Page) => page.evaluate(() => "hostile" in window);

/** What the whole page says, where only what is seen stands in the document of a long list. */
async function expectShown(page: Page, payloads: readonly string[]): Promise<void> {
  const shown = await page.evaluate(() => document.body.textContent ?? "");
  for (const payload of payloads) expect(shown).toContain(payload);
}

it("shows hostile text of people and models as text, everywhere, and runs none of it", async () => {
  await web.setFlag("import_generation", true);
  const { page, troubles } = await web.signIn("emma", "/generations");
  await fillInExample(page);
  await page.getByLabel("Name of the organization").fill(`${COMPANY} ${text(1)}`);
  await page.getByLabel("Part of the industry").fill(text(2));
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("What it lacks, line 1").fill(text(3));
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("What it wants to reach").fill(PAYLOADS.join("\n"));
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Prompt" }).click();
  await page.getByRole("checkbox").waitFor();
  await expectShown(page, PAYLOADS);
  await askModel(page);

  await page.getByRole("heading", { name: /^Complete\./ }).waitFor();
  await page.getByText(/^Assumptions \d+$/).waitFor();
  await expectShown(page, PAYLOADS);
  await page.getByText(/^Repairs \d+$/).click();
  await page.getByText("Text around the answer was left out").waitFor();
  await expectShown(page, [text(0)]);
  await page.getByText(/^Faults \d+$/).click();
  await page.getByRole("treeitem").nth(1).click();
  expect(await isHostile(page)).toBe(false);

  await page.getByRole("button", { name: "Accept and import" }).click();
  await page.getByRole("heading", { name: /Accepted/ }).waitFor();
  await page.getByRole("link", { name: "Open the scenario" }).click();
  await page.waitForURL(/\/scenarios\/\d+/);
  await page.getByRole("heading", { level: 1, name: `Hostile ${text(1)}` }).waitFor();
  await page.getByRole("treeitem").nth(2).waitFor();
  expect(await isHostile(page)).toBe(false);
  for (const place of ["Scenarios", "Generations"]) {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place }).click();
    await page
      .getByText(`Hostile ${text(1)}`)
      .first()
      .waitFor();
  }
  expect(await isHostile(page)).toBe(false);
  expect(troubles).toEqual([]);
});

it("blocks inline script and inline handlers by policy, whatever comes into the page", async () => {
  const { page } = await web.visit("/sign-in");
  const refused = await page.evaluate(async () => {
    const seen: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.hostile = 1";
    document.body.append(script);
    const button = document.createElement("button");
    button.setAttribute("onclick", "window.hostile = 1");
    document.body.append(button);
    button.click();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return seen;
  });
  expect(await isHostile(page)).toBe(false);
  expect(refused).toEqual(expect.arrayContaining(["script-src-elem", "script-src-attr"]));
});
