import { useEffect, useSyncExternalStore } from "react";

let end: string | null = null;
const listeners = new Set<() => void>();

function setEnd(value: string | null): void {
  end = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What stands last in the breadcrumbs, null when the page says nothing. */
export function useTrail(): string | null {
  return useSyncExternalStore(subscribe, () => end);
}

/** Lets a page stand in the breadcrumbs under its own name, for example a scenario's. */
export function useTrailEnd(name: string | undefined): void {
  useEffect(() => {
    setEnd(name ?? null);
    return () => setEnd(null);
  }, [name]);
}
