import { afterEach, beforeEach, expect, it } from "vitest";
import { type FakeUnleashAdmin, startFakeUnleashAdmin } from "../test/fake-unleash-admin.ts";
import { createUnleashAdmin } from "./admin.ts";

let unleash: FakeUnleashAdmin;

beforeEach(async () => {
  unleash = await startFakeUnleashAdmin();
});

afterEach(() => unleash.stop());

function open(options: { token?: string; environment?: string } = {}) {
  return createUnleashAdmin({
    url: unleash.url,
    token: unleash.token,
    environment: "development",
    ...options,
  });
}

const limitTo = (...values: string[]) => ({ contextName: "organizationId", operator: "IN", values });
const after = { contextName: "currentTime", operator: "DATE_AFTER", value: "2027-01-01T00:00:00Z" };

it("turns a flag on and off", async () => {
  const admin = open();
  await admin.setEnabled("import_generation", true);
  expect(unleash.enabled).toBe(true);
  await admin.setEnabled("import_generation", false);
  expect(unleash.enabled).toBe(false);
});

it("limits every strategy to the organizations, and keeps what else the strategy says", async () => {
  const kept = { name: "flexibleRollout", parameters: { rollout: "50" }, variants: [{ name: "notice" }] };
  unleash.strategies = [
    { id: "a", ...kept, constraints: [limitTo("9"), after] },
    { id: "b", ...kept, constraints: [] },
  ];
  const admin = open();
  await admin.setOrganizations("import_generation", [1, 2]);
  expect(unleash.strategies).toEqual([
    { id: "a", ...kept, constraints: [after, limitTo("1", "2")] },
    { id: "b", ...kept, constraints: [limitTo("1", "2")] },
  ]);

  await admin.setOrganizations("import_generation", null);
  expect(unleash.strategies).toEqual([
    { id: "a", ...kept, constraints: [after] },
    { id: "b", ...kept, constraints: [] },
  ]);
});

it("adds a strategy for the organizations to a flag that has none", async () => {
  await open().setOrganizations("import_generation", [5]);
  expect(unleash.strategies).toEqual([
    {
      id: "strategy-0",
      name: "flexibleRollout",
      parameters: { rollout: "100", stickiness: "organizationId", groupId: "import_generation" },
      constraints: [limitTo("5")],
    },
  ]);
});

it("refuses to limit a flag to no organization, which would open it to nobody or to all", async () => {
  await expect(open().setOrganizations("import_generation", [])).rejects.toThrow(RangeError);
});

it("says what was refused, and why", async () => {
  await expect(open({ token: "*:*.wrong" }).setEnabled("import_generation", true)).rejects.toMatchObject({
    status: 401,
    message:
      "Unleash refused POST /projects/default/features/import_generation/environments/development/on: 401 You must log in to use Unleash.",
  });
  await expect(open({ environment: "staging" }).setEnabled("import_generation", true)).rejects.toMatchObject({
    status: 404,
  });
});
