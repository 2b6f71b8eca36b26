import fc from "fast-check";
import type { JsonValue } from "../src/index.ts";

const text = fc.constantFrom(
  "Alpha",
  "Beta",
  "Gestión de datos",
  'Say "no"',
  "a, b: c",
  "Línea\nnueva",
  "{x}",
);
const NAME = ["name", "nombre", "Name", "título", "title"];
const DESCRIPTION = ["description", "descripcion", "Descripción", "summary"];
const COMPETENCIES = ["competencies", "competencias", "Competencies"];
const SKILLS = ["skills", "habilidades", "SKILLS"];
const CAPABILITIES = ["capabilities", "capacidades", "Capabilities"];

const named = (keys: readonly string[]) => fc.constantFrom(...keys);

/** An object of the given members, each under one of its names, some of them left out. */
function record(
  members: [string[], fc.Arbitrary<JsonValue>, boolean][],
): fc.Arbitrary<{ [key: string]: JsonValue }> {
  const parts = members.map(([keys, value, always]) =>
    fc.tuple(named(keys), value, always ? fc.constant(true) : fc.boolean()),
  );
  return fc
    .tuple(...parts)
    .map((all) => Object.fromEntries(all.filter(([, , kept]) => kept).map(([key, value]) => [key, value])));
}

const extra: [string[], fc.Arbitrary<JsonValue>, boolean] = [
  ["notas_extra", "weighting", "x"],
  fc.oneof(
    fc.constantFrom("one", "Two, three"),
    fc.integer(),
    fc.array(fc.constant("four"), { maxLength: 2 }),
  ),
  false,
];
const skill = fc.oneof(text, record([[NAME, text, true], [DESCRIPTION, text, false], extra]));
const level = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom("3", "4"));
const list = (item: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  fc.array(item, { minLength: 1, maxLength: 3 });
const competency = record([
  [NAME, text, true],
  [["required_level", "nivel_requerido"], level, false],
  [SKILLS, list(skill), true],
  extra,
]);
const capability = record([
  [NAME, text, true],
  [DESCRIPTION, text, false],
  [["importance", "importancia"], level, false],
  [COMPETENCIES, list(competency), true],
]);
const metadata = record([
  [NAME, text, true],
  [["horizon_months", "horizonte_meses"], fc.constantFrom<JsonValue>(18, "18 meses", "1 año"), false],
  [["scenario_type"], fc.constantFrom("growth", "Crecimiento", "TRANSFORMATION"), false],
  [["assumptions"], list(text), false],
  extra,
]);

const metadataMembers: [string[], fc.Arbitrary<JsonValue>, boolean][] = [
  [["scenario_metadata", "metadata", "Scenario Metadata"], metadata, false],
  [["name", "nombre"], text, false],
  [["título"], text, false],
  [["generated_at"], fc.constant("2030-01-01"), false],
];

type Loose = { [key: string]: JsonValue };

/** Takes the lists of skills out of a tree and puts them flat beside it, each skill with what it belongs to. */
function flattened(scenario: Loose): Loose {
  const skills: JsonValue[] = [];
  const take = (holder: JsonValue) => {
    const competency = holder as Loose;
    const key = SKILLS.find((name) => name in competency);
    const name = NAME.map((one) => competency[one]).find((one) => one !== undefined);
    if (key === undefined) return;
    for (const skill of competency[key] as JsonValue[]) {
      skills.push(typeof skill === "string" ? skill : { ...(skill as Loose), linked_competency: name ?? "" });
    }
    delete competency[key];
  };
  const copy = structuredClone(scenario);
  for (const capabilities of CAPABILITIES.map((key) => copy[key] ?? [])) {
    for (const capability of capabilities as Loose[]) {
      for (const key of COMPETENCIES)
        for (const competency of (capability[key] ?? []) as JsonValue[]) take(competency);
    }
  }
  return { ...copy, habilidades: skills };
}

/** Scenarios as models write them: other names for keys, bare texts for objects, extra members, flat lists, wrapped or not. */
const scenario: fc.Arbitrary<JsonValue> = fc
  .tuple(
    record([
      ...metadataMembers,
      [CAPABILITIES, list(capability), true],
      [["assumptions", "supuestos"], list(text), false],
      [["confidence_score"], fc.constantFrom<JsonValue>(0.7, "85%", ".5"), false],
      extra,
    ]),
    fc.constantFrom("", "", "scenario", "escenario", "data"),
    fc.constantFrom(false, false, true),
  )
  .map(([value, wrapper, flat]) => {
    const whole = flat ? flattened(value) : value;
    return wrapper === "" ? whole : { [wrapper]: whole };
  });

/** The same as text. */
export const scenarioText: fc.Arbitrary<string> = fc
  .tuple(scenario, fc.constantFrom(0, 2))
  .map(([value, indent]) => JSON.stringify(value, null, indent));
