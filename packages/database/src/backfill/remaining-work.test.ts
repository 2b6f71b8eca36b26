import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareKeys, FIRST_KEY, gapsBetween, type Key, LAST_KEY, type Stretch } from "./keys.ts";
import { type Claim, openWork } from "./remaining-work.ts";

const key = fc.record({
  organizationId: fc.integer({ min: 1, max: 4 }),
  id: fc.integer({ min: 1, max: 12 }),
});
const row = fc.record({ part: fc.integer({ min: 0, max: 1 }), key });
type Row = { part: number; key: Key };

const within = ({ part, after, last }: Stretch, { part: own, key: at }: Row) =>
  own === part && compareKeys(at, after) > 0 && compareKeys(at, last) <= 0;
const nameOf = ({ part, key: { organizationId, id } }: Row) => `${part}/${organizationId}/${id}`;

/** The database's part, over rows in memory. */
function findEndAmong(rows: readonly Row[]) {
  const sorted = [...rows].sort((one, other) => compareKeys(one.key, other.key));
  return async (stretch: Stretch, most: number) => {
    const found = sorted.filter((one) => within(stretch, one)).slice(0, most);
    const last = found.at(-1);
    return last && { last: last.key, rows: found.length };
  };
}

describe("gapsBetween", () => {
  it("holds every row that lies in no done stretch, and no other", () => {
    const stretch = fc
      .tuple(fc.integer({ min: 0, max: 1 }), key, key)
      .map(([part, one, other]) =>
        compareKeys(one, other) < 0 ? { part, after: one, last: other } : { part, after: other, last: one },
      );
    fc.assert(
      fc.property(fc.array(stretch), fc.array(row), (done, rows) => {
        const gaps = gapsBetween(done, 2);
        for (const one of rows) {
          const isDone = done.some((each) => within(each, one));
          expect(gaps.filter((gap) => within(gap, one))).toHaveLength(isDone ? 0 : 1);
        }
      }),
    );
  });

  it("is everything where nothing is done", () => {
    expect(gapsBetween([], 2)).toEqual([
      { part: 0, after: FIRST_KEY, last: LAST_KEY },
      { part: 1, after: FIRST_KEY, last: LAST_KEY },
    ]);
  });
});

describe("openWork", () => {
  it("hands out every row once, whatever is given back and however many lanes there are, and its floor has nothing before it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { selector: nameOf }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.infiniteStream(fc.boolean()),
        async (rows, size, lanes, failures) => {
          const work = openWork(gapsBetween([], 2), findEndAmong(rows));
          const done: string[] = [];
          const rowsOf = (claim: Claim) => rows.filter((one) => within(claim, one));
          const lane = async () => {
            for (let claim = await work.claim(size); claim !== undefined; claim = await work.claim(size)) {
              expect(rowsOf(claim)).toHaveLength(claim.rows);
              if (claim.rows > 1 && failures.next().value) {
                work.giveBack(claim, Math.floor(claim.rows / 2));
                continue;
              }
              const floor = work.floor(claim);
              done.push(...rowsOf(claim).map(nameOf));
              for (const one of rows.filter((each) => !done.includes(nameOf(each)))) {
                expect(floor).not.toBeNull();
                const isBefore =
                  floor &&
                  (one.part < floor.part ||
                    (one.part === floor.part && compareKeys(one.key, floor.after) <= 0));
                expect(isBefore).toBe(false);
              }
              work.done(claim);
            }
          };
          await Promise.all(Array.from({ length: lanes }, lane));
          expect(done.sort()).toEqual(rows.map(nameOf).sort());
        },
      ),
    );
  });
});
