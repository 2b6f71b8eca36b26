import { useCallback, useState } from "react";
import type { ReviewIndex } from "./tree-index.ts";

const LARGE = 600;

/** Which branches are folded. A large tree begins folded; a narrowed one shows all that matches and has folds of its own. */
export function useFolding(index: ReviewIndex, isNarrowed: boolean) {
  const [plain, setPlain] = useState<ReadonlySet<string>>(
    () => new Set(index.total > LARGE ? index.roots.map(({ key }) => key) : []),
  );
  const [narrowed, setNarrowed] = useState<ReadonlySet<string>>(new Set());
  const set = isNarrowed ? setNarrowed : setPlain;
  const toggle = useCallback(
    (key: string, expanded: boolean) =>
      set((before) => {
        const after = new Set(before);
        if (expanded) after.delete(key);
        else after.add(key);
        return after;
      }),
    [set],
  );
  const unfold = useCallback(
    (keys: readonly string[]) =>
      set((before) =>
        keys.some((key) => before.has(key))
          ? new Set([...before].filter((key) => !keys.includes(key)))
          : before,
      ),
    [set],
  );
  return { folded: isNarrowed ? narrowed : plain, toggle, unfold };
}
