import path from "node:path";
import { ROOT, readStackInfo, type StackInfo } from "@vivero/local-stack";
import { OperationError } from "../command/operation-error.ts";
import { addressOf, parseDatabaseUrl, urlOfDatabase } from "./database-address.ts";
import type { OperatorEnvironment } from "./env.ts";

/** An Unleash and the environment in it whose flags are meant. */
export interface UnleashAccess {
  readonly url: string;
  readonly token: string;
  readonly environment: string;
}

/** What it takes to close the public doors and to see that they are closed. */
export interface Doors {
  readonly unleash: UnleashAccess | undefined;
  /** Every replica's own address, behind no load balancer. */
  readonly gatewayUrls: readonly string[];
}

/** One installation of Vivero, as its operators reach it. */
export interface Installation extends Doors {
  /** Where commands keep plans, reports, backups and transcripts: `.vivero`. */
  readonly home: string;
  readonly database: {
    /** `vivero_owner`: migrations and backfills. */
    readonly ownerUrl: string;
    /** A superuser, in the same database: backups, restores and scratch databases. */
    readonly adminUrl: string;
  };
  /** What the local stack tells; undefined when the environment names another installation, or none runs. */
  readonly stack: StackInfo | undefined;
}

const DEFAULT_HOME = path.join(ROOT, ".vivero");
const homeIn = (environment: OperatorEnvironment) => path.resolve(environment.VIVERO_HOME || DEFAULT_HOME);

/** The doors that the environment names, each part where it is silent from the local stack. */
export async function readDoors(
  environment: OperatorEnvironment,
  options: { gatewayUrls?: readonly string[] | undefined } = {},
): Promise<Doors> {
  return doorsIn(environment, await readStackInfo(homeIn(environment)), options.gatewayUrls);
}

function doorsIn(
  environment: OperatorEnvironment,
  stack: StackInfo | undefined,
  gatewayUrls: readonly string[] | undefined,
): Doors {
  return {
    unleash: unleashIn(environment, stack),
    gatewayUrls: gatewayUrls ?? gatewaysIn(environment, stack),
  };
}

/**
 * The installation that the environment names, else the local stack that `npm start` runs.
 * @param options.gatewayUrls what `--gateways` named
 * @throws OperationError that names the setting at fault
 */
export async function readInstallation(
  environment: OperatorEnvironment,
  options: { gatewayUrls?: readonly string[] | undefined } = {},
): Promise<Installation> {
  const home = homeIn(environment);
  const named = ownerUrlIn(environment);
  const stack = named === undefined ? await readStackInfo(home) : undefined;
  const owner = requireOwner(named ?? stack?.databaseUrls.owner);
  const admin = environment.ADMIN_DATABASE_URL || stack?.databaseUrls.admin;
  if (!admin) {
    throw new OperationError(
      "ADMIN_DATABASE_URL is not set: backups and their proof need a superuser of the same server, as row-level security hides rows from everybody else.",
    );
  }
  parseDatabaseUrl(admin, "ADMIN_DATABASE_URL");
  return {
    home,
    database: { ownerUrl: owner, adminUrl: urlOfDatabase(admin, addressOf(owner).database) },
    ...doorsIn(environment, stack, options.gatewayUrls),
    stack,
  };
}

/** The owner's URL of the database: enough to look at data. */
export async function readOwnerUrl(environment: OperatorEnvironment): Promise<string> {
  const named = ownerUrlIn(environment);
  return requireOwner(named ?? (await readStackInfo(homeIn(environment)))?.databaseUrls.owner);
}

function requireOwner(url: string | undefined): string {
  if (url === undefined) {
    throw new OperationError(
      "No database is named and no local stack runs: set MIGRATION_DATABASE_URL (the owner's) and ADMIN_DATABASE_URL (a superuser's), or run `npm start` first.",
    );
  }
  parseDatabaseUrl(url, "MIGRATION_DATABASE_URL");
  return url;
}

function ownerUrlIn(environment: OperatorEnvironment): string | undefined {
  const both = environment.MIGRATION_DATABASE_URL || undefined;
  const generation = environment.GENERATION_MIGRATION_DATABASE_URL || both;
  const catalog = environment.CATALOG_MIGRATION_DATABASE_URL || both;
  if (generation === catalog) return generation;
  throw new OperationError(
    "This installation has a database for each service, or only one of them is named. These commands prove and deploy one database as a whole: set MIGRATION_DATABASE_URL.",
  );
}

function unleashIn(
  environment: OperatorEnvironment,
  stack: StackInfo | undefined,
): UnleashAccess | undefined {
  const url = environment.UNLEASH_URL || stack?.unleashUrl;
  const token = environment.UNLEASH_ADMIN_TOKEN || stack?.tokens.unleashAdmin;
  return url && token
    ? { url, token, environment: environment.UNLEASH_ENVIRONMENT || "development" }
    : undefined;
}

function gatewaysIn(environment: OperatorEnvironment, stack: StackInfo | undefined): string[] {
  if (environment.GATEWAY_URLS) return parseGateways(environment.GATEWAY_URLS);
  return stack ? [stack.gatewayUrl] : [];
}

/** `URL,URL` as addresses without a slash at the end. */
export function parseGateways(text: string): string[] {
  return text.split(",").map((part) => {
    const url = part.trim();
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new OperationError(
        `${JSON.stringify(url)} is no address of a gateway: write http://host:port,http://host:port.`,
      );
    }
    return url.replace(/\/+$/, "");
  });
}
