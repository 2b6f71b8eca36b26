import { ApiError, errorOf } from "./api-error.ts";

const PREFIX = "/api/strategic-planning";

/** Values of a query string; absent ones are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface CallOptions {
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean | undefined;
}

let csrfToken: string | null = null;

/** Keeps the token that proves that a change was asked for by this page; the session brings it. */
export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** The address of an API resource, for links and streams. */
export function apiUrl(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `${path.startsWith("/auth") ? "" : PREFIX}${path}${search ? `?${search}` : ""}`;
}

async function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const changes = method !== "GET";
  const headers = {
    accept: "application/json",
    ...(options.body === undefined ? {} : { "content-type": "application/json" }),
    ...(changes && csrfToken ? { "x-csrf-token": csrfToken } : {}),
    ...options.headers,
  };
  try {
    return await fetch(apiUrl(path, options.query), {
      method,
      headers,
      credentials: "same-origin",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.keepalive ? { keepalive: true } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError({}, null, cause);
  }
}

/** Another tab may have signed in again: the token of this one is old then, and the session knows the new one. */
async function refreshCsrfToken(): Promise<void> {
  const answer = await send("GET", "/auth/session", {});
  if (answer.ok) rememberCsrfToken(((await answer.json()) as { csrfToken: string }).csrfToken);
}

async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  let response = await send(method, path, options);
  if (!response.ok) {
    const error = await errorOf(response);
    if (error.code !== "CSRF_REFUSED") throw error;
    await refreshCsrfToken();
    response = await send(method, path, options);
    if (!response.ok) throw await errorOf(response);
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/**
 * The HTTP API as this page uses it; `path` is what follows the API's prefix, or starts with `/auth`.
 * Every method throws an {@link ApiError}. Give the type of the answer from `@vivero/contracts`, as a type-only import.
 */
export const api = {
  get: <T>(path: string, options?: CallOptions) => call<T>("GET", path, options),
  post: <T>(path: string, body?: unknown, options?: CallOptions) =>
    call<T>("POST", path, { ...options, body }),
  put: <T>(path: string, body: unknown, options?: CallOptions) => call<T>("PUT", path, { ...options, body }),
  patch: <T>(path: string, body: unknown, options?: CallOptions) =>
    call<T>("PATCH", path, { ...options, body }),
  delete: (path: string, options?: CallOptions) => call<void>("DELETE", path, options),
};
