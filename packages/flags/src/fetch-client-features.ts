import { type ClientFeatures, readClientFeatures } from "./client-features.ts";

export interface ClientFeaturesRequest {
  /** The API's base address, as `unleashApiAddress` gives it. */
  apiAddress: string;
  token: string;
  /** The service, and this process of it, as operators see them in Unleash. */
  appName: string;
  instanceId: string;
  refreshIntervalMs: number;
  /** The tag of the answer that the caller holds. */
  entityTag: string | null;
  signal: AbortSignal;
}

/**
 * Asks Unleash once for the flags of the token's environment.
 *
 * @returns the definitions and their tag; undefined when the caller's are still right.
 * @throws Error that says what Unleash answered; the network's error when it did not.
 */
export async function fetchClientFeatures(
  request: ClientFeaturesRequest,
): Promise<{ known: ClientFeatures; entityTag: string | null } | undefined> {
  const response = await fetch(`${request.apiAddress}/client/features`, {
    headers: {
      authorization: request.token,
      "unleash-appname": request.appName,
      "unleash-instanceid": request.instanceId,
      "unleash-connection-id": request.instanceId,
      "unleash-interval": String(request.refreshIntervalMs),
      // With this version Unleash sends segments apart from the strategies that use them.
      "unleash-client-spec": "5.2.0",
      ...(request.entityTag === null ? {} : { "if-none-match": request.entityTag }),
    },
    signal: request.signal,
  });
  if (response.status === 304) {
    return undefined;
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`Unleash answered ${response.status}`);
  }
  return { known: readClientFeatures(await response.json()), entityTag: response.headers.get("etag") };
}
