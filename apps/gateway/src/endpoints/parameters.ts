import { Id } from "@vivero/contracts";
import { Type } from "typebox";

/** The `{id}` of a path. */
export const IdPath = Type.Object({ id: Id }, { additionalProperties: false });
