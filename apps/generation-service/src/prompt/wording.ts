import type { GenerationRequest } from "@vivero/contracts";

type Language = GenerationRequest["language"];
type ScenarioType = NonNullable<GenerationRequest["intent"]["scenarioType"]>;

/** The fixed words of a prompt in one language. */
export type Wording = {
  role: string;
  sections: Record<"identity" | "situation" | "intent" | "resources" | "horizon" | "instructions", string>;
  fields: Record<FieldName, string>;
  scenarioTypes: Record<ScenarioType, string>;
  months: (count: number) => string;
  format: string;
  rules: readonly string[];
};

export type FieldName =
  | keyof GenerationRequest["identity"]
  | keyof GenerationRequest["situation"]
  | keyof GenerationRequest["intent"]
  | keyof GenerationRequest["resources"]
  | keyof GenerationRequest["horizon"];

const spanish: Wording = {
  role: "Eres especialista en planificación estratégica de la fuerza laboral. A partir de los datos de la organización que siguen, elabora un escenario: lo que la organización debe ser capaz de hacer al final del plazo, como un árbol de capacidades, competencias y habilidades.",
  sections: {
    identity: "La organización",
    situation: "Situación actual",
    intent: "Intención estratégica",
    resources: "Recursos y límites",
    horizon: "Plazo",
    instructions: "Indicaciones adicionales",
  },
  fields: {
    companyName: "Nombre",
    industry: "Sector",
    subIndustry: "Subsector",
    companySize: "Tamaño",
    geographicScope: "Ámbito geográfico",
    currentChallenges: "Desafíos actuales",
    currentCapabilities: "Capacidades actuales",
    currentGaps: "Brechas actuales",
    culture: "Cultura y forma de decidir",
    strategicGoal: "Objetivo estratégico",
    scenarioType: "Tipo de cambio",
    keyInitiatives: "Iniciativas previstas",
    targetMarkets: "Mercados objetivo",
    successMeasures: "Medidas de éxito",
    budget: "Presupuesto",
    talentAvailability: "Disponibilidad de talento",
    trainingCapacity: "Capacidad de formación",
    technology: "Madurez tecnológica",
    constraints: "Restricciones que hay que respetar",
    months: "Horizonte",
    milestones: "Hitos intermedios",
  },
  scenarioTypes: {
    transformation: "transformación",
    growth: "crecimiento",
    efficiency: "eficiencia",
    restructuring: "reestructuración",
  },
  months: (count) => (count === 1 ? "1 mes" : `${count} meses`),
  format:
    "Responde con un único objeto JSON y nada más, sin texto alrededor ni bloques de código. Las claves van en inglés, exactamente como aquí; los textos, en español:",
  rules: [
    "Cada capacidad tiene al menos una competencia y cada competencia al menos una habilidad.",
    "Los nombres son breves, propios de esta organización y no se repiten dentro del mismo grupo.",
    "`importance` y `required_level` son enteros de 1 a 5; `confidence_score` es un número de 0 a 1.",
    "`scenario_type` es transformation, growth, efficiency o restructuring.",
    "No inventes datos de la organización: lo que supongas va en `assumptions`.",
    "Las marcas entre corchetes como [EMAIL_n] sustituyen datos reservados: no las completes.",
  ],
};

const english: Wording = {
  role: "You are a specialist in strategic workforce planning. From the facts about the organization below, write a scenario: what the organization must be able to do by the end of the period, as a tree of capabilities, competencies and skills.",
  sections: {
    identity: "The organization",
    situation: "Where it stands",
    intent: "What it intends",
    resources: "Resources and limits",
    horizon: "Period",
    instructions: "Further instructions",
  },
  fields: {
    companyName: "Name",
    industry: "Industry",
    subIndustry: "Part of the industry",
    companySize: "Size",
    geographicScope: "Geographic scope",
    currentChallenges: "Current challenges",
    currentCapabilities: "Current capabilities",
    currentGaps: "Current gaps",
    culture: "Culture and way of deciding",
    strategicGoal: "Strategic goal",
    scenarioType: "Kind of change",
    keyInitiatives: "Planned initiatives",
    targetMarkets: "Target markets",
    successMeasures: "Measures of success",
    budget: "Budget",
    talentAvailability: "Available talent",
    trainingCapacity: "Training capacity",
    technology: "Maturity of technology",
    constraints: "Constraints to respect",
    months: "Horizon",
    milestones: "Milestones on the way",
  },
  scenarioTypes: {
    transformation: "transformation",
    growth: "growth",
    efficiency: "efficiency",
    restructuring: "restructuring",
  },
  months: (count) => (count === 1 ? "1 month" : `${count} months`),
  format:
    "Answer with one JSON object and nothing else, without text around it or code fences. Keys are exactly as here; texts are in English:",
  rules: [
    "Every capability has at least one competency and every competency at least one skill.",
    "Names are short, fit this organization and do not repeat within one group.",
    "`importance` and `required_level` are integers from 1 to 5; `confidence_score` is a number from 0 to 1.",
    "`scenario_type` is transformation, growth, efficiency or restructuring.",
    "Do not invent facts about the organization: what you suppose goes into `assumptions`.",
    "Marks in brackets such as [EMAIL_n] stand for confidential data: do not fill them in.",
  ],
};

export const WORDING: Readonly<Record<Language, Wording>> = { es: spanish, en: english };
