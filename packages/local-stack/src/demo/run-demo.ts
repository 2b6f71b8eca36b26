import { createApiClient } from "../api-client.ts";
import { everyRole, mintToken } from "../identity/token.ts";
import type { Secrets } from "../secrets.ts";
import type { StackInfo } from "../stack-file.ts";
import { exampleSources, folderSources } from "./answer-sources.ts";
import type { DemoRefusal, DemoReport, DemoScenario } from "./demo-report.ts";
import { switchImportOn } from "./import-flag.ts";
import { takeAnswer } from "./take-answer.ts";

/** The person who acts in each organization of the demo. */
const DEMO_USER = 7;

/**
 * Takes the examples, or each file of a folder, the whole way through a running stack. Each answer gets an organization
 * of its own, so that names of one are no conflict for another and a second run begins afresh.
 * @param options.note told what happens, a line each
 */
export async function runDemo(options: {
  stack: StackInfo;
  secrets: Secrets;
  answers?: string | undefined;
  note: (line: string) => void;
}): Promise<DemoReport> {
  const { stack, secrets, answers, note } = options;
  const apiOf = async (organizationId: number) =>
    createApiClient(stack.gatewayUrl, await mintToken(secrets, everyRole(organizationId, DEMO_USER)));
  // Seconds since 1970 are larger than any organization that people number by hand, and new at each run.
  const firstOrganization = Math.floor(Date.now() / 1_000) * 100;
  if (await switchImportOn(stack, await apiOf(firstOrganization))) {
    note("import_generation was off; it is on now, as an operator would switch it in Unleash");
  }
  const sources = answers ? await folderSources(answers, stack.simulatorUrl) : await exampleSources();
  const scenarios: DemoScenario[] = [];
  const refused: DemoRefusal[] = [];
  for (const [index, source] of sources.entries()) {
    const outcome = await takeAnswer(await apiOf(firstOrganization + index), source);
    if ("reason" in outcome) refused.push(outcome);
    else scenarios.push(outcome);
    note(`${source.file}: ${"reason" in outcome ? `refused (${outcome.reason})` : "promoted"}`);
  }
  return { scenarios, refused };
}
