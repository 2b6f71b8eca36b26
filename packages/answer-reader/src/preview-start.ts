import { THINKING_TAGS } from "./thinking-tags.ts";

const OPENING_TAG = new RegExp(`<(?:${THINKING_TAGS})>$`, "i");
const CLOSING_TAG = new RegExp(`</(?:${THINKING_TAGS})>$`, "i");
const LONGEST_TAG = 16;

/** Finds where an answer begins in text that arrives character by character: past prose and thinking. */
export class PreviewStart {
  private tail = "";
  private thinking = false;
  private solidBefore = false;
  /** A bracket that begins the answer if what follows says so; empty when there is none. */
  private bracket = "";
  private first = false;

  /** @returns the bracket that begins the answer, once the character behind it has come. */
  take(character: string): string | null {
    this.tail = (this.tail + character).slice(-LONGEST_TAG);
    if (character === ">") {
      if (this.thinking) this.thinking = !CLOSING_TAG.test(this.tail);
      else this.thinking = OPENING_TAG.test(this.tail);
    }
    if (this.thinking || /\s/.test(character)) return null;
    const { bracket } = this;
    if (bracket !== "" && (this.first || confirms(bracket, character))) return bracket;
    this.bracket = character === "{" || character === "[" ? character : "";
    this.first = !this.solidBefore;
    this.solidBefore = character !== ">" || this.solidBefore;
    return null;
  }
}

function confirms(bracket: string, character: string): boolean {
  if (character === '"' || character === "'") return true;
  return bracket === "{" ? character === "}" : character === "{";
}
