import { Type } from "typebox";

/** Body of `POST /scenario-generations/{id}/accept`. */
export const AcceptBodySchema = Type.Object(
  {
    import: Type.Optional(
      Type.Boolean({ default: false, description: "Whether to import the tree as well." }),
    ),
  },
  { $id: "AcceptBody", description: "How to accept.", additionalProperties: false },
);
