import { expect, it } from "vitest";
import { type EnvironmentClaim, requireEnvironment } from "./require-environment.ts";

const claim = (given: Partial<EnvironmentClaim>) => () =>
  requireEnvironment({ appEnvironment: undefined, named: undefined, iKnow: false, ...given });

it("takes staging where APP_ENV says so, and production where it is meant twice", () => {
  expect(claim({ appEnvironment: "staging" })()).toBe("staging");
  expect(claim({ named: "production", iKnow: true })()).toBe("production");
  expect(claim({ appEnvironment: "production", named: "production", iKnow: true })()).toBe("production");
});

it.each([
  [{}, /APP_ENV is not set/],
  [{ named: "staging" }, /APP_ENV is not set/],
  [{ appEnvironment: "local" }, /APP_ENV is local/],
  [{ appEnvironment: "production" }, /APP_ENV is production/],
  [{ named: "production" }, /say so twice/],
  [{ appEnvironment: "staging", named: "production", iKnow: true }, /one of them is wrong/],
])("refuses %o", (given, reason) => {
  expect(claim(given)).toThrow(reason);
});
