import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A flag as the client API of Unleash sends it. */
export interface ServedFlag {
  name: string;
  enabled: boolean;
  strategies: object[];
}

export interface FakeUnleashServer {
  /** Address without `/api`; it stays the same when the server is stopped and started again. */
  url: string;
  token: string;
  /** What `GET /api/client/features` answers, with an entity tag. */
  flags: ServedFlag[];
  segments: object[];
  /** Another answer to that route while set. */
  failure: { status: number; body: string } | null;
  /** Status of each answer to that route, in order. */
  answers: number[];
  /** The requests to every route, `METHOD path`. */
  requests: string[];
  start(): Promise<void>;
  /** Ends open connections too, as a killed server does. */
  stop(): Promise<void>;
}

/** A server that speaks the client API of Unleash on 127.0.0.1, for tests of what happens when it misbehaves. */
export async function startFakeUnleashServer(): Promise<FakeUnleashServer> {
  let server: Server | undefined;
  let port = 0;

  const fake: FakeUnleashServer = {
    url: "",
    token: "default:development.test-secret",
    flags: [],
    segments: [],
    failure: null,
    answers: [],
    requests: [],
    async start() {
      const started = createServer((request, response) => answer(fake, request, response));
      server = started;
      await new Promise<void>((resolve, reject) => {
        started.once("error", reject).listen(port, "127.0.0.1", resolve);
      });
      const address = started.address();
      port = typeof address === "object" && address !== null ? address.port : port;
      fake.url = `http://127.0.0.1:${port}`;
    },
    async stop() {
      const running = server;
      server = undefined;
      running?.closeAllConnections();
      await new Promise<void>((resolve) => (running ? running.close(() => resolve()) : resolve()));
    },
  };
  await fake.start();
  return fake;
}

function answer(fake: FakeUnleashServer, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  fake.requests.push(`${request.method} ${request.url}`);
  if (request.url !== "/api/client/features") {
    response.writeHead(202).end();
    return;
  }
  const { status, body, entityTag } = features(fake, request);
  fake.answers.push(status);
  response.writeHead(status, { "content-type": "application/json", ...(entityTag && { etag: entityTag }) });
  response.end(status === 304 ? undefined : body);
}

function features(
  fake: FakeUnleashServer,
  request: IncomingMessage,
): { status: number; body: string; entityTag?: string } {
  if (fake.failure) {
    return fake.failure;
  }
  if (request.headers.authorization !== fake.token) {
    return { status: 401, body: "{}" };
  }
  const body = JSON.stringify({ version: 2, features: fake.flags, segments: fake.segments });
  const entityTag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
  return { status: request.headers["if-none-match"] === entityTag ? 304 : 200, body, entityTag };
}

/** A flag rolled out fully, or to the organizations in `organizationIds` only. */
export function servedFlag(name: string, enabled: boolean, organizationIds?: number[]): ServedFlag {
  const constraints = organizationIds && [
    { contextName: "organizationId", operator: "IN", values: organizationIds.map(String) },
  ];
  return {
    name,
    enabled,
    strategies: [
      {
        name: "flexibleRollout",
        parameters: { rollout: "100", stickiness: "organizationId", groupId: name },
        constraints: constraints ?? [],
      },
    ],
  };
}
