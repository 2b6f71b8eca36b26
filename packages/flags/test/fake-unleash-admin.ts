import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** The admin API of Unleash as far as one flag in one environment needs it, on 127.0.0.1. */
export interface FakeUnleashAdmin {
  url: string;
  token: string;
  enabled: boolean;
  strategies: { id: string; constraints: object[]; [field: string]: unknown }[];
  stop(): Promise<void>;
}

const place = "/api/admin/projects/default/features/import_generation/environments/development";

export async function startFakeUnleashAdmin(): Promise<FakeUnleashAdmin> {
  const server = createServer(async (request, response) => {
    const answer = answerTo(fake, request.method ?? "", request.url ?? "", {
      token: request.headers.authorization,
      body: await text(request),
    });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const fake: FakeUnleashAdmin = {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    token: "*:*.test-secret",
    enabled: false,
    strategies: [],
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

function answerTo(
  fake: FakeUnleashAdmin,
  method: string,
  path: string,
  { token, body }: { token: string | undefined; body: string },
): { status: number; body?: unknown } {
  if (token !== fake.token) {
    return { status: 401, body: { name: "UnauthorizedError", message: "You must log in to use Unleash." } };
  }
  const strategies = `${place}/strategies`;
  switch (`${method} ${path}`) {
    case `POST ${place}/on`:
      fake.enabled = true;
      return { status: 200 };
    case `POST ${place}/off`:
      fake.enabled = false;
      return { status: 200 };
    case `GET ${strategies}`:
      return { status: 200, body: fake.strategies };
    case `POST ${strategies}`:
      fake.strategies.push({ id: `strategy-${fake.strategies.length}`, ...JSON.parse(body) });
      return { status: 200, body: fake.strategies.at(-1) };
  }
  const strategy = fake.strategies.find(({ id }) => method === "PATCH" && path === `${strategies}/${id}`);
  if (!strategy) {
    return { status: 404, body: { name: "NotFoundError", message: "There is no such flag." } };
  }
  for (const { op, path: field, value } of JSON.parse(body)) {
    if (op === "replace") {
      strategy[String(field).slice(1)] = value;
    }
  }
  return { status: 200, body: strategy };
}
