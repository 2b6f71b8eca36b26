import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { openWeb, type Web } from "./open-web.ts";
import { askModel, fillInExample } from "./planner.ts";

let web: Web;

beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

const LIST = "**/api/strategic-planning/scenario-generations?*";

/** Answers the list of generations with something of the test's own. */
async function listAnswers(page: Page, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.unrouteAll();
  await page.route(LIST, answer);
  await page.reload();
}

const problem =
  (code: string, status: number, headers: Record<string, string> = {}) =>
  (route: Route) =>
    route.fulfill({
      status,
      headers: { "content-type": "application/problem+json", ...headers },
      body: JSON.stringify({
        type: "",
        title: code,
        status,
        detail: "As said.",
        code,
        requestId: "req-4711",
      }),
    });

describe.each([
  ["en", "light", { width: 1440, height: 900 }],
  ["es", "dark", { width: 360, height: 740 }],
] as const)("in %s, %s", (language, colorScheme, viewport) => {
  const options = { locale: language === "en" ? "en-US" : "es-CL", colorScheme, viewport };
  const say = (english: string, spanish: string) => (language === "en" ? english : spanish);

  it("explains a failed sign-in at the door", async () => {
    const { page, troubles } = await web.visit("/sign-in?error=PROVIDER_UNAVAILABLE", options);
    await page.getByText(say("does not answer", "no responde")).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it("has a form for every state: empty, broken, maintenance, forbidden, absent, offline", async () => {
    const { page, troubles } = await web.signIn("grace", "/generations", options);
    const states: [(route: Route) => Promise<void>, string][] = [
      [
        (route) => route.fulfill({ json: { items: [], nextCursor: null } }),
        say("No generations yet", "Todavía no hay generaciones"),
      ],
      [
        problem("MAINTENANCE", 503, { "retry-after": "600" }),
        say("Down for maintenance", "En mantenimiento"),
      ],
      [problem("FORBIDDEN", 403), say("Your role does not include this", "Tu rol no incluye esto")],
      [problem("INTERNAL", 500), say("This could not be loaded", "No se pudo cargar")],
    ];
    for (const [answer, heading] of states) {
      await listAnswers(page, answer);
      await page.getByRole("heading", { name: heading }).waitFor();
      expect(await accessibilityFaults(page), heading).toEqual([]);
    }
    await page.getByRole("button", { name: /req-4711/ }).waitFor();
    await page.unrouteAll();
    await page.getByRole("button", { name: say("Try again", "Reintentar") }).click();
    await page.getByRole("main").getByRole("alert").waitFor({ state: "detached" });
    await page.context().setOffline(true);
    await page.getByText(say("No connection.", "Sin conexión.")).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().setOffline(false);

    await page.goto(`${web.url}/generations/new`);
    await page.getByText(say("Roles that can: planner", "Roles que sí pueden: planificación")).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    for (const path of ["/generations/999999", "/nowhere"]) {
      await page.goto(`${web.url}${path}`);
      await page.getByRole("heading", { name: say("There is nothing here", "Aquí no hay nada") }).waitFor();
      expect(await accessibilityFaults(page), path).toEqual([]);
    }
    expect(troubles).toEqual([]);
  });
});

/** Its levels are out of range and its skills missing, and it is wrapped and has a comma too many. */
const FAULTY =
  '```json\n{"scenario_metadata": {"name": "Faulty"}, "capabilities": [{"name": "Cut", "importance": 9, "competencies": [{"name": "Sew", "skills": []}]}],}\n```';

it("is accessible in every step of the wizard, while the model writes, and when the answer has faults", async () => {
  await web.teach("Faulty Fabrics", FAULTY);
  const { page, troubles } = await web.signIn("emma", "/generations");
  await fillInExample(page);
  const name = page.getByLabel("Name of the organization");
  await name.fill("");
  await name.blur();
  await page.getByText("Please fill this in.").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  for (const step of ["Situation", "Intent", "Resources", "Horizon"]) {
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("heading", { name: step }).waitFor();
    expect(await accessibilityFaults(page), step).toEqual([]);
  }
  await page.getByRole("button", { name: "See the prompt" }).click();
  await page.getByText("The prompt can be written when these are filled in:").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("main").getByRole("button", { name: "Name of the organization" }).click();
  await name.fill("Faulty Fabrics, mail ana@example.org");
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Prompt" }).click();
  await page.locator("mark", { hasText: "[EMAIL_1]" }).first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await askModel(page);
  await page.getByRole("tree").or(page.getByText("No answer that can be used")).first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(troubles).toEqual([]);
});

it("opens its dialogs by keyboard and gives the focus back, and the menu on a narrow screen", async () => {
  const { page, troubles } = await web.signIn("grace", "/generations", {
    viewport: { width: 360, height: 740 },
  });
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await page.getByText("Go to scenarios").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.waitForURL(/\/scenarios$/);
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  await page.getByRole("button", { name: "Open the menu" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Catalog" }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(troubles).toEqual([]);
});

it("tells a pending, a failed and a delivered import apart, and tries a failed one again", async () => {
  const { page } = await web.signIn("emma", "/generations/new");
  await web.teach(
    "Import Inn",
    FAULTY.replace('"importance": 9, ', "").replace('"skills": []', '"skills": [{"name": "Hem"}]'),
  );
  await fillInExample(page);
  await page.getByLabel("Name of the organization").fill("Import Inn");
  await askModel(page);
  await page.getByRole("button", { name: "Accept only" }).click();
  await page.getByText("It was accepted without import.").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  let state: object = { status: "pending", report: null, error: null };
  await page.route(/\/scenarios\/\d+$/, async (route) => {
    if (route.request().resourceType() === "document") return await route.continue();
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), import: state } });
  });
  await page.reload();
  await page.getByText(/It is delivered by itself/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  state = { status: "failed", report: null, error: { code: "DEPENDENCY_UNAVAILABLE", message: "Away." } };
  await page.getByText("The catalog could not be reached.").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.unrouteAll();
  await web.setFlag("import_generation", true);
  await page.locator("button:enabled", { hasText: "Try the import again" }).click();
  await page.getByText(/^Incubating now: 1 capability, 1 competency, 1 skill/).waitFor();
  await page.getByRole("heading", { name: "Import history" }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});
