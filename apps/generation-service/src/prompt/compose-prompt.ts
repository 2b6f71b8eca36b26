import type { GenerationRequest } from "@vivero/contracts";
import { type FieldName, WORDING, type Wording } from "./wording.ts";

/** The shape of the answer in words; the JSON Schema itself is sent beside it where the provider takes one. */
const ANSWER_SHAPE = `{
  "scenario_metadata": {"name": "…", "description": "…", "scenario_type": "…", "horizon_months": 0, "confidence_score": 0.0},
  "capabilities": [
    {"id": "cap-1", "name": "…", "description": "…", "importance": 1,
     "competencies": [
       {"id": "comp-1", "name": "…", "description": "…", "required_level": 1,
        "skills": [{"id": "skill-1", "name": "…", "description": "…"}]}]}],
  "objectives": ["…"],
  "strategic_initiatives": ["…"],
  "impact_analysis": [{"area": "…", "impact": "…", "notes": "…"}],
  "assumptions": ["…"],
  "suggested_roles": [{"name": "…", "description": "…", "key_competencies": ["…"], "estimated_fte": 0}],
  "confidence_score": 0.0
}`;

/**
 * The whole prompt for a planner's answers, in their language: what the model is asked, what is known, and how it has to
 * answer. Pure; the planner's texts stand in it as they were given, and what was not answered leaves no trace.
 */
export function composePrompt(request: GenerationRequest): string {
  const wording = WORDING[request.language];
  const blocks = [
    wording.role,
    section(wording, "identity", request.identity),
    section(wording, "situation", request.situation),
    section(wording, "intent", request.intent),
    section(wording, "resources", request.resources),
    section(wording, "horizon", request.horizon),
    ...(request.instructions ? [`## ${wording.sections.instructions}\n${request.instructions}`] : []),
    `${wording.format}\n${ANSWER_SHAPE}`,
    list(wording.rules),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

type SectionName = "identity" | "situation" | "intent" | "resources" | "horizon";
type FieldValue = string | number | readonly string[] | undefined;

function section(wording: Wording, name: SectionName, fields: GenerationRequest[SectionName]): string {
  const lines = Object.entries(fields as Record<FieldName, FieldValue>)
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map(([field, value]) => fieldLines(wording, field as FieldName, value));
  return lines.length === 0 ? "" : `## ${wording.sections[name]}\n${lines.join("\n")}`;
}

function fieldLines(wording: Wording, field: FieldName, value: FieldValue): string {
  const label = wording.fields[field];
  if (Array.isArray(value)) return `${label}:\n${list(value)}`;
  return `${label}: ${valueInWords(wording, field, value as string | number)}`;
}

function valueInWords(wording: Wording, field: FieldName, value: string | number): string {
  if (field === "months") return wording.months(Number(value));
  if (field === "scenarioType") return wording.scenarioTypes[value as keyof Wording["scenarioTypes"]];
  return String(value);
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}
