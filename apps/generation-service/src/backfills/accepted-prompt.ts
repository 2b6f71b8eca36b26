import type { ImportAuditEntry } from "@vivero/contracts";
import type { Backfill, NoteContext } from "@vivero/database";
import { ACCEPTED_PROMPT_METADATA } from "../accepted-prompt-metadata.ts";
import { redact } from "../redaction/redact.ts";

/**
 * Gives scenarios that were accepted before they had provenance what accepting gives today: the link to their generation, its
 * prompt, whether anything was redacted in it, and what else is kept of it.
 *
 * The prompt is copied byte for byte, within the database. That keeps redacted what is redacted, as a generation stores its
 * prompt only after redaction, and `accepted_prompt_redacted` says what the generation says. Redacting once more on the way
 * would make the copy another text than the one that was accepted, and take 0.1 ms a prompt of 2 KB, as long as the copy itself;
 * a secret that an old generation holds unredacted has to be dealt with there.
 */
export const acceptedPrompt: Backfill = {
  name: "accepted-prompt",
  schema: "generation",
  parts: [
    {
      kind: "copied",
      table: "generation.scenarios",
      standing: standingOfScenarios(),
      source: { table: "generation.scenario_generations", alias: "generation" },
      columns: {
        source_generation_id: { type: "bigint", value: "generation.id", countedAs: "toLink" },
        accepted_prompt: { type: "text", value: "generation.prompt" },
        accepted_prompt_redacted: { type: "boolean", value: "generation.prompt_redacted" },
        accepted_prompt_metadata: { type: "jsonb", value: ACCEPTED_PROMPT_METADATA },
      },
      remarks: { withoutPrompt: "generation.id IS NOT NULL AND generation.prompt IS NULL" },
      note: {
        column: "metadata",
        value: `jsonb_set(generation.metadata, '{import_audit}',
          COALESCE(generation.metadata -> 'import_audit', '[]'::jsonb)
          || jsonb_build_array(:note::jsonb || jsonb_build_object('report',
               (:note::jsonb -> 'report') || jsonb_build_object('scenario_id', work.id))))`,
        entry: importAuditEntry,
        present: `generation.metadata -> 'import_audit' @> jsonb_build_array(
          jsonb_build_object('status', 'backfill', 'report', jsonb_build_object('scenario_id', target.id)))`,
      },
      inTheWay: `EXISTS (SELECT FROM generation.scenarios AS other
        WHERE other.organization_id = work.organization_id AND other.source_generation_id = work.source_id
          AND other.id <> work.id)`,
      claimsSource: "target.accepted_prompt_metadata -> 'generation_id' = to_jsonb(generation.id)",
    },
  ],
  problems: {
    ambiguous:
      "more than one generation names the scenario, or its generation names or belongs to another scenario too",
    withoutGeneration: "no generation of its organization names the scenario",
  },
  figures: {
    acceptedGenerations: "SELECT count(*) FROM generation.scenario_generations WHERE accepted_at IS NOT NULL",
    scenariosWithGeneration:
      "SELECT count(*) FROM generation.scenarios WHERE source_generation_id IS NOT NULL",
    scenariosWithPrompt: "SELECT count(*) FROM generation.scenarios WHERE accepted_prompt IS NOT NULL",
  },
  show,
};

/**
 * A scenario's generation is its `source_generation_id`; without one it is the one generation of its organization that names it,
 * by `scenario_id` or by the `created_scenario_id` that rows accepted long ago have in their metadata (a number or its text).
 * Two that name it decide nothing. Nor does one that names two scenarios without a generation, or that is another scenario's
 * already: a generation makes one scenario.
 */
function standingOfScenarios(): string {
  const created = "generation.metadata ->> 'created_scenario_id'";
  return `
    WITH named AS (
      SELECT organization_id, scenario_id AS id, id AS generation_id
        FROM generation.scenario_generations WHERE scenario_id IS NOT NULL
      UNION
      SELECT generation.organization_id, CASE WHEN ${created} ~ '^[1-9][0-9]{0,17}$' THEN (${created})::bigint END, generation.id
        FROM generation.scenario_generations AS generation WHERE generation.metadata -> 'created_scenario_id' IS NOT NULL),
    claim AS (
      SELECT named.organization_id, named.id, named.generation_id,
        count(*) OVER (PARTITION BY named.organization_id, named.generation_id) AS scenarios
      FROM named JOIN generation.scenarios AS unlinked
        ON unlinked.organization_id = named.organization_id AND unlinked.id = named.id
      WHERE unlinked.source_generation_id IS NULL),
    claimed AS (
      SELECT claim.organization_id, claim.id, min(claim.generation_id) AS generation_id,
        count(*) > 1 OR max(claim.scenarios) > 1 OR count(owner.id) > 0 AS ambiguous,
        CASE WHEN count(*) > 1 OR max(claim.scenarios) > 1 OR count(owner.id) > 0 THEN
          jsonb_build_object('generations', jsonb_agg(claim.generation_id ORDER BY claim.generation_id)) END AS detail
      FROM claim LEFT JOIN generation.scenarios AS owner
        ON owner.organization_id = claim.organization_id AND owner.source_generation_id = claim.generation_id
      GROUP BY claim.organization_id, claim.id)
    SELECT scenario.organization_id, scenario.id,
      COALESCE(scenario.source_generation_id, CASE WHEN NOT claimed.ambiguous THEN claimed.generation_id END) AS source_id,
      CASE WHEN scenario.source_generation_id IS NOT NULL THEN NULL
        WHEN claimed.id IS NULL THEN 'withoutGeneration'
        WHEN claimed.ambiguous THEN 'ambiguous' END AS problem,
      claimed.detail
    FROM generation.scenarios AS scenario
    LEFT JOIN claimed ON claimed.organization_id = scenario.organization_id AND claimed.id = scenario.id`;
}

/** The scenario's id joins the report where it is appended. */
function importAuditEntry({ backfill, activity, run, userId, requestId, at }: NoteContext): ImportAuditEntry {
  return {
    status: "backfill",
    attempted_by: userId,
    attempted_at: at.toISOString(),
    request_id: requestId,
    report: { backfill, run, ...(activity === "undo" ? { undone: true } : {}) },
  };
}

const SHOWN_CHARACTERS = 60;

/** What an operator's terminal shows of a value: of a prompt its beginning, looked through for secrets once more. */
function show(_column: string, value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const { text, redacted } = redact(value);
  const beginning = Array.from(text.slice(0, 2 * SHOWN_CHARACTERS))
    .slice(0, SHOWN_CHARACTERS)
    .join("");
  const rest = beginning.length < text.length ? "…" : "";
  const warning = redacted ? ", holds what looks like a secret and was not redacted" : "";
  return `${JSON.stringify(beginning + rest)} (${Buffer.byteLength(value)} bytes${warning})`;
}
