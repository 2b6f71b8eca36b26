import type { ErrorObject } from "ajv/dist/2020.js";
import { TYPES } from "./type-words.ts";

/** What is wrong, and what to do about it, in the two languages of the product. */
export interface FaultSentences {
  readonly message: string;
  readonly messageEs: string;
  readonly hint: string;
  readonly hintEs: string;
}

const plural = (count: unknown, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** Of a text in code points, as JSON Schema counts. */
const lengthOf = (value: unknown) =>
  typeof value === "string" || Array.isArray(value) ? [...value].length : "?";

type Parameters = Readonly<Record<string, unknown>>;

const SEE_CONTRACT = {
  hint: "Look it up in the published contract.",
  hintEs: "Consúltelo en el contrato publicado.",
};
const FILL_IN = { hint: "Fill it in.", hintEs: "Complételo." };
const CHECK_SCALE = {
  hint: "Check its scale and its unit.",
  hintEs: "Revise su escala y su unidad.",
};

/** One sentence for each rule of JSON Schema that our contracts use. */
const SENTENCES: Readonly<
  Record<string, (parameters: Parameters, value: unknown, rule: unknown) => FaultSentences>
> = {
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
    const { name, nameEs, ...hints } = TYPES[String(type)] ?? {
      name: String(type),
      nameEs: String(type),
      ...SEE_CONTRACT,
    };
    return { message: `must be ${name}`, messageEs: `debe ser ${nameEs}`, ...hints };
  },
  enum: ({ allowedValues }) => {
    const values = (allowedValues as readonly unknown[]).join(", ");
    return {
      message: `must be one of ${values}`,
      messageEs: `debe ser uno de ${values}`,
      hint: "Take the one that comes closest, as it is written here.",
      hintEs: "Use el más cercano, tal como está escrito aquí.",
    };
  },
  const: ({ allowedValue }) => ({
    message: `must be ${JSON.stringify(allowedValue)}`,
    messageEs: `debe ser ${JSON.stringify(allowedValue)}`,
    hint: "Write exactly that.",
    hintEs: "Escriba exactamente eso.",
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
  minLength: () => ({ message: "must not be empty", messageEs: "no puede estar vacío", ...FILL_IN }),
  maxLength: ({ limit }, value) => ({
    message: `may have ${plural(limit, "character", "characters")} at most and has ${lengthOf(value)}`,
    messageEs: `puede tener ${plural(limit, "carácter", "caracteres")} como máximo y tiene ${lengthOf(value)}`,
    hint: "Shorten it.",
    hintEs: "Acórtelo.",
  }),
  pattern: ({ pattern }) =>
    pattern === "\\S"
      ? { message: "must not be blank", messageEs: "no puede estar en blanco", ...FILL_IN }
      : {
          message: `must match ${pattern}`,
          messageEs: `debe cumplir ${pattern}`,
          hint: "Write it in that form.",
          hintEs: "Escríbalo de esa forma.",
        },
  minimum: ({ limit }) => ({
    message: `must be ${limit} or more`,
    messageEs: `debe ser ${limit} o más`,
    ...CHECK_SCALE,
  }),
  maximum: ({ limit }) => ({
    message: `must be ${limit} or less`,
    messageEs: `debe ser ${limit} o menos`,
    ...CHECK_SCALE,
  }),
  format: ({ format }) => ({
    message: `must be a valid ${format}`,
    messageEs: `debe ser un ${format} válido`,
    hint: "Write it in that format.",
    hintEs: "Escríbalo en ese formato.",
  }),
  minProperties: () => ({
    message: "lacks a field that is due",
    messageEs: "le falta un campo obligatorio",
    hint: "Add it.",
    hintEs: "Agréguelo.",
  }),
  maxProperties: () => ({
    message: "has fields that exclude each other",
    messageEs: "tiene campos que se excluyen entre sí",
    hint: "Keep those that belong together.",
    hintEs: "Conserve los que van juntos.",
  }),
  anyOf: (_parameters, _value, rule) => ({
    message: "has none of the shapes that it may have",
    messageEs: "no tiene ninguna de las formas permitidas",
    ...shapeHints(rule),
  }),
};

/** The shapes to choose from, by their types; where one has none, the contract must tell. */
function shapeHints(rule: unknown): Pick<FaultSentences, "hint" | "hintEs"> {
  const shapes = Array.isArray(rule)
    ? rule.map((shape: { type?: unknown }) => TYPES[String(shape.type)])
    : [];
  const known = shapes.filter((shape) => shape !== undefined);
  if (known.length === 0 || known.length < shapes.length) return SEE_CONTRACT;
  return {
    hint: `Make it ${known.map(({ name }) => name).join(" or ")}.`,
    hintEs: `Conviértalo en ${known.map(({ nameEs }) => nameEs).join(" o ")}.`,
  };
}

/** Says an error of Ajv in both languages; a rule that has no sentence here is named in English. */
export function faultSentences(error: ErrorObject): FaultSentences {
  const sentence = SENTENCES[error.keyword];
  if (sentence) return sentence(error.params as Parameters, error.data, error.schema);
  return {
    message: error.message ?? `breaks the rule ${error.keyword}`,
    messageEs: `no cumple la regla ${error.keyword}`,
    ...SEE_CONTRACT,
  };
}
