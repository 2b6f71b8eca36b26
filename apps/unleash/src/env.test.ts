import { expect, it } from "vitest";
import { readSettings } from "./env.ts";

const source = {
  UNLEASH_DATABASE_URL: "postgres://unleash:secret@127.0.0.1:5432/unleash",
  UNLEASH_ADMIN_PASSWORD: "a-long-password",
  UNLEASH_ADMIN_TOKEN: "*:*.0123456789abcdef",
  UNLEASH_API_TOKEN: "default:development.0123456789abcdef",
};

it("has defaults for what is no secret", () => {
  expect(readSettings(source)).toEqual({
    ...source,
    UNLEASH_PORT: 4242,
    UNLEASH_ADMIN_USER: "admin",
    UNLEASH_ENVIRONMENT: "development",
  });
});

it.each(Object.keys(source))("does not start without %s", (name) => {
  expect(() => readSettings({ ...source, [name]: undefined })).toThrow(`${name} is not set`);
});

it.each([
  ["UNLEASH_ADMIN_PASSWORD", "unleash4all"],
  ["UNLEASH_ADMIN_TOKEN", "default:development.0123456789abcdef"],
  ["UNLEASH_API_TOKEN", "*:*.0123456789abcdef"],
  ["UNLEASH_API_TOKEN", "0123456789abcdef"],
  ["UNLEASH_DATABASE_URL", "mysql://127.0.0.1/unleash"],
  ["UNLEASH_PORT", "70000"],
])("refuses %s=%s and does not repeat the value, which may be secret", (name, value) => {
  const read = () => readSettings({ ...source, [name]: value });
  expect(read).toThrow(name);
  expect(read).not.toThrow(value);
});

it("refuses a token of another environment than the product's", () => {
  expect(() => readSettings({ ...source, UNLEASH_ENVIRONMENT: "production" })).toThrow(
    "UNLEASH_API_TOKEN is a token for the environment development, but UNLEASH_ENVIRONMENT is production.",
  );
});
