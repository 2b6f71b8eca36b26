import { flagNames } from "@vivero/flags";
import { OperationError, reasonOf } from "../../command/operation-error.ts";
import { formatAddress } from "../../installation/database-address.ts";
import type { Installation } from "../../installation/installation.ts";
import type { Action } from "../run.ts";
import { readFlag } from "../unleash-flag.ts";

const READY_WITHIN_MS = 5_000;

export const preflight: Action = async (run, note) => {
  const { installation } = run;
  const { commit, tools, plan } = await run.deployment();
  const { owner, identity } = plan.connection;
  note(`commit ${commit.id}${commit.modified ? " with uncommitted changes" : ""}`);
  note(
    `database ${formatAddress(owner)}, PostgreSQL ${identity.serverVersion}, system identifier ${identity.systemIdentifier}`,
  );
  note(`${tools.version} in ${tools.directory}`);
  note(
    `${plan.migrations.length} migrations pending${plan.migrations.length > 0 ? `: ${plan.migrations.map(({ name }) => name).join(", ")}` : ""}`,
  );
  if (!installation.unleash)
    throw new OperationError("No Unleash is named: set UNLEASH_URL and UNLEASH_ADMIN_TOKEN.");
  for (const flag of flagNames)
    note(`${flag} is ${(await readFlag(installation.unleash, flag)) ? "on" : "off"}`);
  await requireReadyGateways(installation, note);
  return "everything that the deployment needs answers";
};

/** @throws OperationError naming each gateway that is not ready, and which of its dependencies is not */
export async function requireReadyGateways(
  { gatewayUrls }: Pick<Installation, "gatewayUrls">,
  note: (line: string) => void,
): Promise<void> {
  if (gatewayUrls.length === 0)
    throw new OperationError("No gateway is named: set GATEWAY_URLS or --gateways.");
  const problems: string[] = [];
  for (const url of gatewayUrls) {
    const problem = await gatewayProblem(url);
    if (problem) problems.push(`${url}: ${problem}`);
    else note(`${url} is ready`);
  }
  if (problems.length > 0) throw new OperationError(`Not every gateway is ready: ${problems.join("; ")}.`);
}

/** Why a gateway is not ready; undefined when it is. */
export async function gatewayProblem(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(READY_WITHIN_MS) });
    if (response.ok) {
      await response.body?.cancel();
      return undefined;
    }
    const { checks = {} } = (await response.json()) as {
      checks?: Record<string, { ok: boolean; problem?: string }>;
    };
    const failing = Object.entries(checks).filter(([, { ok }]) => !ok);
    return (
      failing.map(([name, { problem }]) => `${name}: ${problem ?? "not reachable"}`).join(", ") ||
      `it answers ${response.status}`
    );
  } catch (error) {
    return reasonOf(error);
  }
}
