/**
 * What is left of an id or a name of a thing when case, accents, spaces and dashes do not count: `CAP-01` and `cap_01` are
 * one. All else tells things apart: `C`, `C#` and `C++`; `1.1` and `11`.
 */
export function foldedName(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/[\p{M}\s_\u2010-\u2015-]/gu, "")
    .toLowerCase();
}

/** Things by their ids and names: those of the very name, or else those whose name is folded to the same. */
export class NameIndex<Thing> {
  private readonly exact = new Map<string, Thing[]>();
  private readonly folded = new Map<string, Thing[]>();

  add(name: string, thing: Thing): void {
    put(this.exact, name, thing);
    put(this.folded, foldedName(name), thing);
  }

  get(name: string): readonly Thing[] {
    return this.exact.get(name) ?? this.folded.get(foldedName(name)) ?? [];
  }

  has(name: string): boolean {
    return this.folded.has(foldedName(name));
  }
}

function put<Thing>(map: Map<string, Thing[]>, name: string, thing: Thing): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [thing]);
  else known.push(thing);
}
