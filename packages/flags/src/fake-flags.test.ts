import { expect, it } from "vitest";
import { createFakeFlags } from "./fake-flags.ts";

it("starts with the safe values", () => {
  const flags = createFakeFlags();
  expect(flags.isEnabled("import_generation", { organizationId: 1 })).toBe(false);
  expect(flags.isEnabled("validate_llm_response", { organizationId: 1 })).toBe(true);
  expect(flags.maintenance()).toEqual({ on: false });
});

it("prefers an organization's own value to everybody's", () => {
  const flags = createFakeFlags({ import_generation: true });
  flags.set("import_generation", false, 2);
  expect(flags.isEnabled("import_generation", { organizationId: 1 })).toBe(true);
  expect(flags.isEnabled("import_generation", { organizationId: 2 })).toBe(false);
  flags.set("import_generation", false);
  expect(flags.snapshot({ organizationId: 1 }).import_generation.enabled).toBe(false);
});

it("turns maintenance on with a message, and off", () => {
  const flags = createFakeFlags();
  flags.setMaintenance({ message: "Back soon", retryAfterSeconds: 60 });
  expect(flags.maintenance()).toEqual({ on: true, message: "Back soon", retryAfterSeconds: 60 });
  flags.setMaintenance(null);
  expect(flags.maintenance()).toEqual({ on: false });
});
