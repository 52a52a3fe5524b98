import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diff } from "../../../src/project/merge/diff.ts";
import { mergeLines, type Sides } from "../../../src/project/merge/diff3.ts";
import { LineNumbers } from "../../../src/project/merge/lines.ts";
import { printMarkers, openMarkers } from "../../../src/project/merge/markers.ts";
import { conflictsOf, settle } from "../../../src/project/merge/pieces.ts";

const line = fc.constantFrom(
  "a\n",
  "b\n",
  "c\n",
  "d\n",
  "  }\n",
  "\n",
  "return x;\n",
  "e\n",
  "f\n",
  "g\n",
  "h\n",
);
const lines = fc.array(line, { maxLength: 30 });

/** A person's edits: stretches replaced, inserted or taken out at random places. */
function edited(
  base: readonly string[],
  edits: readonly (readonly [number, number, readonly string[]])[],
): string {
  const result = [...base];
  for (const [place, removed, added] of edits)
    result.splice(place % (result.length + 1), removed, ...added);
  return result.join("");
}
const edits = fc.array(fc.tuple(fc.nat(40), fc.nat(3), fc.array(line, { maxLength: 3 })), {
  maxLength: 3,
});
const sides: fc.Arbitrary<Sides> = fc.tuple(lines, edits, edits).map(([base, mine, theirs]) => ({
  base: base.join(""),
  mine: edited(base, mine),
  theirs: edited(base, theirs),
}));

describe("line merge", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "merge-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Null where git sees a conflict. */
  function gitMerge({ base, mine, theirs }: Sides): string | null {
    const [a, o, b] = ["mine", "base", "theirs"].map((name) => join(folder, name));
    writeFileSync(a ?? "", mine);
    writeFileSync(o ?? "", base);
    writeFileSync(b ?? "", theirs);
    const run = spawnSync("git", ["merge-file", "-p", a ?? "", o ?? "", b ?? ""], {
      encoding: "utf8",
    });
    return run.status === 0 ? run.stdout : null;
  }

  test("agrees with git merge-file", () => {
    const differing = fc.sample(sides, { numRuns: 2000, seed: 20 }).filter((example) => {
      const pieces = mergeLines(example);
      const ours = conflictsOf(pieces).length === 0 ? settle(pieces, "mine") : null;
      return ours !== gitMerge(example);
    });
    expect(differing).toEqual([]);
  }, 240_000);

  test("a side without changes gives the other side byte for byte", () => {
    fc.assert(
      fc.property(sides, ({ base, mine }) => {
        expect(mergeLines({ base, mine, theirs: base })).toEqual(mine === "" ? [] : [mine]);
        expect(mergeLines({ base, mine: base, theirs: mine })).toEqual(mine === "" ? [] : [mine]);
        expect(mergeLines({ base, mine, theirs: mine })).toEqual(mine === "" ? [] : [mine]);
      }),
    );
  });

  test("does not depend on which side is whose", () => {
    fc.assert(
      fc.property(sides, ({ base, mine, theirs }) => {
        const swapped = mergeLines({ base, mine: theirs, theirs: mine }).map((piece) =>
          typeof piece === "string"
            ? piece
            : { base: piece.base, mine: piece.theirs, theirs: piece.mine },
        );
        expect(swapped).toEqual(mergeLines({ base, mine, theirs }));
      }),
      { numRuns: 1000 },
    );
  });

  test("settled for one side, it holds every line of that side", () => {
    fc.assert(
      fc.property(sides, (example) => {
        const pieces = mergeLines(example);
        for (const side of ["mine", "theirs"] as const) {
          const result = settle(pieces, side).split("\n");
          const base = example.base.split("\n");
          for (const wanted of new Set(example[side].split("\n"))) {
            const count = (all: readonly string[]) => all.filter((one) => one === wanted).length;
            if (count(example[side].split("\n")) > count(base)) expect(result).toContain(wanted);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("lines that both sides added leave the conflict", () => {
    const pieces = mergeLines({
      base: "a\nz\n",
      mine: "a\nsame\nmine\nz\n",
      theirs: "a\nsame\ntheirs\nz\n",
    });
    expect(pieces).toEqual(["a\nsame\n", { base: "", mine: "mine\n", theirs: "theirs\n" }, "z\n"]);
    const text = printMarkers(pieces, { mine: "yours", base: "before", theirs: "generated" });
    expect(text).toBe(
      "a\nsame\n<<<<<<< yours\nmine\n||||||| before\n=======\ntheirs\n>>>>>>> generated\nz\n",
    );
    expect(openMarkers(text)).toEqual([3]);
    expect(openMarkers(text.replace(">>>>>>> generated\n", ""))).toEqual([]);
  });

  test.each([
    ["a regular pattern", (index: number) => ["{\n", "  id: 1,\n", "},\n", "\n"][index % 4]],
    [
      "two lines in disorder",
      (index: number) => ["}\n", "\n"][(index * index * 7919 + (index >> 3)) % 2],
    ],
  ])("takes a bounded number of steps for 150,000 repetitive lines: %s", (_, lineAt) => {
    const base = Array.from({ length: 150_000 }, (_line, index) => lineAt(index) ?? "");
    const mine = base.flatMap((text, index) => (index % 7 === 0 ? [text, "},\n"] : [text]));
    const theirs = base.filter((_line, index) => (index * 31) % 11 > 4);
    const pieces = mergeLines({
      base: base.join(""),
      mine: mine.join(""),
      theirs: theirs.join(""),
    });
    const numbers = new LineNumbers();
    const [before, ...others] = [base, mine, theirs].map((text) => numbers.of(text));
    for (const side of others) {
      let taken = 0;
      diff(before ?? side, side, (steps) => (taken += steps));
      // A search without a limit needs as many as both texts together times their differences: thousands of millions.
      const length = base.length + side.length;
      expect(taken).toBeLessThan(length * Math.sqrt(length));
    }
    const added = settle(pieces, "mine")
      .split("\n")
      .filter((text) => text === "},").length;
    expect(added).toBeGreaterThanOrEqual(mine.length - base.length);
  });
});
