/** A type of JSON in the two languages of the product: its name, and how to write a value of it. */
export interface TypeWords {
  readonly name: string;
  readonly nameEs: string;
  readonly hint: string;
  readonly hintEs: string;
}

const NUMBER_HINTS = {
  hint: "Write the number alone, without quotes or a unit.",
  hintEs: "Escriba solo el número, sin comillas ni unidad.",
};

/** The types of JSON Schema by their names there. */
export const TYPES: Readonly<Record<string, TypeWords>> = {
  string: { name: "text", nameEs: "un texto", hint: "Put it in quotes.", hintEs: "Póngalo entre comillas." },
  integer: { name: "a whole number", nameEs: "un número entero", ...NUMBER_HINTS },
  number: { name: "a number", nameEs: "un número", ...NUMBER_HINTS },
  boolean: {
    name: "true or false",
    nameEs: "verdadero o falso",
    hint: "Write true or false, without quotes.",
    hintEs: "Escriba true o false, sin comillas.",
  },
  object: {
    name: "an object",
    nameEs: "un objeto",
    hint: "Write its fields in braces, { }.",
    hintEs: "Escriba sus campos entre llaves, { }.",
  },
  array: {
    name: "a list",
    nameEs: "una lista",
    hint: "Put it in brackets, [ ], even if it is only one.",
    hintEs: "Póngalo entre corchetes, [ ], aunque sea uno solo.",
  },
  null: { name: "null", nameEs: "nulo", hint: "Write null.", hintEs: "Escriba null." },
};
