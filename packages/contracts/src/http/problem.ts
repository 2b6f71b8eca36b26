import { type Static, Type } from "typebox";
import { ERROR_CODES, FieldErrorSchema } from "../errors.ts";

/** RFC 9457 `application/problem+json`: the body of every error of the HTTP API. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: "A URI that names the kind of problem." }),
    title: Type.String({ description: "The kind of problem in words." }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: "What went wrong this time, and what to do." }),
    code: Type.Enum(ERROR_CODES as [string, ...string[]], { description: "Stable; programs go by it." }),
    requestId: Type.String({ description: "Give it to support; it stands in every log and in the audit." }),
    errors: Type.Optional(Type.Array(FieldErrorSchema, { description: "The fields at fault." })),
  },
  { $id: "Problem", description: "RFC 9457 problem details.", additionalProperties: true },
);
export type Problem = Static<typeof ProblemSchema>;
