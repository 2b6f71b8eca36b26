import { Type } from "typebox";

export const FlagListSchema = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          enabled: Type.Boolean(),
          source: Type.Enum(["unleash", "last-known", "fallback"], {
            description: "Where the value comes from.",
          }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: "FlagList", description: "Flags as they stand for one organization.", additionalProperties: false },
);
