import {
  type FlagContext,
  type FlagFallbacks,
  type FlagName,
  type Flags,
  type FlagValue,
  type Maintenance,
  safeFallbacks,
} from "./flags.ts";

export interface FakeFlags extends Flags {
  /** Sets a flag for everybody, or for one organization, whose own value then wins. */
  set(flag: FlagName, enabled: boolean, organizationId?: number): void;
  /** Turns maintenance on for everybody with the operator's words, or off with `null`. */
  setMaintenance(notice: Omit<Maintenance, "on"> | null): void;
}

/** Flags in memory for tests; `safeFallbacks` where nothing is given. */
export function createFakeFlags(initial: Partial<FlagFallbacks> = {}): FakeFlags {
  const everybody: FlagFallbacks = { ...safeFallbacks, ...initial };
  const organizations = new Map<string, boolean>();
  let notice: Omit<Maintenance, "on"> = {};

  const isEnabled = (flag: FlagName, { organizationId }: FlagContext = {}) =>
    organizations.get(`${flag} ${organizationId}`) ?? everybody[flag];
  const value = (flag: FlagName, context?: FlagContext): FlagValue => ({
    enabled: isEnabled(flag, context),
    source: "unleash",
  });
  return {
    isEnabled,
    snapshot: (context) => ({
      import_generation: value("import_generation", context),
      validate_llm_response: value("validate_llm_response", context),
      maintenance_mode: value("maintenance_mode", context),
    }),
    status: () => ({ configured: true, connected: true, lastFetchAt: new Date(), lastError: null }),
    ready: async () => true,
    maintenance: (context) =>
      isEnabled("maintenance_mode", context) ? { on: true, ...notice } : { on: false },
    close: async () => {},
    set(flag, enabled, organizationId) {
      if (organizationId === undefined) {
        everybody[flag] = enabled;
      } else {
        organizations.set(`${flag} ${organizationId}`, enabled);
      }
    },
    setMaintenance(words) {
      everybody.maintenance_mode = words !== null;
      notice = words ?? {};
    },
  };
}
