import { createLogger } from "@vivero/service-kit";
import { beforeEach, expect, it, vi } from "vitest";
import { unleashLog } from "./unleash-log.ts";

const log = createLogger({ service: "unleash", level: "silent" });
const warn = vi.spyOn(log, "warn");
const error = vi.spyOn(log, "error");

beforeEach(() => vi.clearAllMocks());

it("keeps what names an error, and neither its stack nor its SQL", () => {
  const failure = Object.assign(new Error('select "password" from users - deadlock'), {
    severity: "ERROR",
    code: "40P01",
  });
  unleashLog(log)("user-store").error('Failed: {\n "originalStack": "at x.js"}', failure);
  unleashLog(log)("user-store").error(failure);
  expect(error.mock.calls).toEqual([
    [{ component: "user-store", error: { name: "Error", code: "40P01" } }, "Failed: {"],
    [{ component: "user-store", error: { name: "Error", code: "40P01" } }, "database error"],
  ]);
});

it("passes a warning on, and drops what is less: it may hold the administrator's password", () => {
  const provided = unleashLog(log)();
  provided.info("Creating default admin user, with password 'secret'");
  provided.debug("detail");
  provided.warn("Rate limit reached");
  expect(warn.mock.calls).toEqual([[{ component: "unleash" }, "Rate limit reached"]]);
});
