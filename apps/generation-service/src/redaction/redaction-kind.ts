import { everyMatch } from "./every-match.ts";

/** What a finding is: the kind decides the placeholder's name and is all that metadata and audit ever learn of the value. */
export type RedactionKind =
  | "private_key"
  | "connection_string"
  | "api_key"
  | "token"
  | "password"
  | "secret"
  | "iban"
  | "card"
  | "national_id"
  | "email"
  | "phone";

/** Every kind, the surest first: where two findings overlap, the earlier kind here keeps the text. */
export const redactionKinds: readonly RedactionKind[] = [
  "private_key",
  "connection_string",
  "api_key",
  "token",
  "password",
  "secret",
  "iban",
  "card",
  "national_id",
  "email",
  "phone",
];

/** The placeholder for the `number`-th distinct value of a kind, without its brackets: `("api_key", 2)` gives `API_KEY_2`. */
export function placeholderLabel(kind: RedactionKind, number: number): string {
  return `${kind.toUpperCase()}_${number}`;
}

const kindsByName = new Map(redactionKinds.map((kind) => [kind.toUpperCase(), kind]));
const placeholder = new RegExp(`\\[(${[...kindsByName.keys()].join("|")})_([1-9]\\d{0,5})\\]`, "g");

/** A placeholder that already stands in a text, as `start`..`end` with brackets; `label` without. */
type StandingPlaceholder = { start: number; end: number; label: string; kind: RedactionKind };

/** The placeholders of an earlier redaction in `text`, in order; they are never findings themselves, and their numbers stay theirs. */
export function findPlaceholders(text: string): StandingPlaceholder[] {
  return everyMatch(placeholder, text).flatMap(({ 0: whole, 1: name = "", index }) => {
    const kind = kindsByName.get(name);
    return kind === undefined
      ? []
      : [{ start: index, end: index + whole.length, label: whole.slice(1, -1), kind }];
  });
}
