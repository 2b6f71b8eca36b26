import type { JsonSchema } from "@vivero/answer-reader";
import type { GenerationEvent } from "@vivero/contracts";
import { useEffect, useRef, useState } from "react";
import { type Connection, serverEvents } from "../../../api/server-events.ts";
import { createLiveAnswer, type LiveState } from "./live-answer.ts";

/** How often the tree is drawn while text arrives. */
const DRAW_MS = 120;

async function answerSchema(signal: AbortSignal): Promise<JsonSchema> {
  const response = await fetch("/api/schemas/scenario-answer.json", { signal });
  // Without the contract the text still shows; only the tree stays empty.
  return response.ok ? ((await response.json()) as JsonSchema) : true;
}

/**
 * Follows a running generation, through broken connections, from its first character: whoever opens the page late sees the same.
 * `onChange` is told when attempts begin and end, so that what is stored can be read again.
 */
export function useLiveAnswer(generationId: number, status: LiveState["status"], onChange: () => void) {
  const [state, setState] = useState<LiveState | null>(null);
  const [connection, setConnection] = useState<Connection>({ open: true });
  const [error, setError] = useState<unknown>(null);
  const notify = useRef(onChange);
  useEffect(() => {
    notify.current = onChange;
  });
  const firstStatus = useRef(status);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = async () => {
      const live = createLiveAnswer(await answerSchema(signal), firstStatus.current);
      const draw = () => {
        timer = undefined;
        if (!signal.aborted) setState(live.state());
      };
      for await (const event of serverEvents(
        `/scenario-generations/${generationId}/events`,
        signal,
        setConnection,
      )) {
        live.take(event.type, event.data as GenerationEvent["data"]);
        timer ??= setTimeout(draw, DRAW_MS);
        if (event.type !== "chunk") notify.current();
      }
      draw();
      notify.current();
    };
    follow().catch((cause: unknown) => {
      if (!signal.aborted) setError(cause);
    });
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [generationId]);
  return { state, connection, error };
}
