import { Writable } from "node:stream";
import { ViveroError } from "@vivero/contracts";
import { describe, expect, it } from "vitest";
import { createLogger } from "./log.ts";

/** The lines that a logger writes for one entry. */
function logged(fields: object): string {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  createLogger({ service: "test", destination: stream }).error(fields, "it failed");
  return lines.join("");
}

describe("the log", () => {
  it("tells what failed and where, without stack trace, statement or values of rows", () => {
    const database = Object.assign(
      new Error('insert into "skills" ("name") values ($1) - duplicate key value'),
      {
        severity: "ERROR",
        routine: "_bt_check_unique",
        code: "23505",
        constraint: "skills_active_name",
        detail: "Key (name)=(secret plan) already exists.",
      },
    );
    const line = logged({ err: new ViveroError("INTERNAL", "Something went wrong.", { cause: database }) });
    expect(JSON.parse(line).err).toMatchObject({
      message: "Something went wrong.",
      at: expect.stringMatching(/^packages\/service-kit\/src\/log\.test\.ts:\d+$/),
      cause: { message: "duplicate key value", code: "23505", constraint: "skills_active_name" },
    });
    expect(line).not.toMatch(/insert into|secret plan|\bat .*node_modules|stack/);
  });

  it("censors fields that carry secrets", () => {
    expect(logged({ token: "abc", headers: { authorization: "Bearer abc" } })).not.toContain("abc");
  });
});
