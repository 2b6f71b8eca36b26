import type { ChatMessage } from "../protocol/chat-request.ts";
import type { Answer } from "./answer.ts";

/** Where an answer was cut, and whether the model would go on from there. */
interface Cut {
  /** UTF-16 units of the answer's text that were sent. */
  readonly at: number;
  readonly continues: boolean;
}

const ASKS_TO_CONTINUE = /\b(continue|continuing|resume|go on|contin[uú]a|continuar|prosigue|sigue)\b/i;

/** How much of the text an earlier message of the assistant holds; 0 when it is no beginning of the text. */
function lengthOfPrefix(text: string, said: string): number {
  if (said.length < text.length && said.length > 0 && text.startsWith(said)) return said.length;
  // Some clients and providers strip white space at the end of what the assistant said.
  const trimmed = said.trimEnd();
  return trimmed.length > 0 && trimmed.length < text.length && text.startsWith(trimmed) ? trimmed.length : 0;
}

/** Remembers where answers were cut and recognizes the request that asks for the rest. */
export class Continuations {
  readonly #cuts = new Map<string, Cut>();

  /** After an answer ended early. */
  remember(answer: Answer, cut: Cut): void {
    this.#cuts.set(answer.name, cut);
  }

  /** After an answer was sent to its end. */
  forget(answer: Answer): void {
    this.#cuts.delete(answer.name);
  }

  /**
   * Where to begin, in UTF-16 units of the answer's text; 0 is an answer from its beginning. A conversation continues when
   * (1) its last message is the assistant's and is a beginning of the answer, or
   * (2) its last message is the user's, asks to continue ("continue", "resume", "go on", "continúa", "sigue"), and the
   *     assistant's message before it is a beginning of the answer, or
   * (3) as 2, without such a message, but not in the first message of all, after a cut of this answer that is remembered.
   * A cut with `continues: false` begins anew in all three.
   */
  startOf(answer: Answer, messages: readonly ChatMessage[]): number {
    const cut = this.#cuts.get(answer.name);
    const last = messages.at(-1);
    if (!last || cut?.continues === false) return 0;
    if (last.role === "assistant") return lengthOfPrefix(answer.text, last.text);
    if (!ASKS_TO_CONTINUE.test(last.text)) return 0;
    const before = messages.at(-2);
    const said = before?.role === "assistant" ? lengthOfPrefix(answer.text, before.text) : 0;
    return said > 0 || messages.length < 2 ? said : (cut?.at ?? 0);
  }
}
