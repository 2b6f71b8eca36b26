import type { Page } from "playwright-core";

/** From the list to the prompt with the example filled in; ends where the model would be asked. */
export async function fillInExample(page: Page): Promise<void> {
  if (!page.url().includes("/generations/new"))
    await page.getByRole("link", { name: "New generation" }).first().click();
  const anew = page.getByRole("button", { name: "Start a new one" });
  await anew
    .or(page.getByRole("button", { name: "Fill in an example" }))
    .first()
    .waitFor();
  if (await anew.isVisible()) await anew.click();
  const example = page.getByRole("button", { name: "Fill in an example" });
  await example.click();
  await example.waitFor({ state: "detached" });
}

/** Goes through the steps that are left, authorizes, and asks the model. */
export async function askModel(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Prompt" }).click();
  await page.getByRole("checkbox", { name: "I authorize sending this prompt" }).check();
  await page.getByRole("button", { name: "Ask the model" }).click();
  await page.waitForURL(/\/generations\/\d+/);
}
