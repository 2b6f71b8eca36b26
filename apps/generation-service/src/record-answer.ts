import type { Chunk } from "./chunk-store.ts";
import { type Replaced, storableText } from "./storable-text.ts";

/** When streamed text is stored: whichever of the two comes first. */
export type ChunkLimits = { characters: number; milliseconds: number };

/** Text as it streams in, stored in chunks that are whole characters and in order. */
export interface AnswerRecorder {
  /** Takes the next piece; resolves when the next may come, which is after the write when one is due. */
  add(text: string): Promise<void>;
  /** Stores what is left. The text is what was stored, byte for byte. */
  finish(): Promise<{ text: string; replaced: Replaced[] }>;
}

/**
 * @param store writes one chunk; what it throws comes out of the next `add` or `finish`
 * @param onTrouble is told at once, so that a stream that sends nothing more can be stopped
 */
export function createAnswerRecorder(
  limits: ChunkLimits,
  store: (chunk: Chunk) => Promise<void>,
  onTrouble: (error: unknown) => void,
): AnswerRecorder {
  const stored: string[] = [];
  const replaced: Replaced[] = [];
  let pending = "";
  let characters = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(all: boolean): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const due = all ? pending : wholeCharacters(pending);
    if (due === "") return;
    pending = pending.slice(due.length);
    const clean = storableText(due);
    replaced.push(...clean.replaced.map((place) => ({ ...place, offset: place.offset + characters })));
    characters += clean.text.length;
    stored.push(clean.text);
    await store({ sequence: stored.length - 1, text: clean.text, characters });
  }

  /** Writes go one after another; after one has failed no other is tried. */
  function enqueue(all: boolean): Promise<void> {
    writing = writing.then(() => write(all));
    writing.catch(onTrouble);
    return writing;
  }

  return {
    async add(text) {
      pending += text;
      if (pending.length >= limits.characters) return enqueue(false);
      timer ??= setTimeout(() => void enqueue(false).catch(() => undefined), limits.milliseconds);
    },
    async finish() {
      await enqueue(true);
      return { text: stored.join(""), replaced };
    },
  };
}

/** Without the first half of a surrogate pair at the end, whose second half may be in the next piece. */
function wholeCharacters(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}
