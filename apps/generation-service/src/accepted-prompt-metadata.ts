/**
 * What a scenario keeps of the generation that it was accepted from, as an SQL expression over a row `generation` of
 * `scenario_generations`. One expression for accepting and for filling in older scenarios, so that both say the same.
 */
export const ACCEPTED_PROMPT_METADATA = `jsonb_strip_nulls(jsonb_build_object(
  'generation_id', generation.id,
  'model_version', generation.model_version,
  'accepted_by', generation.accepted_by,
  'accepted_at', to_char(generation.accepted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'language', generation.language,
  'confidence_score', generation.confidence_score,
  'redactions', generation.redactions))`;
