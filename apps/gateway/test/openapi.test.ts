import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints, PREFIX } from "../src/endpoints/index.ts";
import { type OpenGateway, openGateway } from "./open-gateway.ts";

let gateway: OpenGateway;
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { name: string; description: string }[];
  readonly responses: Record<string, unknown>;
}

let document: {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};

beforeAll(async () => {
  gateway = await openGateway();
  document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as typeof document;
});
afterAll(() => gateway.close());

describe("the OpenAPI document", () => {
  it("tells every operation that is served, each with its errors", () => {
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
    );
    const session = [
      "get /auth/callback finishSignIn",
      "get /auth/session getSession",
      "get /auth/sign-in signIn",
      "post /auth/sign-out signOut",
    ];
    expect(told.sort()).toEqual(
      [...session, ...endpoints.map((e) => `${e.method} ${PREFIX}${e.path} ${e.operationId}`)].sort(),
    );
    const ofTheApi = Object.entries(document.paths).filter(([path]) => path.startsWith(PREFIX));
    for (const [, methods] of ofTheApi) {
      for (const { responses } of Object.values(methods)) expect(Object.keys(responses)).toContain("401");
    }
  });

  it("tells of Retry-After wherever it is sent, and that an unredacted prompt may not open", () => {
    const responses = document.paths[`${PREFIX}/scenario-generations`]?.post?.responses;
    expect(responses?.["429"]).toMatchObject({ headers: { "Retry-After": { schema: { type: "integer" } } } });
    expect(responses?.["401"]).not.toHaveProperty("headers");
    const raw = document.paths[`${PREFIX}/scenario-generations/{id}/raw-prompt`]?.get;
    expect(Object.keys(raw?.responses ?? {})).toContain("500");
  });

  it("gives each operation a name of its own, a summary and words for each parameter", () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { operationId, summary, parameters = [] } of operations) {
      expect(summary, operationId).toMatch(/\S.*/);
      for (const { name, description } of parameters)
        expect(description, `${operationId} ${name}`).not.toBe(name);
    }
  });

  it("holds only references that lead somewhere, and schemas that compile", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference,
    );
    for (const reference of references) {
      expect(document.components.schemas, reference).toHaveProperty(String(reference?.split("/").at(-1)));
    }
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: "openapi", components: document.components });
    for (const name of Object.keys(document.components.schemas)) {
      expect(ajv.getSchema(`openapi#/components/schemas/${name}`), name).toBeTypeOf("function");
    }
  });
});

describe("the documentation", () => {
  it("is a page without anything from elsewhere", async () => {
    const answer = await fetch(`${gateway.url}/docs`);
    const policy = answer.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain("script-src");
    const page = await answer.text();
    expect(page).not.toMatch(/https?:\/\//);
    for (const [, asset] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await fetch(gateway.url + asset)).status, asset).toBe(200);
    }
  });

  it("publishes the schema of a scenario's answer", async () => {
    const schema = await (await fetch(`${gateway.url}/api/schemas/scenario-answer.json`)).json();
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      required: ["scenario_metadata", "capabilities"],
    });
  });
});
