import { parseObject } from "./json.ts";
import { unleashApiAddress } from "./unleash-address.ts";

export interface AdminApi {
  /**
   * One request to `/api/admin` + `path`, with a JSON body where one is given.
   *
   * @returns the parsed answer, undefined when it is empty.
   * @throws UnleashAdminError when Unleash refuses; the network's error when it does not answer.
   */
  request(
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
  ): Promise<unknown>;
}

/** Unleash refused a request to its admin API. */
export class UnleashAdminError extends Error {
  override readonly name = "UnleashAdminError";
  /** HTTP status: 401 token unknown, 403 not an admin token, 404 no such flag or environment, 409 name taken. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const requestTimeoutMs = 30_000;

/**
 * The admin API of Unleash: what its user interface does, for programs.
 *
 * @param options.url address of Unleash, with or without `/api`.
 * @param options.token an admin token, `*:*.SECRET`.
 */
export function createAdminApi(options: { url: string; token: string }): AdminApi {
  const address = `${unleashApiAddress(options.url)}/admin`;
  return {
    async request(method, path, body) {
      const response = await fetch(address + path, {
        method,
        headers: { authorization: options.token, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      const text = await response.text();
      if (!response.ok) {
        const { status } = response;
        throw new UnleashAdminError(
          status,
          `Unleash refused ${method} ${path}: ${status} ${messageOf(text)}`,
        );
      }
      return text === "" ? undefined : JSON.parse(text);
    },
  };
}

/** Unleash answers errors as `{"name", "message"}`; something in front of it may not. */
function messageOf(text: string): string {
  const { message } = parseObject(text);
  return typeof message === "string" ? message : text.slice(0, 200);
}
