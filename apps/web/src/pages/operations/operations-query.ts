import { queryOptions } from "@tanstack/react-query";
import type { Operations } from "@vivero/contracts";
import { api } from "../../api/client.ts";

const EVERY_MS = 3_000;

/** The state of the installation, asked for again every few seconds. */
export const operationsQuery = queryOptions({
  queryKey: ["/operations"],
  queryFn: ({ signal }) => api.get<Operations>("/operations", { signal }),
  refetchInterval: EVERY_MS,
});
