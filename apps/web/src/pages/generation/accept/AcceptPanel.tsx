import type { Generation } from "@vivero/contracts";
import { AcceptedPanel } from "./AcceptedPanel.tsx";
import { DecisionPanel } from "./DecisionPanel.tsx";

/** What a planner came for: is it good, and what now. Before the decision its buttons, after it the import. */
export function AcceptPanel({ generation }: { generation: Generation }) {
  const { scenarioId } = generation;
  return scenarioId === null ? (
    <DecisionPanel generation={generation} />
  ) : (
    <AcceptedPanel generation={generation} scenarioId={scenarioId} />
  );
}
