import { mkdir } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { CatalogPage, GenerationSummary, IncubationTree, Scenario } from "@vivero/contracts";
import { createUnleashAdmin } from "@vivero/flags";
import {
  type ApiClient,
  createApiClient,
  finishedGeneration,
  ROOT,
  readExample,
  readLocalEnvironment,
  readStackInfo,
  type StackInfo,
  waitFor,
} from "@vivero/local-stack";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";

const USAGE = `npm run screenshots -- [--out DIR] [--docs]

Takes a picture of every page of the system that \`npm start\` runs, in Spanish and English, light and dark, at 1440x900 and
390x844, into DIR (.vivero/screenshots). It accepts, imports and decides examples on the way, so that the pages have
something to show. With --docs it takes the few that the README shows, into docs/screenshots.
`;

type Look = { language: "es" | "en"; scheme: "light" | "dark"; narrow?: boolean };
type View = { name: string; person: string; path: string; settle?: (page: Page) => Promise<void> };

const EVERY_LOOK: readonly Look[] = (["es", "en"] as const).flatMap((language) =>
  (["light", "dark"] as const).flatMap((scheme) => [
    { language, scheme },
    { language, scheme, narrow: true },
  ]),
);
const README: Readonly<Record<string, Look>> = {
  generation: { language: "es", scheme: "light" },
  prompt: { language: "en", scheme: "light" },
  review: { language: "es", scheme: "light" },
  "review-narrow": { language: "es", scheme: "dark", narrow: true },
  catalog: { language: "en", scheme: "dark" },
  audit: { language: "en", scheme: "light" },
  operations: { language: "es", scheme: "dark" },
};

/** A scenario that is all reviewed, and a second one like it that waits with its conflicts; the first is taken as it stands. */
async function fillPages(api: ApiClient): Promise<{ generation: number; open: number; entity: number }> {
  const reviewed = await importAnswer(api);
  await api.post(`/scenarios/${reviewed.scenario}/incubation/approve`, { all: true });
  const { generation, scenario: open } = await importAnswer(api);
  const tree = await waitFor(
    "suggestions",
    () => api.get<IncubationTree>(`/scenarios/${open}/incubation`),
    ({ suggestionsReady }) => suggestionsReady,
  );
  const items = tree.skills.slice(-4).map(({ type, id }) => ({ type, id }));
  await api.post(`/scenarios/${open}/incubation/reject`, { items, reason: "No corresponde a este plan." });
  const { items: active } = await api.get<CatalogPage>("/catalog/skills?limit=1");
  return { generation, open, entity: active[0]?.id ?? 1 };
}

async function importAnswer(api: ApiClient): Promise<{ generation: number; scenario: number }> {
  const { id } = await api.post<GenerationSummary>(
    "/scenario-generations",
    await readExample("almacenes-rio-claro"),
  );
  await finishedGeneration(api, id);
  const accepted = await api.post<{ scenario: Scenario }>(`/scenario-generations/${id}/accept`, {
    import: true,
  });
  await waitFor(
    "the import",
    () => api.get<Scenario>(`/scenarios/${accepted.scenario.id}`),
    (scenario) => scenario.import.status === "succeeded",
  );
  return { generation: id, scenario: accepted.scenario.id };
}

async function showPrompt(page: Page): Promise<void> {
  await page.getByRole("button", { name: /example|ejemplo/ }).click();
  await page
    .getByRole("navigation", { name: /Steps|Pasos/ })
    .getByRole("button", { name: "Prompt" })
    .click();
}

function viewsOf({ generation, open, entity }: { generation: number; open: number; entity: number }): View[] {
  return [
    { name: "sign-in", person: "", path: "/sign-in" },
    { name: "generations", person: "ana", path: "/generations" },
    { name: "wizard", person: "ana", path: "/generations/new" },
    { name: "prompt", person: "ana", path: "/generations/new", settle: showPrompt },
    { name: "generation", person: "ana", path: "/generations/1" },
    { name: "accepted", person: "ana", path: `/generations/${generation}` },
    { name: "scenarios", person: "luis", path: "/scenarios" },
    { name: "review", person: "luis", path: `/scenarios/${open}` },
    { name: "review-narrow", person: "luis", path: `/scenarios/${open}` },
    { name: "catalog", person: "luis", path: `/catalog?kind=skills&entity=${entity}` },
    { name: "audit", person: "carmen", path: "/audit" },
    { name: "operations", person: "diego", path: "/operations" },
  ];
}

function contextOf({ language, scheme, narrow = false }: Look): BrowserContextOptions {
  return {
    locale: language === "es" ? "es-CL" : "en-US",
    colorScheme: scheme,
    viewport: narrow ? { width: 390, height: 844 } : { width: 1_440, height: 900 },
  };
}

async function takePicture(
  browser: Browser,
  url: string,
  view: View,
  look: Look,
  file: string,
): Promise<void> {
  const context = await browser.newContext(contextOf(look));
  const page = await context.newPage();
  if (view.person === "") await page.goto(url + view.path);
  else {
    await page.goto(`${url}/auth/sign-in?return_to=${encodeURIComponent(view.path)}`);
    await page.locator(`form:has(input[name=username][value="${view.person}"]) button`).first().click();
    await page.waitForURL((address) => address.href.startsWith(url));
  }
  await page.getByRole("main").waitFor();
  // Streams and polling never fall silent for long where they are in use; half a second without a request is still.
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await view.settle?.(page);
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.screenshot({ path: file, type: "jpeg", quality: 72, animations: "disabled" });
  await context.close();
}

async function takeAll(stack: StackInfo, out: string, onlyReadme: boolean): Promise<void> {
  const unleash = createUnleashAdmin({
    url: stack.unleashUrl,
    token: stack.tokens.unleashAdmin,
    environment: "development",
  });
  await unleash.setEnabled("import_generation", true);
  const api = createApiClient(stack.gatewayUrl, stack.tokens.api);
  const views = viewsOf(await fillPages(api));
  await mkdir(out, { recursive: true });
  const browser = await launchBrowser();
  try {
    for (const view of views) {
      const wanted = README[view.name];
      for (const look of onlyReadme ? (wanted ? [wanted] : []) : EVERY_LOOK) {
        const size = look.narrow ? "narrow" : "wide";
        const name = onlyReadme ? view.name : [view.name, look.language, look.scheme, size].join("-");
        process.stderr.write(`${name}\n`);
        await takePicture(browser, stack.gatewayUrl, view, look, path.join(out, `${name}.jpg`));
      }
    }
  } finally {
    await browser.close();
  }
}

const { values } = parseArgs({
  options: {
    out: { type: "string" },
    docs: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) process.stdout.write(USAGE);
else {
  const { home } = readLocalEnvironment();
  const stack = await readStackInfo(home);
  if (stack === undefined) {
    process.stderr.write("Nothing runs: start it with `npm start`, then take pictures of it.\n");
    process.exitCode = 1;
  } else {
    const folder = values.docs ? path.join(ROOT, "docs/screenshots") : path.join(home, "screenshots");
    await takeAll(stack, path.resolve(values.out ?? folder), values.docs);
  }
}
