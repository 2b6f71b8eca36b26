import { describe, expect, it } from "vitest";
import { adaptBatchSize } from "./batch-size.ts";

/** How long the later batches take where a batch costs `fixedMs`, and each of its rows `rowMs`. */
function settle({ fixedMs, rowMs, targetMs }: { fixedMs: number; rowMs: number; targetMs: number }) {
  const size = adaptBatchSize({ targetMs, firstRows: 200, mostRows: 20_000 });
  return Array.from({ length: 60 }, () => {
    const rows = size.rows();
    const totalMs = fixedMs + rows * rowMs;
    size.learn(rows, { totalMs, writingMs: rows * rowMs });
    return { rows, totalMs };
  }).slice(30);
}

describe("adaptBatchSize", () => {
  it.each([
    [4, 0.1],
    [1, 0.02],
    [10, 1],
    [5, 30],
  ])(
    "comes to batches of the target's length where a batch costs %d ms and a row %d ms",
    (fixedMs, rowMs) => {
      for (const { totalMs } of settle({ fixedMs, rowMs, targetMs: 100 })) {
        expect(totalMs).toBeGreaterThan(60);
        expect(totalMs).toBeLessThan(110);
      }
    },
  );

  it("does not fall to single rows where every batch takes longer than the target", () => {
    for (const { rows } of settle({ fixedMs: 40, rowMs: 0.2, targetMs: 20 })) expect(rows).toBe(50);
  });

  it("goes down at once when rows become costly, and never above its bound or below one row", () => {
    const size = adaptBatchSize({ targetMs: 100, firstRows: 200, mostRows: 500 });
    const took = (rows: number, rowMs: number) => ({ totalMs: 2 + rows * rowMs, writingMs: rows * rowMs });
    for (let batch = 0; batch < 30; batch++) size.learn(size.rows(), took(size.rows(), 0.01));
    expect(size.rows()).toBe(500);
    size.learn(500, took(500, 5));
    expect(size.rows()).toBeLessThan(100);
    for (let batch = 0; batch < 30; batch++) size.learn(size.rows(), took(size.rows(), 1_000));
    expect(size.rows()).toBe(1);
  });
});
