import type { AttemptError } from "./attempt-store.ts";

/** An attempt of the present run, as far as what comes next depends on it. */
export type PastAttempt = { attempt: number; error: AttemptError | null };

/** What an attempt asks for: the answer, a better one than that of the faulty attempt, or the rest of a cut one. */
export type NextAsk =
  | { kind: "first" }
  | { kind: "again"; faulty: AttemptError }
  | { kind: "rest"; parts: readonly number[] };

/** The code of an attempt whose answer was cut by the model's limit of length and may be continued. */
export const ANSWER_CUT = "ANSWER_CUT";

/**
 * What the next attempt asks for, and whether an answer that is cut then may be continued: a model that once could not is
 * not asked to again. Attempts that brought no answer count for nothing. Pure.
 *
 * @param run the attempts of the present run, oldest first
 */
export function planAsk(run: readonly PastAttempt[]): { ask: NextAsk; mayContinue: boolean } {
  const answered = run.flatMap(({ attempt, error }) =>
    error?.code.startsWith("ANSWER") ? [{ attempt, error }] : [],
  );
  const mayContinue = !answered.some(
    ({ error }, index) =>
      error.code === "ANSWER_UNREADABLE" && answered[index - 1]?.error.code === ANSWER_CUT,
  );
  const latest = answered.at(-1);
  if (latest === undefined) return { ask: { kind: "first" }, mayContinue };
  if (latest.error.code !== ANSWER_CUT) return { ask: { kind: "again", faulty: latest.error }, mayContinue };
  const whole = answered.findLastIndex(({ error }) => error.code !== ANSWER_CUT);
  return {
    ask: { kind: "rest", parts: answered.slice(whole + 1).map(({ attempt }) => attempt) },
    mayContinue,
  };
}

const TOLD_APART_BY = 24;

/** Whether a continuation is none, since it begins as the answer began. Pure. */
export function beginsAnew(before: string, rest: string): boolean {
  return beginning(rest) !== "" && beginning(before) === beginning(rest);
}

/** The first characters of a document, whatever its fence and spaces. */
function beginning(text: string): string {
  const bare = text
    .slice(0, 20 * TOLD_APART_BY)
    .replace(/^\s*```\w*/, "")
    .replace(/\s+/g, "");
  return bare.length < TOLD_APART_BY ? "" : bare.slice(0, TOLD_APART_BY);
}
