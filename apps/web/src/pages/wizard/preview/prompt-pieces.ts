/** A replacement in the prompt, in UTF-16 units. */
interface Mark {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** A piece of the prompt; `kind` is what was replaced there. */
export interface PromptPiece {
  readonly text: string;
  readonly kind: string | null;
}

/** A prompt cut where something was replaced. */
export function promptPieces(prompt: string, marks: readonly Mark[]): PromptPiece[] {
  const pieces: PromptPiece[] = [];
  let from = 0;
  for (const { start, end, kind } of [...marks].sort((one, other) => one.start - other.start)) {
    if (start < from) continue;
    if (start > from) pieces.push({ text: prompt.slice(from, start), kind: null });
    pieces.push({ text: prompt.slice(start, end), kind });
    from = end;
  }
  if (from < prompt.length) pieces.push({ text: prompt.slice(from), kind: null });
  return pieces;
}
