/**
 * A comment of the user's own at every edge that a change of the declaration touches: it is in what comes out, or in a
 * conflict, once, and beside a neighbour that it had. `REGENERATION_COMMENTS` raises the number that is tried of each change.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diff } from "../../src/project/merge/diff.ts";
import { LineNumbers, splitLines } from "../../src/project/merge/lines.ts";
import { mergeFile, type Merged } from "../../src/project/merge/merge-file.ts";
import { Dice } from "../random/dice.ts";
import { hasPython, python } from "../support/requirements.ts";
import { startPython, type PythonProcess } from "./random/python-process.ts";
import { declaration, outputOf } from "./scenario.ts";

const tries = Number(process.env["REGENERATION_COMMENTS"] ?? 8);
const MARKS = ["own remark", "far remark"] as const;

const edit = (find: string, replace: string) => ({ find, replace });
const CHANGES = [
  [
    "a field in the middle",
    edit("      cover_url: url?\n", "      cover_url: url?\n      pages: integer?\n"),
  ],
  [
    "a field at the end",
    edit("      tags: <-> Tag\n", "      tags: <-> Tag\n      weight: integer?\n"),
  ],
  [
    "a first field",
    edit("      title: string(1..200)\n", "      code: string(3)\n      title: string(1..200)\n"),
  ],
  ["a value of an enum", edit("enum(draft, published)", "enum(draft, published, gone)")],
  [
    "a relation to one",
    edit("      author: -> Author\n", "      author: -> Author\n      editor: -> Author?\n"),
  ],
  [
    "a relation to many",
    edit("      tags: <-> Tag\n", "      tags: <-> Tag\n      authors: <-> Author\n"),
  ],
  [
    "a resource in the middle",
    edit("  Tag:\n", "  Shelf:\n    fields:\n      label: string(1..20)\n  Tag:\n"),
  ],
  [
    "a last resource",
    edit(
      "      name: string(1..40) unique\n",
      "      name: string(1..40) unique\n  Shelf:\n    fields:\n      label: string(1..20)\n",
    ),
  ],
] as const;

/** One remark in one file. */
interface Case {
  readonly path: string;
  readonly base: string;
  readonly theirs: string;
  readonly mine: string;
}

/**
 * The file with a remark on a line of its own, or behind a line, near each line that changes; and another anywhere, for
 * where lines cannot settle the one, the whole file is taken apart.
 */
function casesOf(one: Omit<Case, "mine">, dice: Dice): Case[] {
  const lines = splitLines(one.base);
  const numbers = new LineNumbers();
  const near = new Set<number>();
  for (const { aStart, aEnd } of diff(numbers.of(lines), numbers.of(splitLines(one.theirs)))) {
    for (let at = Math.max(0, aStart - 2); at <= Math.min(lines.length, aEnd + 2); at++)
      near.add(at);
  }
  const comment = one.path.endsWith(".py") ? "#" : "//";
  const all = remarksIn(lines, comment);
  return all.flatMap(({ at, text }): Case[] => {
    if (!near.has(at)) return [];
    const far = dice.pick(all);
    const remarked = lines.map((line, index) =>
      index === at ? text(line, MARKS[0]) : index === far.at ? far.text(line, MARKS[1]) : line,
    );
    const mine = remarked.join("") + (at === lines.length ? text("", MARKS[0]) : "");
    return [{ ...one, mine }];
  });
}

interface Remark {
  /** Number of the line. */
  readonly at: number;
  /** What becomes of it. */
  readonly text: (line: string, mark: string) => string;
}

function remarksIn(lines: readonly string[], comment: string): Remark[] {
  const inCode = codeLines(lines);
  return [...lines, ""].flatMap((line, at): Remark[] => {
    if (inCode[at] === false) return [];
    const indents = [line, lines[at - 1] ?? ""].map((one) => /^\s*/.exec(one.trimEnd())?.[0] ?? "");
    const above = [...new Set(indents)].map((indent) => ({
      at,
      text: (own: string, mark: string) => `${indent}${comment} ${mark}\n${own}`,
    }));
    const code = line.trimEnd();
    const isOpen = inCode[at + 1] === false || code === "" || /^\s*(#|\/|\*)|\\$/.test(code);
    const behind = (own: string, mark: string) => `${own.trimEnd()}  ${comment} ${mark}\n`;
    return isOpen ? above : [...above, { at, text: behind }];
  });
}

/** Whether each line begins outside of texts and comments of several lines. */
function codeLines(lines: readonly string[]): boolean[] {
  let isInside = false;
  return lines.map((one) => {
    const begins = !isInside;
    const marks = one.match(/"""|`|\/\*|\*\//g) ?? [];
    if (marks.length % 2 === 1) isInside = !isInside;
    return begins;
  });
}

function merge(one: Case, runPython: PythonProcess["run"]): Promise<Merged> {
  return mergeFile({ ...one, renames: [], format: null, runPython });
}

/** What is wrong with where the remarks came to be. */
function faultsIn(one: Case, merged: Merged): string[] {
  return MARKS.filter((mark) => one.mine.includes(mark)).flatMap((mark) => {
    const count = merged.text.split(mark).length - 1;
    if (count !== 1) return [`${mark}: it is there ${count} times`];
    if (merged.conflicts.some(({ mine }) => mine.includes(mark))) return [];
    const fault = moved(merged.text, placeIn(one.mine, mark), placeIn(merged.text, mark));
    return fault === null ? [] : [`${mark}: ${fault}`];
  });
}

interface Place {
  /** What stands before it on its line. */
  readonly code: string;
  /** The lines around it, up to one that says something. */
  readonly above: string;
  readonly below: string;
}

/** Null where it stands beside what it stood beside, or that is no more. */
function moved(merged: string, before: Place, after: Place): string | null {
  if (before.code !== "") {
    const isKept = bare(after.code) === bare(before.code) || !isSaying(before.code);
    return isKept || !has(merged, before.code)
      ? null
      : `it stood behind \`${before.code}\`, and stands behind \`${after.code}\``;
  }
  const kept = (["above", "below"] as const).filter((side) => has(merged, before[side]));
  if (kept.length === 0 || kept.some((side) => before[side] === after[side])) return null;
  return `it stood between\n${before.above}\nand\n${before.below}\nand stands between\n${after.above}\nand\n${after.below}`;
}

function placeIn(text: string, mark: string): Place {
  const other = MARKS.find((one) => one !== mark) ?? "";
  const lines = text
    .split("\n")
    .map((one) => one.replace(new RegExp(`\\s*(//|#) ${other}$`), ""))
    .filter((one) => one.trim() !== "");
  const at = lines.findIndex((one) => one.includes(mark));
  const code = (lines[at] ?? "").replace(new RegExp(`\\s*(//|#) ${mark}$`), "");
  const [above, below]: [string[], string[]] = [[], []];
  for (let i = at - 1; i >= 0 && !isSaying(above[0]); i--) above.unshift(bare(lines[i] ?? ""));
  for (let i = at + 1; i < lines.length && !isSaying(below.at(-1)); i++)
    below.push(bare(lines[i] ?? ""));
  return { code: code.trim() === "" ? "" : code, above: above.join("\n"), below: below.join("\n") };
}

function isSaying(line: string | undefined): boolean {
  return /[\p{L}\p{N}]/u.test(line ?? "");
}

function bare(code: string): string {
  return code.trim().replace(/[,;]$/, "");
}

/** The beginning and the end of a file are always there. */
function has(text: string, lines: string): boolean {
  if (lines === "") return true;
  const all = text
    .split("\n")
    .map(bare)
    .filter((one) => one !== "");
  return `\n${all.join("\n")}\n`.includes(`\n${bare(lines)}\n`);
}

describe.skipIf(!hasPython)("what a person remarks stays where it says something", () => {
  let process: PythonProcess;
  beforeAll(() => {
    process = startPython(python);
  });
  afterAll(() => process.stop());

  for (const target of ["fastify", "fastapi"]) {
    test.each(CHANGES)(
      `${target}: %s, come or gone`,
      { timeout: 600_000 },
      async (what, change) => {
        const texts = [declaration(target, []), declaration(target, [change])];
        const faults: string[] = [];
        for (const [from, to] of [texts, texts.toReversed()]) {
          const dice = new Dice(from === texts[0] ? 1 : 2);
          const [before, after] = [await outputOf(from ?? ""), await outputOf(to ?? "")];
          const later = new Map(after.output.files.map((file) => [file.path, file.text]));
          const all = before.output.files.flatMap(({ path, text, migration }) => {
            const next = later.get(path);
            if (next === undefined || next === text || migration || !/\.(ts|py)$/.test(path))
              return [];
            return casesOf({ path, base: text, theirs: next }, dice);
          });
          expect(all.length, what).toBeGreaterThan(0);
          for (const one of dice.several(all, tries)) {
            const found = faultsIn(one, await merge(one, process.run));
            faults.push(
              ...found.map(
                (fault) => `${one.path} (${from === texts[0] ? "come" : "gone"}) ${fault}`,
              ),
            );
          }
        }
        expect(faults).toEqual([]);
      },
    );
  }

  test.each(CONTAINERS)("at every edge of $what", { timeout: 600_000 }, async (container) => {
    const faults: string[] = [];
    let taken = 0;
    for (const one of new Dice(3).several([...edgesOf(container)], tries * 8)) {
      const merged = await merge(one, process.run);
      if (merged.level === "structure") taken += 1;
      const found = faultsIn(one, merged);
      faults.push(
        ...found.map((fault) => `${fault}\n${one.mine}\n=>\n${one.theirs}\n=>\n${merged.text}`),
      );
    }
    // By lines alone they would all be in conflict.
    expect(taken).toBeGreaterThan(5);
    expect(faults).toEqual([]);
  });
});

interface Container {
  readonly what: string;
  readonly path: string;
  readonly head: string;
  readonly foot: string;
  readonly member: (name: string) => string;
}

const ts = (
  what: string,
  head: string,
  member: (name: string) => string,
  foot: string,
): Container => ({
  what,
  path: "a.ts",
  head: `const before = 1;\n\n${head}`,
  foot: `${foot}\nconst after = 1;\n`,
  member,
});
const py = (
  what: string,
  head: string,
  member: (name: string) => string,
  foot: string,
): Container => ({
  what,
  path: "a.py",
  head: `before = 1\n\n${head}`,
  foot: `${foot}\nafter = 1\n`,
  member,
});

const CONTAINERS = [
  ts("a class", "class A {\n", (name) => `  ${name}() {}\n`, "}\n"),
  ts("an interface", "interface A {\n", (name) => `  ${name}: string;\n`, "}\n"),
  ts("an object", "const a = {\n", (name) => `  ${name}: 1,\n`, "};\n"),
  ts("an array", "const a = [\n", (name) => `  ${name},\n`, "];\n"),
  ts("an enum", "enum A {\n", (name) => `  ${name},\n`, "}\n"),
  ts("a list of imports", "import {\n", (name) => `  ${name},\n`, '} from "a";\n'),
  ts("cases", "switch (a) {\n", (name) => `  case "${name}":\n    return ${name};\n`, "}\n"),
  ts("a file", "", (name) => `function ${name}() {}\n`, ""),
  py("a class of Python", "class A:\n", (name) => `    ${name}: str\n`, "\n"),
  py("methods of Python", "class A:\n", (name) => `    def ${name}(self) -> None: ...\n`, "\n"),
  py("a dictionary", "a = {\n", (name) => `    "${name}": 1,\n`, "}\n"),
  py("a list of Python", "a = [\n", (name) => `    ${name},\n`, "]\n"),
  py("imports of Python", "from a import (\n", (name) => `    ${name},\n`, ")\n"),
  py("arguments", "a(\n", (name) => `    ${name}=1,\n`, ")\n"),
  py("a file of Python", "", (name) => `def ${name}() -> None: ...\n`, ""),
];

/** One member comes or goes; the user has one of their own beside it, and remarks at each line in turn. */
function* edgesOf({ path, head, foot, member }: Container): Generator<Case> {
  const text = (names: readonly string[]) => head + names.map(member).join("") + foot;
  const names = ["alpha", "beta", "gamma"];
  const comment = path.endsWith(".py") ? "#" : "//";
  const without = (name: string) => names.filter((one) => one !== name);
  const come = names.map((_, at) => names.toSpliced(at, 0, "fresh"));
  for (const next of [...come, [...names, "fresh"], ...names.map(without)]) {
    for (let place = 0; place <= names.length; place++) {
      const lines = splitLines(text(names.toSpliced(place, 0, "mine")));
      for (const { at, text: remark } of remarksIn(lines, comment)) {
        const all = [...lines, ""].map((line, index) =>
          index === at ? remark(line, MARKS[0]) : line,
        );
        yield { path, base: text(names), theirs: text(next), mine: all.join("") };
      }
    }
  }
}
