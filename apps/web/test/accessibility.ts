import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds on the page as it stands once nothing in it moves or fades, one line each; empty when it finds nothing. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const moving = () =>
      document
        .getAnimations()
        .filter(
          ({ effect, playState }) =>
            playState === "running" && Number.isFinite(Number(effect?.getComputedTiming().endTime)),
        );
    for (let animations = moving(); animations.length > 0; animations = moving()) {
      await Promise.allSettled(animations.map(({ finished }) => finished));
    }
    const runner = (window as unknown as { axe: typeof import("axe-core") }).axe;
    const { violations } = await runner.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${help}: ${html.slice(0, 200)} ${any[0]?.message ?? ""}`),
    );
  });
}
