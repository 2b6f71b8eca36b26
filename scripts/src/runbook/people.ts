import { type ApiClient, createApiClient, everyRole, loadSecrets, mintToken } from "@vivero/local-stack";
import { OperationError } from "../command/operation-error.ts";
import type { OperatorEnvironment } from "../installation/env.ts";
import type { Installation } from "../installation/installation.ts";

/** Somebody through whom the runbook uses the public API. */
export interface Person {
  readonly organizationId: number;
  readonly api: ApiClient;
}

/** Those people: planner, reviewer and auditor in one, each of an organization. */
export interface People {
  /** For the functional test's next scenario: locally of an organization that nobody has used. */
  forTest(index: number): Promise<Person>;
  /** Of an organization that an earlier step used. */
  of(organizationId: number): Promise<Person>;
}

const RUNBOOK_USER = 7;

/**
 * Locally, tokens are made for new organizations; elsewhere they come from RUNBOOK_API_TOKENS, one an organization.
 * @throws OperationError when there is no gateway or no token
 */
export function findPeople(installation: Installation, environment: OperatorEnvironment): People {
  const [gatewayUrl] = installation.gatewayUrls;
  if (gatewayUrl === undefined)
    throw new OperationError("No gateway is named: set GATEWAY_URLS or --gateways.");
  const tokens = environment.RUNBOOK_API_TOKENS?.split(",").map((token) => token.trim());
  if (tokens?.[0]) return peopleWithTokens(gatewayUrl, tokens);
  if (!installation.stack) {
    throw new OperationError(
      "The functional test needs RUNBOOK_API_TOKENS: bearer tokens, separated by commas, of people with the roles planner, reviewer and auditor in organizations made for tests.",
    );
  }
  return localPeople(gatewayUrl, installation.home);
}

function localPeople(gatewayUrl: string, home: string): People {
  // Seconds since 1970 are larger than any organization that people number by hand, and new at each run.
  const firstOrganization = Math.floor(Date.now() / 1_000) * 100;
  const of = async (organizationId: number): Promise<Person> => {
    const token = await mintToken(await loadSecrets(home), everyRole(organizationId, RUNBOOK_USER));
    return { organizationId, api: createApiClient(gatewayUrl, token) };
  };
  return { of, forTest: (index) => of(firstOrganization + index) };
}

function peopleWithTokens(gatewayUrl: string, tokens: readonly string[]): People {
  const people = tokens.map((token) => ({
    organizationId: organizationIn(token),
    api: createApiClient(gatewayUrl, token),
  }));
  return {
    forTest: async (index) => people[index % people.length] as Person,
    of: async (organizationId) => {
      const person = people.find((one) => one.organizationId === organizationId);
      if (person) return person;
      throw new OperationError(
        `RUNBOOK_API_TOKENS has no token of organization ${organizationId}, which an earlier step used.`,
      );
    },
  };
}

/** What the token says; whether that is true is the gateway's to judge. */
function organizationIn(token: string): number {
  try {
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as {
      organization_id?: unknown;
    };
    if (Number.isSafeInteger(claims.organization_id)) return Number(claims.organization_id);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new OperationError("A token of RUNBOOK_API_TOKENS carries no organization_id.");
}
