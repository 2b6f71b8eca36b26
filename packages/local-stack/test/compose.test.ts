import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../src/env.ts";

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Record<string, string>;
  readonly healthcheck?: object;
  readonly depends_on?: Record<string, object>;
  readonly ports?: readonly string[];
}

const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const text = read("docker-compose.yml");
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const example = read(".env.example");

/** What one of our programs reads, by the text of the file in which it does. */
function settingsSource(script: string): string {
  return read(script.includes("/cli/") ? script : path.join(path.dirname(script), "env.ts"));
}

describe("docker-compose.yml", () => {
  it("runs files that are there, with settings that they read", () => {
    const own = Object.entries(services).filter(([, service]) => service.command);
    expect(own.length).toBeGreaterThanOrEqual(6);
    for (const [name, service] of own) {
      const source = settingsSource(String(service.command?.[1])) + read("packages/database/src/cli/env.ts");
      for (const variable of Object.keys(service.environment ?? {}))
        expect(source, `${name}: ${variable}`).toContain(variable);
    }
  });

  it("holds no secret, and names in .env.example whatever it takes from there", () => {
    for (const [, variable] of text.matchAll(/\$\{(\w+)/g)) expect(example).toContain(`${variable}=`);
    for (const { environment = {} } of Object.values(services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET|TOKEN|_KEY/.test(name)) expect(value, name).toMatch(/^\$\{\w+(:[?-].*)?\}$/);
      }
    }
  });

  it("passes on whatever generation-service reads of the model, its prices, the budgets and the prompts", () => {
    const source = read("apps/generation-service/src/env.ts");
    const settings = source.match(
      /^ {2}(?:LLM|GENERATION|ORGANIZATION|STORE_RAW|RAW_PROMPT|IMPORT_GENERATION|VALIDATE_LLM)\w*(?=:)/gm,
    );
    expect(settings?.length).toBeGreaterThan(20);
    for (const name of settings ?? [])
      expect(services.generation?.environment, name).toHaveProperty(name.trim());
  });

  it("waits for what is depended on, checks the health of what goes on running, and opens loopback only", () => {
    for (const [name, service] of Object.entries(services)) {
      for (const dependency of Object.keys(service.depends_on ?? {}))
        expect(services, name).toHaveProperty(dependency);
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
    for (const name of ["postgres", "unleash", "catalog", "generation", "gateway"]) {
      expect(services[name]?.healthcheck, name).toBeDefined();
    }
  });
});
