import { may, type Permission, ROLES } from "@vivero/contracts";
import { expect, it } from "vitest";
import { HOLDERS } from "./permissions.ts";

it("names for every permission just the roles that the gateway lets through", () => {
  for (const [permission, holders] of Object.entries(HOLDERS)) {
    const real = ROLES.filter((role) => may({ roles: [role] }, permission as Permission));
    expect([...holders].sort(), permission).toEqual([...real].sort());
  }
});
