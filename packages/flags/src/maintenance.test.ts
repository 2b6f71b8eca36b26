import { expect, it } from "vitest";
import { maintenanceNotice } from "./maintenance.ts";

it("reads message and pause from JSON", () => {
  const value = '{"message": "Volvemos a las 12", "retryAfterSeconds": 600}';
  expect(maintenanceNotice({ type: "json", value })).toEqual({
    message: "Volvemos a las 12",
    retryAfterSeconds: 600,
  });
});

it("reads the digest of the secret that lets an operator through", () => {
  const bypassDigest = "0f".repeat(32);
  const value = JSON.stringify({ message: "Back soon", bypassDigest });
  expect(maintenanceNotice({ type: "json", value })).toEqual({ message: "Back soon", bypassDigest });
});

it("reads when the operators mean to be done, in UTC", () => {
  const value = '{"until": "2026-03-01T13:00:00+01:00"}';
  expect(maintenanceNotice({ type: "json", value })).toEqual({ until: "2026-03-01T12:00:00.000Z" });
});

it("takes plain text as the message", () => {
  expect(maintenanceNotice({ type: "string", value: "Back soon" })).toEqual({ message: "Back soon" });
});

it.each([
  "",
  "{",
  "[]",
  "null",
  '{"message": 3, "retryAfterSeconds": -1}',
  '{"message": " ", "retryAfterSeconds": "9"}',
  '{"until": "noon"}',
  '{"bypassDigest": "the secret itself"}',
])("leaves out what it cannot use of %j", (value) => {
  expect(maintenanceNotice({ type: "json", value })).toEqual({});
});

it("has nothing to say without a payload", () => {
  expect(maintenanceNotice(undefined)).toEqual({});
});
