import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";

/** Switches as they stand for the organization. */
export interface FlagList {
  readonly items: readonly { readonly name: string; readonly enabled: boolean }[];
}

/** How often the switches are read while a decision depends on them: an operator's change shows within two seconds. */
const REFRESH_MS = 1_000;

export const flagsQuery = queryOptions({
  queryKey: ["flags"],
  queryFn: ({ signal }) => api.get<FlagList>("/flags", { signal }),
  refetchInterval: REFRESH_MS,
  staleTime: 0,
});

/** Whether a flag is on; `otherwise` while it is not known. */
export function isOn(flags: FlagList | undefined, name: string, otherwise: boolean): boolean {
  return flags?.items.find((flag) => flag.name === name)?.enabled ?? otherwise;
}
