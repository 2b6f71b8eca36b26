import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { RolePasswords } from "@vivero/database";
import { exportJWK, generateKeyPair, type JWK } from "jose";

/** Everything secret of one local stack: made at its first start, never leaving its machine. */
export interface Secrets {
  readonly databasePasswords: RolePasswords;
  readonly serviceTokenSecret: string;
  readonly unleashAdminPassword: string;
  readonly unleashAdminToken: string;
  readonly unleashBackendToken: string;
  readonly maintenanceBypassSecret: string;
  /** Encrypts the sessions of browsers. */
  readonly sessionSecret: string;
  /** This site's secret at the local identity provider, and what signs that provider's own cookies. */
  readonly oidcClientSecret: string;
  readonly providerCookieKey: string;
  /** ES256; signs the local provider's tokens and the local bearer tokens. */
  readonly signingKey: JWK;
}

const random = () => randomBytes(24).toString("base64url");

async function createSecrets(): Promise<Secrets> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const kid = randomBytes(8).toString("hex");
  return {
    databasePasswords: {
      vivero_owner: random(),
      generation_service: random(),
      catalog_service: random(),
      unleash: random(),
    },
    serviceTokenSecret: random() + random(),
    unleashAdminPassword: random(),
    unleashAdminToken: `*:*.${randomBytes(28).toString("hex")}`,
    unleashBackendToken: `default:development.${randomBytes(28).toString("hex")}`,
    maintenanceBypassSecret: random(),
    sessionSecret: random() + random(),
    oidcClientSecret: random(),
    providerCookieKey: random(),
    signingKey: { ...(await exportJWK(privateKey)), kid, alg: "ES256" },
  };
}

async function storedSecrets(file: string): Promise<Partial<Secrets> | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Partial<Secrets>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * The secrets kept in `home/secrets.json`, which only this user may read; made when absent. A stack from before some of
 * them existed keeps those that it has and gets the others.
 */
export async function loadSecrets(home: string): Promise<Secrets> {
  const file = path.join(home, "secrets.json");
  const stored = await storedSecrets(file);
  const made = await createSecrets();
  if (stored && Object.keys(made).every((name) => name in stored)) return stored as Secrets;
  const secrets: Secrets = { ...made, ...stored };
  await mkdir(home, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  await rename(draft, file);
  return secrets;
}
