import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Message = { role: string; content: string };

/** What a model does with a request: the text that it sends, and why it ends. */
export type Reply = { text: string; finishReason: string; usage?: boolean };

/** An OpenAI-compatible model that does what the simulator does not. */
export interface WaywardModel {
  /** Ends with `/v1`. */
  readonly baseUrl: string;
  stop(): Promise<void>;
}

/** Starts it on a free port. It is given the conversation, and streams what it is told to. */
export async function startWaywardModel(
  reply: (messages: readonly Message[]) => Reply,
): Promise<WaywardModel> {
  const server = createServer(async (request, response) => {
    const { messages } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as {
      messages: Message[];
    };
    const { text, finishReason, usage = true } = reply(messages);
    const chunk = (choices: object[], more = {}) =>
      `data: ${JSON.stringify({ id: "1", model: "wayward", choices, ...more })}\n\n`;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(chunk([{ index: 0, delta: { content: text } }]));
    response.write(chunk([{ index: 0, delta: {}, finish_reason: finishReason }]));
    if (usage) response.write(chunk([], { usage: { prompt_tokens: 10, completion_tokens: 20 } }));
    response.end("data: [DONE]\n\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
