import { createHash } from "node:crypto";
import type { ChatMessage } from "../protocol/chat-request.ts";
import { type Answer, shortName } from "./answer.ts";

/** Which answer a request gets, and by what rule. */
export interface Choice {
  readonly answer: Answer;
  readonly by: "header" | "company" | "hash";
}

/** Case and the ways to write an accent make no difference between a prompt and a name. */
const normalized = (text: string) => text.normalize("NFC").toLowerCase();

const WORD = /[\p{L}\p{N}]/u;

/** Whether a text holds a name as words of their own: `Acme` is not in `Acmeville`. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.slice(0, at).at(-1) ?? "";
    const after = text.charAt(at + name.length);
    if (!WORD.test(before) && !WORD.test(after)) return true;
  }
  return false;
}

const fullNames = (answer: Answer): readonly string[] => [answer.name, ...answer.companies];
const shortNames = (answer: Answer): readonly string[] => {
  const short = shortName(answer.name);
  return short === null ? [] : [short];
};

/** The answer with the longest name that a text mentions; the first of several with the same. */
function mentioned(answers: readonly Answer[], text: string, namesOf: typeof fullNames): Answer | null {
  let best: { answer: Answer; length: number } | null = null;
  for (const answer of answers) {
    for (const name of namesOf(answer).map(normalized)) {
      if (name.length > (best?.length ?? 0) && mentions(text, name)) best = { answer, length: name.length };
    }
  }
  return best?.answer ?? null;
}

/** The answers that the simulator can give. */
export class AnswerLibrary {
  readonly #answers: Map<string, Answer>;

  /** @param loaded at least one answer; names are unique. */
  constructor(loaded: readonly Answer[]) {
    this.#answers = new Map(loaded.map((answer) => [answer.name, answer]));
  }

  /** Adds an answer, or replaces the one of the same name. */
  put(answer: Answer): void {
    this.#answers.set(answer.name, answer);
  }

  list(): Answer[] {
    return [...this.#answers.values()];
  }

  /** The answer with this name, name without extension, or company; null when there is none. */
  named(name: string): Answer | null {
    const exact = this.#answers.get(name);
    if (exact) return exact;
    const wanted = normalized(name);
    const answers = this.list();
    const has = (namesOf: typeof fullNames) => (answer: Answer) =>
      namesOf(answer).map(normalized).includes(wanted);
    return answers.find(has(fullNames)) ?? answers.find(has(shortNames)) ?? null;
  }

  /**
   * The answer for a conversation: the first of its user messages that mentions a company or an answer's name
   * decides, full names before names without extension, long before short. When none does, a hash of the first user message
   * picks one of the loaded answers: asking again in the same conversation gets the same answer.
   */
  forConversation(messages: readonly ChatMessage[]): Choice {
    const asked = messages.filter(({ role }) => role === "user");
    const texts = (asked.length > 0 ? asked : messages).map(({ text }) => normalized(text));
    const answers = this.list();
    for (const text of texts) {
      const answer = mentioned(answers, text, fullNames) ?? mentioned(answers, text, shortNames);
      if (answer) return { answer, by: "company" };
    }
    return { answer: this.#byHash(texts[0] ?? ""), by: "hash" };
  }

  #byHash(text: string): Answer {
    const loaded = this.list().filter(({ posted }) => !posted);
    const choices = loaded.length > 0 ? loaded : this.list();
    const number = createHash("sha256").update(text).digest().readUInt32BE(0);
    const answer = choices[number % choices.length];
    if (!answer) throw new Error("The library of answers is empty.");
    return answer;
  }
}
