import { type AnswerStream, createAnswerStream, type JsonSchema } from "@vivero/answer-reader";
import type { GenerationEvent } from "@vivero/contracts";
import { type AnswerNode, answerNodes } from "../../../answer/answer-nodes.ts";

type EventData = GenerationEvent["data"];

/** What is known of an answer that is still being written. */
export interface LiveState {
  readonly status: NonNullable<EventData["status"]>;
  readonly attempt: number;
  readonly text: string;
  readonly nodes: readonly AnswerNode[];
  /** Why the attempt before did not do, when there is another one. */
  readonly lastError: { readonly code: string; readonly message: string } | null;
  /** Whether the attempt goes on where the answer before it was cut. */
  readonly continues: boolean;
  readonly finished: boolean;
}

/** An answer as its events tell it. */
export interface LiveAnswer {
  take(type: string, data: EventData): void;
  /** A picture of now; reading the tree out costs its size, so ask when you draw and not for every event. */
  state(): LiveState;
}

/** Follows the events of a generation: a new attempt forgets the text before it. */
export function createLiveAnswer(schema: JsonSchema, status: LiveState["status"]): LiveAnswer {
  let stream: AnswerStream = createAnswerStream(schema);
  let value: unknown;
  let facts: Omit<LiveState, "nodes"> = {
    status,
    attempt: 0,
    text: "",
    lastError: null,
    continues: false,
    finished: false,
  };
  return {
    take(type, data) {
      if (data.status) facts = { ...facts, status: data.status };
      if (data.lastError !== undefined) facts = { ...facts, lastError: data.lastError };
      if (type === "attempt") {
        stream = createAnswerStream(schema);
        // An attempt that goes on with a cut answer brings what stood before.
        const before = data.text ?? "";
        value = before === "" ? undefined : stream.push(before);
        facts = {
          ...facts,
          attempt: data.attempt ?? facts.attempt + 1,
          text: before,
          continues: data.continues ?? false,
        };
      }
      if (type === "chunk") {
        value = stream.push(data.text ?? "");
        facts = { ...facts, attempt: data.attempt ?? facts.attempt, text: facts.text + (data.text ?? "") };
      }
      if (type === "finished") facts = { ...facts, finished: true };
    },
    state: () => ({ ...facts, nodes: answerNodes(value) }),
  };
}
