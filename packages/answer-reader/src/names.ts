/**
 * What is left of a name when case, accents, spaces and punctuation do not count: `Descripción`, `descripcion` and
 * `DESCRIPCION` are one; so are `horizon_months` and `horizonMonths`.
 */
export function plainName(name: string): string {
  const lower = name.toLowerCase();
  if (/^[a-z0-9]*$/.test(lower)) return lower;
  return lower.normalize("NFKD").replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** The words of a text as {@link plainName} has them: `The answer: K-2` is `the`, `answer`, `k`, `2`. */
export function plainWords(text: string): string[] {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
