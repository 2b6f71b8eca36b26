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
  fc.oneof(text, fc.integer(), fc.array(text, { maxLength: 2 })),
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
  extra,
]);

/** Scenarios as models write them: other names for keys, bare texts for objects, extra members, wrapped or not. */
export const scenario: fc.Arbitrary<JsonValue> = fc
  .tuple(
    record([
      [["scenario_metadata", "metadata", "Scenario Metadata"], metadata, true],
      [CAPABILITIES, list(capability), true],
      [["assumptions", "supuestos"], list(text), false],
      [["confidence_score"], fc.constantFrom<JsonValue>(0.7, "85%", ".5"), false],
      extra,
    ]),
    fc.constantFrom("", "", "scenario", "escenario", "data"),
  )
  .map(([value, wrapper]) => (wrapper === "" ? value : { [wrapper]: value }));

/** The same as text. */
export const scenarioText: fc.Arbitrary<string> = fc
  .tuple(scenario, fc.constantFrom(0, 2))
  .map(([value, indent]) => JSON.stringify(value, null, indent));
