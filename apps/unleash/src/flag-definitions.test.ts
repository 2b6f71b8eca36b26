import { flagNames, safeFallbacks } from "@vivero/flags";
import { expect, it } from "vitest";
import { flagDefinitions } from "./flag-definitions.ts";

it("describes every flag of the product, and no other", () => {
  expect(flagDefinitions.flags.map(({ name }) => name)).toEqual(flagNames);
});

it.each(flagNames)("starts %s in every environment as it is without Unleash", (name) => {
  const flag = flagDefinitions.flags.find((candidate) => candidate.name === name);
  const states = Object.values(flag?.enabled ?? {});
  expect(new Set(states)).toEqual(new Set([safeFallbacks[name]]));
});
