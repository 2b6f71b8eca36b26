import {
  type CallContext,
  type CatalogApi,
  createCatalogRouter,
  type ImportInput,
  type ImportReport,
} from "@vivero/contracts";
import { createLogger, createMetrics, createServiceApp, type Listening, listen } from "@vivero/service-kit";
import { countTree } from "../src/answer-tree/describe-answer.ts";

type Answer = (input: ImportInput, context: CallContext) => Promise<ImportReport>;

/** A catalog over the real protocol that notes what it is sent, and answers as it is told. */
export interface CatalogDouble {
  readonly url: string;
  /** Every call, in order. */
  readonly calls: { input: ImportInput; context: CallContext }[];
  /** The calls for one generation. */
  callsFor(generationId: number): ImportInput[];
  /** From now on imports of this organization are answered so. */
  answerWith(organizationId: number, answer: Answer): void;
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
}

/** What a catalog reports that took everything. */
export async function takeAll(input: ImportInput): Promise<ImportReport> {
  return {
    incubationId: input.generationId,
    payloadHash: input.payloadHash,
    imported: countTree(input),
    alreadyActive: { capabilities: 0, competencies: 0, skills: 0 },
    skipped: input.skipped,
    importedAt: new Date().toISOString(),
  };
}

export async function startCatalog(tokenSecret: string): Promise<CatalogDouble> {
  const calls: CatalogDouble["calls"] = [];
  const answers = new Map<number, Answer>();
  const importTree: Answer = (input, context) => {
    calls.push({ input, context });
    return (answers.get(context.actor.organizationId) ?? takeAll)(input, context);
  };
  const app = createServiceApp({
    service: "catalog-service",
    router: createCatalogRouter({ importTree } as CatalogApi),
    tokenSecret,
    log: createLogger({ service: "catalog-double", level: "silent" }),
    metrics: createMetrics("catalog-double"),
    readiness: {},
  });
  let server: Listening | undefined = await listen({ app, port: 0 });
  const { url, port } = server;
  return {
    url,
    calls,
    callsFor: (generationId) =>
      calls.map(({ input }) => input).filter((input) => input.generationId === generationId),
    answerWith: (organizationId, answer) => answers.set(organizationId, answer),
    async stop() {
      await server?.close(0);
      server = undefined;
    },
    async start() {
      server = await listen({ app, port });
    },
  };
}
