import { createUnleashAdmin, type FlagName } from "@vivero/flags";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { inject } from "vitest";
import { launchBrowser } from "./browser.ts";

/** The system of this run, and a browser of this test's own in front of it. */
export interface Web {
  readonly url: string;
  /** Unleash's own pages, and what its user `admin` types there. */
  readonly unleash: { readonly url: string; readonly password: string };
  /** A new browser window in which a demo person is signed in, at `path`. Whatever goes wrong in the page is kept in `troubles`. */
  signIn(person: string, path?: string, options?: BrowserContextOptions): Promise<Window>;
  /** A new browser window of nobody. */
  visit(path: string, options?: BrowserContextOptions): Promise<Window>;
  setFlag(flag: FlagName, enabled: boolean): Promise<void>;
  /** Has the model give this text to whoever names `company`. */
  teach(company: string, text: string, fault?: string): Promise<void>;
  close(): Promise<void>;
}

/** One page of the browser. */
export interface Window {
  readonly page: Page;
  /** Errors of scripts, dialogs, and refusals of the content-security policy. */
  readonly troubles: readonly string[];
}

async function openWindow(browser: Browser, url: string, options: BrowserContextOptions): Promise<Window> {
  const context = await browser.newContext({
    locale: "en-US",
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(`${error.name}: ${error.message}`));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) troubles.push(message.text());
  });
  await page.goto(url);
  return { page, troubles };
}

async function teach(simulatorUrl: string, answer: object): Promise<void> {
  const response = await fetch(`${simulatorUrl}/simulator/answers`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(answer),
  });
  if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`);
}

/** Opens the browser; the system was started for all files of the run. */
export async function openWeb(): Promise<Web> {
  const { url, unleashUrl, unleashAdminToken: token, unleashAdminPassword, simulatorUrl } = inject("system");
  const unleash = createUnleashAdmin({ url: unleashUrl, token, environment: "development" });
  const browser = await launchBrowser();
  return {
    url,
    unleash: { url: unleashUrl, password: unleashAdminPassword },
    visit: (at, options = {}) => openWindow(browser, `${url}${at}`, options),
    signIn: async (person, at = "/", options = {}) => {
      const begin = `${url}/auth/sign-in?return_to=${encodeURIComponent(at)}`;
      const window = await openWindow(browser, begin, options);
      const button = window.page.locator(`form:has(input[name=username][value="${person}"]) button`);
      await button.first().click();
      await window.page.waitForURL((address) => address.href.startsWith(url));
      await window.page.getByRole("main").waitFor();
      return window;
    },
    setFlag: (flag, enabled) => unleash.setEnabled(flag, enabled),
    teach: (name, text, fault) => teach(simulatorUrl, { name, text, ...(fault ? { fault } : {}) }),
    close: () => browser.close(),
  };
}
