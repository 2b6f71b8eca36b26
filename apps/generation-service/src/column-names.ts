/** The columns of fields: `acceptedAt` is stored in `accepted_at`. Objection maps values and not the names in a query. */
export function columnsOf(fields: readonly string[]): string[] {
  return fields.map((field) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}
