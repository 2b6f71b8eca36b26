import { compareKeys, compareStretches, type Key, type Stretch } from "./keys.ts";

/** A stretch to do next, with how many rows of the plan it holds. */
export type Claim = Stretch & { readonly rows: number };

/** Where the first `rows` rows of a stretch end; undefined when it holds none. */
export type FindEnd = (stretch: Stretch, rows: number) => Promise<{ last: Key; rows: number } | undefined>;

/** What is still to do of a run, handed out to its lanes from the front. */
export type RemainingWork = {
  /**
   * At most `rows` rows that nobody else has; undefined when all is done, or closed. While others have the rest it waits, as
   * they may give it back: a lane that holds on to a row must not hold up what comes after it.
   */
  claim(rows: number): Promise<Claim | undefined>;
  /** It is done. */
  done(claim: Claim): void;
  /** It was not done: it comes next again, in pieces of at most `rows` rows. */
  giveBack(claim: Claim, rows: number): void;
  /** Nothing is handed out any more, and who waits for something gets nothing. */
  close(): void;
  /** All before this is done once `claim` is; null when nothing at all is left then. */
  floor(claim: Claim): { part: number; after: Key } | null;
};

/** Starts from the stretches that are open, in order and without overlaps. */
export function openWork(open: readonly Stretch[], findEnd: FindEnd): RemainingWork {
  const waiting: { stretch: Stretch; mostRows: number }[] = open.map((stretch) => ({
    stretch,
    mostRows: Number.POSITIVE_INFINITY,
  }));
  const claimed = new Set<Claim>();
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;
  let change = Promise.withResolvers<void>();

  /** Wakes who waits for something to do. */
  function tell(): void {
    change.resolve();
    change = Promise.withResolvers<void>();
  }

  /** One at a time: two that look at the same front would take the same rows. */
  function claimInTurn(rows: number): Promise<Claim | undefined> {
    const next = turn.then(() => claimNext(rows));
    turn = next.catch(() => undefined);
    return next;
  }

  async function claimNext(rows: number): Promise<Claim | undefined> {
    for (let front = waiting[0]; front !== undefined; front = waiting[0]) {
      const { stretch, mostRows } = front;
      const end = await findEnd(stretch, Math.min(rows, mostRows));
      if (end !== undefined) {
        const claim = { ...stretch, last: end.last, rows: end.rows };
        // Given back meanwhile, another stretch may stand in front of it.
        const place = waiting.indexOf(front);
        waiting[place] = { stretch: { ...stretch, after: end.last }, mostRows };
        if (compareKeys(end.last, stretch.last) === 0) waiting.splice(place, 1);
        claimed.add(claim);
        return claim;
      }
      waiting.splice(waiting.indexOf(front), 1);
    }
    return undefined;
  }

  return {
    async claim(rows) {
      while (!closed) {
        const changed = change.promise;
        const claim = await claimInTurn(rows);
        if (claim !== undefined) return claim;
        if (waiting.length > 0) continue;
        if (claimed.size === 0) return undefined;
        await changed;
      }
      return undefined;
    },
    done(claim) {
      claimed.delete(claim);
      tell();
    },
    giveBack(claim, rows) {
      claimed.delete(claim);
      waiting.push({ stretch: claim, mostRows: rows });
      waiting.sort((one, other) => compareStretches(one.stretch, other.stretch));
      tell();
    },
    close() {
      closed = true;
      tell();
    },
    floor(claim) {
      const others = [...claimed].filter((one) => one !== claim);
      const [lowest] = [...waiting.map(({ stretch }) => stretch), ...others].sort(compareStretches);
      return lowest === undefined ? null : { part: lowest.part, after: lowest.after };
    },
  };
}
