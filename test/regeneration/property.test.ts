/** Random people edit a random tree, the declaration changes at random: nothing of theirs is lost, and what comes out parses. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { languageOf } from "../../src/project/merge/languages.ts";
import { pythonOf } from "../../src/project/python.ts";
import { apply, declaration, outputOf, run, type Edit } from "./scenario.ts";

/** Independent of each other, so that any of them can come together. */
const SCHEMA_EDITS = [
  {
    find: "      price: decimal(10,2) >= 0\n",
    replace: "      price: decimal(10,2) >= 0\n      pages: integer?\n",
  },
  {
    find: "      cover_url: url?\n",
    replace: "      cover: { type: url, optional: true, was: cover_url }\n",
  },
  { find: "      stock: integer >= 0 = 0\n", replace: "" },
  { find: "enum(draft, published)", replace: "enum(draft, published, retired)" },
  { find: "      born: date?\n", replace: "      born: date?\n      died: date?\n" },
  { find: "  Tag:\n", replace: "  Shelf:\n    fields:\n      name: string(1..9)\n  Tag:\n" },
  { find: "    search: [title]\n", replace: "    search: [title, isbn]\n    nested: [author]\n" },
  { find: "  Author:\n", replace: "  Author:\n    description: A person who writes.\n" },
] as const;

interface Act {
  readonly kind: "insert" | "append" | "change" | "delete line" | "delete" | "move" | "format";
  /** Chooses file and place, each by its rest. */
  readonly file: number;
  readonly line: number;
}

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom(
    "insert",
    "insert",
    "append",
    "change",
    "delete line",
    "delete",
    "move",
    "format",
  ),
  file: fc.nat(10_000),
  line: fc.nat(10_000),
});

const TARGETS = [
  { target: "fastify", code: /^src\/(?!database\/migrations).*\.ts$/, comment: "//", runs: 15 },
  { target: "fastapi", code: /^app\/.*\.py$/, comment: "#", runs: 4 },
];

describe.each(TARGETS)("$target", ({ target, code, comment, runs }) => {
  test("every line that a person added is in the tree, and all of it parses", async () => {
    const before = await outputOf(declaration(target, []));
    const play = async (acts: readonly Act[], chosen: readonly number[]): Promise<void> => {
      const root = mkdtempSync(join(tmpdir(), "restwright-property-"));
      try {
        await run(root, before);
        const added = await perform(root, acts, { code, comment });
        const changes = SCHEMA_EDITS.filter((_, index) => chosen.includes(index));
        const next = await outputOf(declaration(target, changes));
        await run(root, next, { decide: async () => "mine" });
        const texts = [...read(root, code).values()];
        for (const line of added)
          expect(
            texts.some((text) => text.includes(line)),
            line,
          ).toBe(true);
        await expectParsed(root, code);
        expect((await run(root, next)).writes).toEqual([]);
      } finally {
        rmSync(root, { recursive: true });
      }
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 1, maxLength: 12 }),
        fc.uniqueArray(fc.nat(SCHEMA_EDITS.length - 1), { minLength: 1, maxLength: 3 }),
        play,
      ),
      { numRuns: runs, endOnFailure: true },
    );
  }, 300_000);
});

/** @returns the lines that were added and not taken out again */
async function perform(
  root: string,
  acts: readonly Act[],
  { code, comment }: { readonly code: RegExp; readonly comment: string },
): Promise<string[]> {
  const added: string[] = [];
  for (const [index, { kind, file, line }] of acts.entries()) {
    const files = [...read(root, code)];
    const [path, text] = files[file % files.length] ?? ["", ""];
    const lines = text.split("\n");
    const place = line % lines.length;
    const own = `${comment} own ${index}: kept whatever happens`;
    const edits: Edit[] = [];
    if (kind === "insert") {
      writeFileSync(
        join(root, path),
        [...lines.slice(0, place), own, ...lines.slice(place)].join("\n"),
      );
      added.push(own);
    } else if (kind === "append") {
      edits.push({ path, append: `\n${own}\n` });
      added.push(own);
    } else if (kind === "change") {
      const changed = lines.map((one, at) =>
        at === place && isPlain(one) ? `${one} ${own}` : one,
      );
      if (changed.join("\n") !== text) added.push(own);
      writeFileSync(join(root, path), changed.join("\n"));
    } else if (kind === "delete line" && lines[place]?.trim() === "") {
      writeFileSync(join(root, path), lines.filter((_, at) => at !== place).join("\n"));
    } else if (kind === "delete" && !added.some((one) => text.includes(one))) {
      edits.push({ delete: path });
    } else if (kind === "move" && !path.endsWith("__init__.py")) {
      edits.push({
        move: path,
        to: join(dirname(path), `moved${index}`, path.slice(path.lastIndexOf("/") + 1)),
      });
    } else if (kind === "format" && text.length > 0) {
      edits.push({ format: path });
    }
    await apply(root, edits);
  }
  return added;
}

/** A line after which a comment can stand: none of a text over several lines. */
function isPlain(line: string): boolean {
  return /^[\w\s.="':,()[\]{}<>|&?-]+[;,]$/.test(line) && !line.includes('"""');
}

function read(root: string, code: RegExp): Map<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => code.test(path) && existsSync(join(root, path)));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

async function expectParsed(root: string, code: RegExp): Promise<void> {
  const files = [...read(root, code)];
  const language = languageOf(files[0]?.[0] ?? "", pythonOf(root));
  const outlines = (await language?.read(files.map(([, text]) => text))) ?? [];
  const broken = files.filter((_, index) => (outlines[index]?.faults ?? 0) > 0);
  expect(broken).toEqual([]);
}
