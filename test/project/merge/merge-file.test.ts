import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addedLines } from "../../../src/project/merge/guard.ts";
import { printMarkers } from "../../../src/project/merge/markers.ts";
import { settle } from "../../../src/project/merge/pieces.ts";
import { merge } from "./request.ts";

describe("renames", () => {
  const base =
    'export const S = {\n  id: "id",\n  cover_url: "text",\n};\nexport const x = S.cover_url;\nexport const y = 1;\n';
  const theirs =
    'export const S = {\n  id: "id",\n  cover: "text",\n  pages: "int",\n};\nexport const x = S.cover;\nexport const y = 1;\n';
  const renames = [{ from: "cover_url", to: "cover" }];

  test("a renamed field meets lines of the user's own beside it, and theirs stay as they are", async () => {
    const mine =
      'export const S = {\n  id: "id",\n  cover_url: "text",\n  own: "int",\n};\nexport const x = S.cover_url;\nexport const y = 1;\nexport const z = [S.cover_url];\n';
    const merged = await merge({ path: "a.ts", base, mine, theirs, renames });
    expect(merged.conflicts).toEqual([]);
    expect(merged.text).toBe(
      'export const S = {\n  id: "id",\n  cover: "text",\n  pages: "int",\n  own: "int",\n};\nexport const x = S.cover;\nexport const y = 1;\nexport const z = [S.cover_url];\n',
    );
  });

  test("without it there would be a conflict", async () => {
    const mine = base.replace("S.cover_url;", "S.cover_url; // shown");
    const plain = await merge({ path: "a.txt", base, mine, theirs });
    expect(plain.status).toBe("conflict");
  });

  test("lines that the user put into a block take the new name; what they wrote there does not", async () => {
    const merged = await merge({
      path: "a.ts",
      base: "start();\nsend({\n  cover_url: 1,\n});\nend();\n",
      mine: "start();\nif (own) {\n  send({\n    cover_url: 1,\n  });\n  log(row.cover_url);\n}\nend();\n",
      theirs: "start();\nsend({\n  cover: 1,\n});\nend();\n",
      renames: [{ from: "cover_url", to: "cover" }],
    });
    expect(merged).toMatchObject({ status: "merged", level: "rename" });
    expect(merged.text).toBe(
      "start();\nif (own) {\n  send({\n    cover: 1,\n  });\n  log(row.cover_url);\n}\nend();\n",
    );
  });

  test("lines that keep the name in the new output keep it", async () => {
    const merged = await merge({
      path: "a.txt",
      base: "user: a\nreq.user\nthe end\n",
      mine: "user: a\nreq.user\nthe end\nmine\n",
      theirs: "account: a\nreq.user\nthe end\n",
      renames: [{ from: "user", to: "account" }],
    });
    expect(merged.text).toBe("account: a\nreq.user\nthe end\nmine\n");
  });

  test("part of a longer name is not the name", async () => {
    const merged = await merge({
      path: "a.txt",
      base: "tag\ntags tag_id\nx\n",
      mine: "tag\ntags tag_id\nx\nown tags\n",
      theirs: "label\ntags tag_id\nx\n",
      renames: [{ from: "tag", to: "label" }],
    });
    expect(merged.text).toBe("label\ntags tag_id\nx\nown tags\n");
  });
});

test("a file that the user ran a formatter over merges as if it had been generated so", async () => {
  const wide = (text: string) => text.replaceAll("  ", "\t").replaceAll('"', "'");
  const base = 'export const a = {\n  one: "1",\n  two: "2",\n};\n';
  const theirs = 'export const a = {\n  one: "1",\n  two: "2",\n  three: "3",\n};\n';
  const mine = `${wide(base)}export const own = '1';\n`;
  const merged = await merge({
    path: "a.ts",
    base,
    mine,
    theirs,
    format: async (text) => wide(text),
  });
  expect(merged).toMatchObject({ status: "merged", level: "formatter" });
  expect(merged.text).toBe(`${wide(theirs)}export const own = '1';\n`);
});

test.each([
  ["the user took the final line feed away", "a\nb", "a\nb\nc\n", "a\nb\nc"],
  ["the output ends without one", "own\na\nb\n", "a\nb", "own\na\nb"],
])("%s", async (_, mine, theirs, want) => {
  const merged = await merge({ path: "a.txt", base: "a\nb\n", mine, theirs });
  expect(merged).toMatchObject({ status: "merged", text: want });
});

/** A module as a generator prints it, and as a person and the next run may leave it. */
const names = ["list", "create", "retrieve", "update", "remove", "count", "search", "own"] as const;
interface Unit {
  readonly name: string;
  readonly lines: readonly string[];
}
const unit: fc.Arbitrary<Unit> = fc.record({
  name: fc.constantFrom(...names),
  lines: fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f"), { minLength: 1, maxLength: 4 }),
});
const print = (units: readonly Unit[]) =>
  `import { x } from "x";\n\nexport class Books {\n${units
    .map(
      ({ name, lines }) =>
        `  ${name}() {\n${lines.map((line) => `    this.${line}(${name});\n`).join("")}  }\n`,
    )
    .join("\n")}}\n`;
const module = fc.uniqueArray(unit, { selector: ({ name }) => name, maxLength: 6 });
const editsOf = fc.array(
  fc.tuple(fc.nat(6), fc.constantFrom("drop", "change", "insert", "line"), unit, fc.nat()),
  {
    maxLength: 3,
  },
);
type Edits = readonly (readonly [number, string, Unit, number])[];
function edit(units: readonly Unit[], edits: Edits, own: string): Unit[] {
  let result = [...units];
  for (const [at, kind, by, number] of edits) {
    const place = at % (result.length + 1);
    const target = result[place];
    const lines = by.lines.map((line) => `${own}${line}${number}`);
    if (kind === "insert" && !result.some(({ name }) => name === by.name)) {
      result.splice(place, 0, { name: by.name, lines });
    } else if (target !== undefined && kind === "drop")
      result = result.filter((one) => one !== target);
    else if (target !== undefined && kind === "change")
      result[place] = { name: target.name, lines };
    else if (target !== undefined) {
      result[place] = {
        name: target.name,
        lines: [...target.lines.slice(0, 1), ...lines, ...target.lines.slice(1)],
      };
    }
  }
  return result;
}
const sides = fc.tuple(module, editsOf, editsOf).map(([units, mine, theirs]) => ({
  base: print(units),
  mine: print(edit(units, mine, "mine")),
  theirs: print(edit(units, theirs, "their")),
}));

describe("whatever both sides do", () => {
  test.each(["src/a.ts", "a.txt"])(
    "every line that the user added is in the result, and with the output's conflicts taken, in those (%s)",
    async (path) => {
      await fc.assert(
        fc.asyncProperty(sides, async (three) => {
          const merged = await merge({ path, ...three });
          const there = merged.text.split("\n").map((line) => line.trim().replace(/[,;]$/, ""));
          for (const line of addedLines(three.base, three.mine)) expect(there).toContain(line);
          const theirs = settle(merged.pieces, "theirs")
            .split("\n")
            .map((line) => line.trim().replace(/[,;]$/, ""));
          for (const line of addedLines(three.base, three.theirs)) expect(theirs).toContain(line);
        }),
        { numRuns: 300 },
      );
    },
  );

  test("a merge without conflicts declares nothing twice and has sound syntax", async () => {
    await fc.assert(
      fc.asyncProperty(sides, async (three) => {
        const { status, text } = await merge({ path: "src/a.ts", ...three });
        if (status === "conflict") return;
        const methods = text.match(/^ {2}\w+\(\) \{$/gm) ?? [];
        expect(new Set(methods).size).toBe(methods.length);
        expect(text.split("{").length).toBe(text.split("}").length);
      }),
      { numRuns: 300 },
    );
  });

  test("only whole lines are in conflict, and settled for a side nothing of the other is left", async () => {
    await fc.assert(
      fc.asyncProperty(sides, async (three) => {
        const merged = await merge({ path: "src/a.ts", ...three });
        for (const { base, mine, theirs } of merged.conflicts) {
          for (const side of [base, mine, theirs]) expect(side).toMatch(/^$|\n$/);
        }
        const marked = printMarkers(merged.pieces, { mine: "m", base: "b", theirs: "t" });
        expect(marked.match(/^<{7} /gm) ?? []).toHaveLength(merged.conflicts.length);
      }),
      { numRuns: 200 },
    );
  });

  test("a side without changes gives the other, byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(sides, async ({ base, mine }) => {
        expect((await merge({ path: "a.ts", base, mine, theirs: base })).text).toBe(mine);
        expect((await merge({ path: "a.ts", base, mine: base, theirs: mine })).text).toBe(mine);
        expect((await merge({ path: "a.ts", base, mine, theirs: mine })).text).toBe(mine);
      }),
      { numRuns: 100 },
    );
  });

  test("structure leaves fewer conflicts than lines alone, never more", async () => {
    let [lines, structure] = [0, 0];
    for (const three of fc.sample(sides, { numRuns: 300, seed: 4 })) {
      lines += (await merge({ path: "a.txt", ...three })).conflicts.length;
      structure += (await merge({ path: "a.ts", ...three })).conflicts.length;
    }
    expect(structure).toBeLessThan(lines);
  });
});
