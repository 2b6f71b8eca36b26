import type { IncubatingEntity } from "@vivero/contracts";

type EntityReference = NonNullable<IncubatingEntity["mergedInto"]>;

/** What one key merges into: the bearer of the same name, or the best suggestion when no other fits about as well. */
export function bestMatch({ sameAs, suggestions }: IncubatingEntity): EntityReference | undefined {
  if (sameAs) return sameAs;
  const [first] = suggestions;
  if (!first || first.ambiguous) return undefined;
  return { type: first.type, id: first.id, name: first.name };
}
