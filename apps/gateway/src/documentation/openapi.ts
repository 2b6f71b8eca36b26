import { ERRORS, type ErrorCode, ProblemSchema } from "@vivero/contracts";
import type { TObject, TSchema } from "typebox";
import type { Endpoint } from "../http/endpoint.ts";
import { STATUS } from "../http/problem.ts";
import { sessionPaths } from "./session-paths.ts";

/** What any request may meet. */
const COMMON_ERRORS: readonly ErrorCode[] = [
  "INVALID_REQUEST",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "RATE_LIMITED",
  "MAINTENANCE",
];

/** Sent with every error after which the same request may succeed later. */
const RETRY_AFTER = {
  "Retry-After": { description: "Seconds to wait.", schema: { type: "integer", minimum: 0 } },
};

/** Moves every schema with an $id into `components.schemas` and leaves a reference in its place. */
function collector() {
  const schemas: Record<string, unknown> = {};
  const place = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(place);
    if (value === null || typeof value !== "object") return value;
    const { $id, ...fields } = value as Record<string, unknown>;
    const placed = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, place(field)]));
    if (typeof $id !== "string") return placed;
    schemas[$id] = placed;
    return { $ref: `#/components/schemas/${$id}` };
  };
  return { schemas, place };
}

type Place = (schema: unknown) => unknown;

function parametersOf(kind: "path" | "query" | "header", schema: TObject | undefined, place: Place) {
  const required: readonly string[] = schema?.required ?? [];
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: kind,
    required: required.includes(name),
    description: (property as { description?: string }).description ?? name,
    schema: place(property),
  }));
}

function errorResponses(endpoint: Endpoint, place: Place) {
  const withId: readonly ErrorCode[] = endpoint.params ? ["NOT_FOUND"] : [];
  const codes = [...COMMON_ERRORS, ...withId, ...(endpoint.errors ?? [])];
  const byStatus = Map.groupBy(codes, (code) => String(STATUS[code]));
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join("; "),
        ...(group.some((code) => ERRORS[code].retryable) ? { headers: RETRY_AFTER } : {}),
        content: { "application/problem+json": { schema: place(ProblemSchema) } },
      },
    ]),
  );
}

function operation(endpoint: Endpoint, place: Place) {
  const content = (schema: TSchema, type = "application/json") => ({ [type]: { schema: place(schema) } });
  const answers = Object.entries(endpoint.responses).map(([status, { description, schema, contentType }]) => [
    status,
    {
      description,
      ...(schema ? { content: content(schema) } : contentType ? { content: { [contentType]: {} } } : {}),
    },
  ]);
  return {
    operationId: endpoint.operationId,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: `${endpoint.description ? `${endpoint.description}\n\n` : ""}Needs the permission \`${endpoint.permission}\`.`,
    parameters: [
      ...parametersOf("path", endpoint.params, place),
      ...parametersOf("query", endpoint.query, place),
      ...parametersOf("header", endpoint.headers, place),
    ],
    ...(endpoint.body ? { requestBody: { content: content(endpoint.body) } } : {}),
    responses: { ...Object.fromEntries(answers), ...errorResponses(endpoint, place) },
  };
}

/** The OpenAPI 3.1 document of the operations that the gateway serves: the same schemas that check its requests. */
export function openApiDocument(prefix: string, endpoints: readonly Endpoint[]) {
  const { schemas, place } = collector();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = `${prefix}${endpoint.path}`;
    paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint, place) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Vivero",
      version: "1",
      description:
        "From a language model's strategic scenario to a live catalog of capabilities, competencies and skills.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }, { session: [] }],
    tags: ["Session", ...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: { ...(place(sessionPaths as never) as object), ...paths },
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "vivero_session",
          description:
            "Set by signing in on a browser. Whatever is not GET or HEAD needs the header `x-csrf-token` with the `csrfToken` of /auth/session beside it (403 `CSRF_REFUSED` otherwise).",
        },
      },
    },
  };
}
