import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
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
  /** ES256; signs the local bearer tokens. */
  readonly signingKey: JWK;
  readonly verificationKey: JWK;
}

const random = () => randomBytes(24).toString("base64url");

async function createSecrets(): Promise<Secrets> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
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
    signingKey: { ...(await exportJWK(privateKey)), kid, alg: "ES256" },
    verificationKey: { ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" },
  };
}

/** The secrets kept in `home/secrets.json`, which only this user may read; made when absent. */
export async function loadSecrets(home: string): Promise<Secrets> {
  const file = path.join(home, "secrets.json");
  try {
    return JSON.parse(await readFile(file, "utf8")) as Secrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const secrets = await createSecrets();
  await mkdir(home, { recursive: true });
  await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600, flag: "wx" });
  return secrets;
}
