import { useQueryClient } from "@tanstack/react-query";
import type { ReviewLease } from "@vivero/contracts";
import { useCallback, useEffect, useRef } from "react";
import { ApiError } from "../api/api-error.ts";
import { api } from "../api/client.ts";
import { incubationQuery } from "./use-incubation.ts";

const RENEW_MS = 2 * 60_000;
const IDLE_MS = 5 * 60_000;

/**
 * Holds the branch that one decides in: taken with the first decision or form there, renewed while one is active, given up when one
 * goes on to another branch or leaves. A lease only tells others; the service checks each decision itself.
 */
export function useLease(scenarioId: string): (capabilityId: number) => void {
  const queryClient = useQueryClient();
  const held = useRef<{ capabilityId: number; takenAt: number; activeAt: number }>(undefined);
  const path = `/scenarios/${scenarioId}/incubation/leases`;

  const take = useCallback(
    async (capabilityId: number) => {
      const { queryKey } = incubationQuery(scenarioId);
      try {
        const lease = await api.post<ReviewLease>(path, { capabilityId });
        queryClient.setQueryData(
          queryKey,
          (tree) =>
            tree && {
              ...tree,
              leases: [...tree.leases.filter((known) => known.capabilityId !== capabilityId), lease],
            },
        );
      } catch (error) {
        held.current = undefined;
        // Somebody was quicker: the tree then says who. Without any lease decisions are still checked by the service.
        if (error instanceof ApiError && error.code === "LEASED")
          await queryClient.invalidateQueries({ queryKey });
      }
    },
    [queryClient, path, scenarioId],
  );

  const release = useCallback(() => {
    const lease = held.current;
    held.current = undefined;
    // It ends by itself in five minutes when this does not arrive.
    if (lease) api.delete(`${path}/${lease.capabilityId}`, { keepalive: true }).catch(() => undefined);
  }, [path]);

  useEffect(() => {
    const timer = setInterval(() => {
      const lease = held.current;
      if (lease && Date.now() - lease.activeAt < IDLE_MS) void take(lease.capabilityId);
    }, RENEW_MS);
    window.addEventListener("pagehide", release);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", release);
      release();
    };
  }, [take, release]);

  return useCallback(
    (capabilityId: number) => {
      const now = Date.now();
      const lease = held.current;
      if (lease?.capabilityId === capabilityId) {
        lease.activeAt = now;
        if (now - lease.takenAt < RENEW_MS) return;
      } else {
        release();
      }
      held.current = { capabilityId, takenAt: now, activeAt: now };
      void take(capabilityId);
    },
    [take, release],
  );
}
