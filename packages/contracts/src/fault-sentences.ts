import type { ErrorObject } from "ajv/dist/2020.js";

/** What is wrong, and what to do about it, in the two languages of the product. */
export interface FaultSentences {
  readonly message: string;
  readonly messageEs: string;
  readonly hint?: string;
  readonly hintEs?: string;
}

const TYPES: Readonly<Record<string, readonly [en: string, es: string]>> = {
  string: ["text", "un texto"],
  integer: ["a whole number", "un número entero"],
  number: ["a number", "un número"],
  boolean: ["true or false", "verdadero o falso"],
  object: ["an object", "un objeto"],
  array: ["a list", "una lista"],
  null: ["null", "nulo"],
};

const plural = (count: unknown, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const lengthOf = (value: unknown) => (Array.isArray(value) || typeof value === "string" ? value.length : "?");

type Parameters = Readonly<Record<string, unknown>>;

/** One sentence for each rule of JSON Schema that our contracts use. */
const SENTENCES: Readonly<Record<string, (parameters: Parameters, value: unknown) => FaultSentences>> = {
  required: () => ({
    message: "is required and missing",
    messageEs: "es obligatorio y falta",
    hint: "Add it.",
    hintEs: "Agréguelo.",
  }),
  additionalProperties: () => ({
    message: "is not a field of this contract",
    messageEs: "no es un campo de este contrato",
    hint: "Leave it out, or look for its right name.",
    hintEs: "Quítelo o busque su nombre correcto.",
  }),
  type: ({ type }) => {
    const [en, es] = TYPES[String(type)] ?? [String(type), String(type)];
    return { message: `must be ${en}`, messageEs: `debe ser ${es}` };
  },
  enum: ({ allowedValues }) => {
    const values = (allowedValues as readonly unknown[]).join(", ");
    return { message: `must be one of ${values}`, messageEs: `debe ser uno de ${values}` };
  },
  const: ({ allowedValue }) => ({
    message: `must be ${JSON.stringify(allowedValue)}`,
    messageEs: `debe ser ${JSON.stringify(allowedValue)}`,
  }),
  minItems: ({ limit }, value) => ({
    message: `needs at least ${plural(limit, "item", "items")} and has ${lengthOf(value)}`,
    messageEs: `necesita al menos ${plural(limit, "elemento", "elementos")} y tiene ${lengthOf(value)}`,
    hint: "Add what is missing, or leave out what it belongs to.",
    hintEs: "Agregue lo que falta o quite aquello a lo que pertenece.",
  }),
  maxItems: ({ limit }, value) => ({
    message: `may have ${plural(limit, "item", "items")} at most and has ${lengthOf(value)}`,
    messageEs: `puede tener ${plural(limit, "elemento", "elementos")} como máximo y tiene ${lengthOf(value)}`,
    hint: "Keep the most important ones.",
    hintEs: "Conserve los más importantes.",
  }),
  minLength: () => ({ message: "must not be empty", messageEs: "no puede estar vacío" }),
  maxLength: ({ limit }, value) => ({
    message: `may have ${plural(limit, "character", "characters")} at most and has ${lengthOf(value)}`,
    messageEs: `puede tener ${plural(limit, "carácter", "caracteres")} como máximo y tiene ${lengthOf(value)}`,
    hint: "Shorten it.",
    hintEs: "Acórtelo.",
  }),
  pattern: ({ pattern }) =>
    pattern === "\\S"
      ? { message: "must not be blank", messageEs: "no puede estar en blanco" }
      : { message: `must match ${pattern}`, messageEs: `debe cumplir ${pattern}` },
  minimum: ({ limit }) => ({ message: `must be ${limit} or more`, messageEs: `debe ser ${limit} o más` }),
  maximum: ({ limit }) => ({ message: `must be ${limit} or less`, messageEs: `debe ser ${limit} o menos` }),
  format: ({ format }) => ({
    message: `must be a valid ${format}`,
    messageEs: `debe ser un ${format} válido`,
  }),
  minProperties: () => ({ message: "lacks a field that is due", messageEs: "le falta un campo obligatorio" }),
  maxProperties: () => ({
    message: "has fields that exclude each other",
    messageEs: "tiene campos que se excluyen entre sí",
  }),
  anyOf: () => ({
    message: "has none of the shapes that it may have",
    messageEs: "no tiene ninguna de las formas permitidas",
  }),
};

/** Says an error of Ajv in both languages; a rule that has no sentence here is named in English. */
export function faultSentences(error: ErrorObject): FaultSentences {
  const sentence = SENTENCES[error.keyword];
  if (sentence) return sentence(error.params as Parameters, error.data);
  return {
    message: error.message ?? `breaks the rule ${error.keyword}`,
    messageEs: `no cumple la regla ${error.keyword}`,
  };
}
