import { ApiError, errorOf } from "./api-error.ts";
import { apiUrl } from "./client.ts";

/** One event of a stream of Server-Sent Events. */
export interface ServerEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

/** Splits the text of a stream into its events; give it pieces as they come. Comments keep a connection alive and say nothing. */
export function createEventParser(): (piece: string) => ServerEvent[] {
  let rest = "";
  return (piece) => {
    const blocks = `${rest}${piece}`.replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => {
      const fields = { id: "", event: "message", data: "" };
      for (const line of block.split("\n")) {
        const [, name = "", value = ""] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        if (name === "data") fields.data += fields.data === "" ? value : `\n${value}`;
        else if (name === "id" || name === "event") fields[name] = value;
      }
      return fields.data === ""
        ? []
        : [{ id: fields.id, type: fields.event, data: JSON.parse(fields.data) as unknown }];
    });
  };
}

const LONGEST_WAIT_MS = 15_000;

const waitAfter = (failures: number) => Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures);

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
    window.addEventListener("online", () => resolve(), { once: true, signal });
  });
}

/** Whether the stream is open, or when it is tried again. */
export type Connection = { readonly open: true } | { readonly open: false; readonly failures: number };

/**
 * The events of a stream of the API to its end. When the connection breaks, by the network or a restart, it goes on behind the last
 * event seen, on whichever replica answers. It ends without an error when the API says that nothing can follow.
 * @throws ApiError for what waiting does not mend: no session, not permitted, absent
 */
export async function* serverEvents(
  path: string,
  signal: AbortSignal,
  onConnection: (connection: Connection) => void,
): AsyncGenerator<ServerEvent> {
  let lastId = "";
  let failures = 0;
  while (!signal.aborted) {
    try {
      const response = await fetch(apiUrl(path), {
        headers: { accept: "text/event-stream", ...(lastId ? { "last-event-id": lastId } : {}) },
        credentials: "same-origin",
        signal,
      });
      if (response.status === 204) return;
      if (!response.ok || !response.body) throw await errorOf(response);
      onConnection({ open: true });
      const parse = createEventParser();
      // A server that closes at once, again and again, must not be asked without a pause.
      failures++;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        for (const event of parse(part.value)) {
          lastId = event.id || lastId;
          failures = 0;
          yield event;
        }
      }
      if (failures > 0) await pause(waitAfter(failures), signal);
    } catch (error) {
      if (signal.aborted) return;
      const isFinal = error instanceof ApiError && error.status < 500 && error.status !== 429;
      if (isFinal) throw error;
      failures++;
      onConnection({ open: false, failures });
      await pause(waitAfter(failures), signal);
    }
  }
}
