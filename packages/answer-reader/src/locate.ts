import { OPEN_BRACE, OPEN_BRACKET } from "./characters.ts";
import { promiseOf } from "./promising.ts";
import { type Scanned, type ScanOptions, scan } from "./scan.ts";
import { beginsEscaped, scanEscaped } from "./scan-escaped.ts";
import { indentOf, nextSolid } from "./scan-space.ts";
import { THINKING_TAGS } from "./thinking-tags.ts";

/** A part of the text, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A JSON value found in the text. */
export interface Candidate extends Span {
  readonly scanned: Scanned;
  /** The opening line of the Markdown fence that it stands in. */
  readonly fence: Span | null;
}

export interface Located {
  readonly candidates: Candidate[];
  /** Blocks in which the model thinks aloud; nothing in them is the answer. */
  readonly thinking: Span[];
  /** Where a block begins in which the model thinks aloud to the end of the text; -1 when there is none. */
  readonly openThinking: number;
}

/** So many brackets may turn out to be prose only at the end of the text; then the search ends. */
const MOST_FALSE_STARTS = 4;

/** A fence's opening line is short: its backticks and a language. */
const LONGEST_FENCE_LINE = 100;

/** More values than this in one text say that none of them is the answer. */
const MOST_CANDIDATES = 1_000;

/** So often the rest of the text may be looked through for one value, in vain; later values do without. */
const MOST_LOOKS_AHEAD = 4;

const LANDMARK = /[{[<`]/g;
const OPENERS = /(?:[{[]\s*)+/y;

/**
 * Finds the JSON values in a text that is not JSON itself: in prose, in fences, escaped; among the model's thoughts only
 * when there is none elsewhere. Linear in the text.
 */
export function locate(text: string, from: number, options: ScanOptions = {}): Located {
  const located = new Search(text, from, options, true).run();
  if (located.candidates.length > 0 || located.thinking.length === 0) return located;
  const within = new Search(text, from, options, false).run();
  return within.candidates.length > 0 ? within : located;
}

class Search {
  private readonly text: string;
  private readonly candidates: Candidate[] = [];
  private thinking: Span[] = [];
  private readonly unclosedTags: string[] = [];
  /** What stood before a closing tag without an opening one: thoughts, unless nothing follows. */
  private aside: Candidate[] = [];
  private openThinking = -1;
  private fence: Span | null = null;
  private falseStarts = 0;
  private looksAhead = 0;
  private at: number;
  private readonly from: number;

  private readonly options: ScanOptions;
  private readonly heedsTags: boolean;

  constructor(text: string, from: number, options: ScanOptions, heedsTags: boolean) {
    this.text = text;
    this.options = options;
    this.heedsTags = heedsTags;
    this.at = from;
    this.from = from;
  }

  run(): Located {
    const { text } = this;
    while (this.findLandmark()) {
      const code = text.charCodeAt(this.at);
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (!this.tryCandidate()) break;
      } else if (text.startsWith("```", this.at)) {
        this.passFence();
      } else if (code === 0x3c && this.heedsTags) {
        this.passTag();
      } else {
        this.at++;
      }
    }
    const { candidates, aside, thinking, openThinking } = this;
    if (candidates.length === 0 && aside.length > 0) return { candidates: aside, thinking: [], openThinking };
    return { candidates, thinking, openThinking };
  }

  private findLandmark(): boolean {
    const { text } = this;
    this.at = nextSolid(text, this.at, text.length);
    if (this.at >= text.length) return false;
    const code = text.charCodeAt(this.at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) return true;
    LANDMARK.lastIndex = this.at;
    if (!LANDMARK.test(text)) return false;
    this.at = LANDMARK.lastIndex - 1;
    return true;
  }

  /** @returns false when the search is over. */
  private tryCandidate(): boolean {
    const { text, at: start } = this;
    const promise = promiseOf(text, start, text.length);
    if (promise === "none") {
      this.at++;
      return true;
    }
    const scanned = this.scanAt(start);
    if (promise === "weak" && this.isProse(scanned, start)) {
      this.at = scanned.end;
      return true;
    }
    this.candidates.push({ start, end: scanned.end, scanned, fence: this.fence });
    if (scanned.outcome === "complete") {
      this.at = Math.max(scanned.end, start + 1);
      return this.candidates.length < MOST_CANDIDATES;
    }
    this.falseStarts++;
    // What breaks off breaks off from the brackets right within it, too.
    OPENERS.lastIndex = start;
    OPENERS.test(text);
    this.at = OPENERS.lastIndex;
    const sure = promise === "strong" || nextSolid(text, this.fence?.end ?? this.from, start) >= start;
    return !sure && scanned.outcome === "cut" && this.falseStarts < MOST_FALSE_STARTS;
  }

  private scanAt(start: number): Scanned {
    const { text } = this;
    const mayLook = this.looksAhead < MOST_LOOKS_AHEAD;
    if (mayLook && beginsEscaped(text, start)) {
      this.looksAhead++;
      return scanEscaped(text, start);
    }
    const scanned = scan(
      text,
      start,
      text.length,
      mayLook ? this.options : { ...this.options, nearestQuote: true },
    );
    if (scanned.lookedInVain) this.looksAhead++;
    return scanned;
  }

  /** Bare words in brackets within a line: `see [name] there`. */
  private isProse(scanned: Scanned, start: number): boolean {
    if (scanned.outcome !== "complete" || this.text.charCodeAt(start) !== OPEN_BRACKET) return false;
    const [first] = scanned.drafts;
    const onlyWords =
      first?.kind === "text_quoted" && nextSolid(this.text, start + 1, first.at.offset) === first.at.offset;
    return (
      onlyWords &&
      scanned.drafts.every((draft) => draft.kind === "text_quoted") &&
      start > 0 &&
      indentOf(this.text, start) === -1
    );
  }

  private passFence(): void {
    const { text, at: start } = this;
    if (this.fence !== null) {
      this.fence = null;
      this.at = start + 3;
      return;
    }
    const newline = text.slice(start, start + LONGEST_FENCE_LINE).indexOf("\n");
    const lineEnd = newline === -1 ? -1 : start + newline;
    const language = /```[ \t]*([\w+.#-]*)[ \t]*/y;
    language.lastIndex = start;
    language.test(text);
    const end =
      lineEnd !== -1 && nextSolid(text, language.lastIndex, lineEnd) >= lineEnd
        ? lineEnd + 1
        : language.lastIndex;
    const first = text.charCodeAt(nextSolid(text, end, text.length));
    const closing = text.indexOf("```", end);
    if (
      first !== OPEN_BRACE &&
      first !== OPEN_BRACKET &&
      closing !== -1 &&
      !/[{[]\s*"|json/i.test(text.slice(start, closing))
    ) {
      this.at = closing + 3;
      return;
    }
    this.fence = { start, end };
    this.at = end;
  }

  private passTag(): void {
    const { text, at: start } = this;
    const opening = new RegExp(`<(/?)(${THINKING_TAGS})\\s*>`, "iy");
    opening.lastIndex = start;
    const found = opening.exec(text);
    this.at++;
    if (found === null) return;
    const name = (found[2] ?? "").toLowerCase();
    if (found[1] === "/") {
      this.aside = this.candidates.splice(0);
      this.thinking = [{ start: this.from, end: opening.lastIndex }];
      this.at = opening.lastIndex;
      return;
    }
    this.at = opening.lastIndex;
    if (this.unclosedTags.includes(name)) return;
    const closing = new RegExp(`</${name}\\s*>`, "gi");
    closing.lastIndex = opening.lastIndex;
    if (closing.test(text)) {
      this.thinking.push({ start, end: closing.lastIndex });
      this.at = closing.lastIndex;
    } else {
      this.unclosedTags.push(name);
      if (this.openThinking === -1) this.openThinking = start;
    }
  }
}
