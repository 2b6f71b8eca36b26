import { useQueryClient } from "@tanstack/react-query";
import type { Draft } from "@vivero/contracts";
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "../../../api/client.ts";
import { STEPS } from "../steps.ts";
import { draftsQuery } from "./draft-queries.ts";

const PAUSE_MS = 800;

export type SaveState = "untouched" | "waiting" | "saving" | "saved" | "failed";

interface Content {
  readonly step: number;
  readonly request: unknown;
}

/**
 * Saves a draft a moment after the last change, one request at a time and the newest content last; what is not saved when the page is
 * left is sent on the way out.
 */
export function useAutosave(draftId: string) {
  const queries = useQueryClient();
  const [state, setState] = useState<SaveState>("untouched");
  const [error, setError] = useState<unknown>(null);
  const [saved, setSaved] = useState<Draft | null>(null);
  const pending = useRef<Content | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isSaving = useRef(false);

  const send = useCallback(
    async (keepalive = false): Promise<void> => {
      clearTimeout(timer.current);
      const content = pending.current;
      if (content === null || isSaving.current) return;
      pending.current = null;
      isSaving.current = true;
      setState("saving");
      try {
        const body = { ...content, step: Math.min(content.step, STEPS.length) };
        setSaved(await api.put<Draft>(`/generation-drafts/${draftId}`, body, { keepalive }));
        setError(null);
        setState("saved");
        void queries.invalidateQueries({ queryKey: draftsQuery.queryKey });
      } catch (cause) {
        pending.current ??= content;
        setError(cause);
        setState("failed");
        return;
      } finally {
        isSaving.current = false;
      }
      if (pending.current !== null) await send();
    },
    [draftId, queries],
  );

  useEffect(() => {
    const flush = () => void send(true);
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [send]);

  return {
    state,
    error,
    saved,
    /** Remembers the content and saves it after a pause. */
    save: (content: Content) => {
      pending.current = content;
      setState("waiting");
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void send(), PAUSE_MS);
    },
    /** Saves at once what waits or failed. */
    saveNow: () => void send(),
    /** Forgets what waits, for a draft that has become a generation. */
    forget: () => {
      clearTimeout(timer.current);
      pending.current = null;
    },
  };
}
