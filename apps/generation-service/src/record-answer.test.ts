import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Chunk } from "./chunk-store.ts";
import { createAnswerRecorder } from "./record-answer.ts";

const limits = { characters: 10, milliseconds: 1_000 };

async function record(pieces: readonly string[]) {
  const chunks: Chunk[] = [];
  const recorder = createAnswerRecorder(
    limits,
    async (chunk) => void chunks.push(chunk),
    () => undefined,
  );
  for (const piece of pieces) await recorder.add(piece);
  return { chunks, ...(await recorder.finish()) };
}

describe("recording an answer", () => {
  it("stores all of it in order, however it was cut, and never half a character", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme" }),
        fc.array(fc.integer({ min: 1, max: 7 })),
        async (text, sizes) => {
          fc.pre(text.isWellFormed() && !text.includes("\0"));
          const pieces: string[] = [];
          let rest = text;
          for (const size of sizes) {
            pieces.push(rest.slice(0, size));
            rest = rest.slice(size);
          }
          const { chunks, text: stored, replaced } = await record([...pieces, rest]);
          expect(stored).toBe(text);
          expect(replaced).toEqual([]);
          expect(chunks.map((chunk) => chunk.text).join("")).toBe(text);
          expect(chunks.every((chunk) => chunk.text.isWellFormed())).toBe(true);
          expect(chunks.map(({ sequence }) => sequence)).toEqual(chunks.map((_, index) => index));
          expect(chunks.at(-1)?.characters ?? 0).toBe(text.length);
        },
      ),
    );
  });

  it("replaces what cannot be stored, and says where", async () => {
    const { text, replaced } = await record(["0123456789\0", "ab\ud83d"]);
    expect(text).toBe("0123456789\ufffdab\ufffd");
    expect(replaced.map(({ offset }) => offset)).toEqual([10, 13]);
  });

  it("stores what little has come when its time is over", async () => {
    vi.useFakeTimers();
    try {
      const chunks: Chunk[] = [];
      const recorder = createAnswerRecorder(
        limits,
        async (chunk) => void chunks.push(chunk),
        () => undefined,
      );
      await recorder.add("ab");
      expect(chunks).toEqual([]);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(chunks).toEqual([{ sequence: 0, text: "ab", characters: 2 }]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("stops at the first write that fails, and tells of it at once", async () => {
    const told: unknown[] = [];
    const lost = new Error("not ours any more");
    const recorder = createAnswerRecorder(
      limits,
      () => Promise.reject(lost),
      (error) => told.push(error),
    );
    await expect(recorder.add("0123456789")).rejects.toBe(lost);
    await expect(recorder.finish()).rejects.toBe(lost);
    expect(told[0]).toBe(lost);
  });
});
