import type { Judgement } from "./judge-answer.ts";
import type { ModelEvent } from "./model/language-model.ts";
import type { ModelError } from "./model/model-error.ts";

/** How an attempt went: the model answered and the answer was judged, or it did not answer. */
export type AttemptResult =
  | {
      answered: true;
      ending: Extract<ModelEvent, { type: "end" }>;
      /** Of the whole answer, the parts included that earlier attempts brought. */
      text: string;
      judgement: Judgement;
      /** Whether it was cut where the model may be asked to go on. */
      cut: boolean;
    }
  | { answered: false; error: ModelError };
