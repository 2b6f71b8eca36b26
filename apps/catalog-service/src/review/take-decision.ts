import { type CallContext, type ReviewInput, type ReviewResult, ViveroError } from "@vivero/contracts";
import { appendAuditEvents } from "@vivero/database";
import { advance } from "../incubation-store.ts";
import type { Ports, Transaction } from "../ports.ts";
import { auditEventsOf } from "./audit-events.ts";
import { applyChanges, insertDecision, isContest } from "./decisions-store.ts";
import { type DecisionKind, type MadeDecision, makeDecision } from "./make-decision.ts";

/** Often enough for any contest that is not a livelock: each lost round means that another decision was taken. */
const ROUNDS = 5;

/**
 * Takes one review decision on a scenario: locks its incubation, decides over its entities, and writes decision,
 * entities, audit events (one a changed entity), revision and the report's job in one transaction. A constant number of
 * statements, for one entity as for all. A decision that changes nothing writes nothing.
 *
 * When another scenario takes a name between deciding and writing, the decision is made anew on what holds then.
 *
 * @throws ViveroError NOT_FOUND when the scenario was never imported or an item is not one of its entities;
 *   REVIEW_CONFLICT when other decisions got in between every time
 */
export async function takeDecision(
  ports: Ports,
  context: CallContext,
  input: ReviewInput,
  kind: DecisionKind,
): Promise<ReviewResult> {
  for (let round = 1; ; round++) {
    try {
      const result = await ports.database.tenant(context.actor.organizationId, async (trx) =>
        record(ports, trx, {
          context,
          kind,
          made: await makeDecision(trx, context, input, { kind, lock: true }),
        }),
      );
      if (result.decisionId !== null) ports.reports.wake();
      return result;
    } catch (error) {
      if (!isContest(error)) throw error;
      if (round === ROUNDS) {
        throw new ViveroError(
          "REVIEW_CONFLICT",
          "Other decisions keep taking the same names; try again when they are through.",
          { cause: error },
        );
      }
    }
  }
}

async function record(
  { reports, clock }: Ports,
  trx: Transaction,
  { context, kind, made }: { context: CallContext; kind: DecisionKind; made: MadeDecision },
): Promise<ReviewResult> {
  const { incubation, result } = made;
  const { changes } = made.outcome;
  if (changes.length === 0) return result;

  const { scenarioId } = incubation;
  const { actor, requestId } = context;
  const decision = {
    organizationId: actor.organizationId,
    scenarioId,
    action: kind.action,
    reason: kind.reason,
    counts: result.counts,
    decidedBy: actor.userId,
    decidedAt: clock(),
    requestId,
  };
  const decisionId = await insertDecision(trx, decision);
  await applyChanges(trx, { ...decision, id: decisionId }, changes);
  await advance(trx, incubation, result.remaining);
  await reports.enqueue(trx, { scenarioId, actor, requestId });
  await appendAuditEvents(
    trx,
    { schema: "catalog", organizationId: actor.organizationId, actor, requestId, at: decision.decidedAt },
    auditEventsOf(changes, { incubation, decisionId, reason: kind.reason }),
  );
  return { ...result, decisionId };
}
