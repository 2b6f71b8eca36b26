export { createUnleashAdmin, type UnleashAdmin } from "./admin.ts";
export { type AdminApi, createAdminApi, UnleashAdminError } from "./admin-api.ts";
export { createFlags, type FlagsOptions } from "./create-flags.ts";
export { createFakeFlags, type FakeFlags } from "./fake-flags.ts";
export {
  type FlagContext,
  type FlagFallbacks,
  type FlagName,
  type FlagSource,
  type Flags,
  type FlagsLog,
  type FlagsStatus,
  type FlagValue,
  flagNames,
  type Maintenance,
  safeFallbacks,
} from "./flags.ts";
