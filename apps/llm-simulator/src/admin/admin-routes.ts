import { Hono } from "hono";
import type { Answer } from "../answers/answer.ts";
import { faultInName } from "../answers/answer.ts";
import type { AnswerLibrary } from "../answers/answer-library.ts";
import { countTokens } from "../delivery/tokens.ts";
import { FAULT_NAMES, type Fault, FaultSyntaxError, makeFault, parseFault } from "../faults/fault.ts";
import type { FaultQueue } from "../faults/fault-queue.ts";
import { invalidRequest } from "../protocol/provider-error.ts";
import { readJson } from "../protocol/read-json.ts";
import type { ReceivedRequests } from "./received-requests.ts";

const NAME = /^[^\p{Cc}/\\]{1,200}$/u;

function view(answer: Answer) {
  return {
    name: answer.name,
    companies: answer.companies,
    posted: answer.posted,
    fault: answer.fault?.name ?? null,
    bytes: Buffer.byteLength(answer.text),
    tokens: countTokens(answer.text),
  };
}

/** @throws ProviderError 400 for a fault that cannot be understood. */
function readFault(read: () => Fault | null): Fault | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof FaultSyntaxError) throw invalidRequest(error.message, "fault");
    throw error;
  }
}

function postedAnswer(body: Record<string, unknown>): Answer {
  const { name, text, companies = [], fault } = body;
  if (typeof name !== "string" || !NAME.test(name)) {
    throw invalidRequest("'name' must have 1 to 200 characters, without / and control characters.", "name");
  }
  if (typeof text !== "string") throw invalidRequest("'text' must be a string.", "text");
  if (
    !Array.isArray(companies) ||
    !companies.every((company) => typeof company === "string" && company !== "")
  ) {
    throw invalidRequest("'companies' must be an array of names.", "companies");
  }
  if (fault != null && typeof fault !== "string") {
    throw invalidRequest("'fault' must be a string such as \"truncated; at=0.5\".", "fault");
  }
  const wanted = readFault(() => (fault == null ? faultInName(name) : parseFault(fault)));
  return { name, text, companies, fault: wanted, posted: true };
}

interface PostedFault {
  readonly fault: Fault;
  readonly times: number;
  readonly match: string | null;
}

function postedFault(body: Record<string, unknown>): PostedFault {
  const { fault, times = 1, options = {}, match = null } = body;
  if (typeof fault !== "string") throw invalidRequest("'fault' must be the name of a fault.", "fault");
  if (typeof times !== "number" || !Number.isInteger(times) || times < 1) {
    throw invalidRequest("'times' must be an integer of at least 1.", "times");
  }
  if (match !== null && (typeof match !== "string" || match === "")) {
    throw invalidRequest("'match' must be a text or null.", "match");
  }
  if (typeof options !== "object" || options === null)
    throw invalidRequest("'options' must be an object.", "options");
  const texts = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]));
  const made = readFault(() => makeFault(fault, texts, false));
  if (!made) throw invalidRequest("'fault' must be the name of a fault.", "fault");
  return { fault: made, times, match };
}

interface AdminParts {
  readonly answers: AnswerLibrary;
  readonly faults: FaultQueue;
  readonly requests: ReceivedRequests;
}

/** What tests and the demo use to steer a running simulator: `/simulator/answers`, `/faults` and `/requests`. */
export function adminRoutes({ answers, faults, requests }: AdminParts): Hono {
  const app = new Hono();
  app.get("/answers", (context) => context.json({ answers: answers.list().map(view) }));
  app.post("/answers", async (context) => {
    const answer = postedAnswer(await readJson(context.req.raw));
    const replaced = answers.list().some(({ name }) => name === answer.name);
    answers.put(answer);
    return context.json(view(answer), replaced ? 200 : 201);
  });
  app.get("/faults", (context) => context.json({ queued: faults.list(), known: FAULT_NAMES }));
  app.post("/faults", async (context) => {
    const { fault, times, match } = postedFault(await readJson(context.req.raw));
    faults.add(fault, times, match);
    return context.json({ queued: faults.list() }, 201);
  });
  app.delete("/faults", (context) => {
    faults.clear();
    return context.body(null, 204);
  });
  app.get("/requests", (context) => {
    const limit = Number(context.req.query("limit") ?? Number.MAX_SAFE_INTEGER);
    if (!Number.isInteger(limit) || limit < 1)
      throw invalidRequest("'limit' must be an integer of at least 1.", "limit");
    return context.json({ requests: requests.list(limit) });
  });
  return app;
}
