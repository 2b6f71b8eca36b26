import { Type } from "typebox";
import { expect, it } from "vitest";
import { describeSettings } from "./describe-settings.ts";

it("tells each setting with what it is for, its values, its default, and whether it is needed", () => {
  const schema = Type.Object({
    PORT: Type.Integer({ default: 8081, description: "where to listen" }),
    LEVEL: Type.Enum(["info", "debug"], { default: "info", description: "what is logged" }),
    SECRET: Type.String({ description: "the key" }),
    HOST: Type.Optional(Type.String({ description: "the address" })),
  });
  const help = describeSettings("some-service", "does something", schema);
  expect(help).toMatch(/^some-service: does something\n/);
  expect(help).toContain("  PORT\n      where to listen (default 8081)\n");
  expect(help).toContain("  LEVEL\n      info, debug: what is logged (default info)\n");
  expect(help).toContain("  SECRET\n      the key (required)\n");
  expect(help).toContain("  HOST\n      the address\n");
});
