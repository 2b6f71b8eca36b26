import { describe, expect, it } from "vitest";
import { kindsOf, reading } from "../test/expect-read.ts";
import { SCENARIO } from "../test/scenario-schema.ts";

/** A scenario with these members beside its metadata, read; its capabilities and the kinds of its liberties. */
function read(members: object) {
  const result = reading(JSON.stringify({ scenario_metadata: { name: "N" }, ...members }), SCENARIO);
  return { capabilities: (result.value as { capabilities: unknown }).capabilities, kinds: kindsOf(result) };
}

describe("a flat list beside the tree", () => {
  it("hangs where the key that speaks of the holder says, whatever other keys look like", () => {
    const { capabilities } = read({
      capabilities: [
        { id: "1", name: "A" },
        { id: "2", name: "B" },
      ],
      competencies: [
        { name: "X", capability_id: "2", priority: "1" },
        { name: "Y", capability_id: "1", priority: "2" },
      ],
    });
    expect(capabilities).toEqual([
      { id: "1", name: "A", competencies: [{ name: "Y" }] },
      { id: "2", name: "B", competencies: [{ name: "X" }] },
    ]);
  });

  it("hangs by ids that are numbers", () => {
    const { capabilities } = read({
      capabilities: [
        { id: 1, name: "A", competencies: [11] },
        { id: 2, name: "B" },
      ],
      competencies: [
        { id: 10, name: "X", capability_id: 2 },
        { id: 11, name: "Y" },
      ],
      skills: [{ name: "S", competency_id: 10 }],
    });
    expect(capabilities).toMatchObject([
      { name: "A", competencies: [{ name: "Y" }] },
      { name: "B", competencies: [{ name: "X", skills: [{ name: "S" }] }] },
    ]);
  });

  it("tells names apart that differ in more than spaces and dashes", () => {
    const { capabilities, kinds } = read({
      capabilities: [{ name: "C", competencies: [{ name: "K", skills: ["C#", "C++"] }] }],
      skills: [{ name: "C", description: "the language C" }],
    });
    expect(capabilities).toMatchObject([{ competencies: [{ skills: [{ name: "C#" }, { name: "C++" }] }] }]);
    expect(kinds).toContain("reference_unresolved");
  });

  it("prefers the very id to one that only looks like it", () => {
    const { capabilities } = read({
      capabilities: [
        { id: "1-1", name: "A" },
        { id: "11", name: "B" },
      ],
      competencies: [{ name: "X", capability_id: "11" }],
    });
    expect(capabilities).toMatchObject([{ name: "A" }, { name: "B", competencies: [{ name: "X" }] }]);
  });

  it("takes an id for another way of writing it", () => {
    const { capabilities } = read({
      capabilities: [{ id: "CAP-01", name: "A" }],
      competencies: [{ name: "X", capability_id: "cap_01" }],
    });
    expect(capabilities).toMatchObject([{ name: "A", competencies: [{ name: "X" }] }]);
  });
});
