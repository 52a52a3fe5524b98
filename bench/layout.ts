/**
 * How the emitted code is laid out for merging: hunks that a change of the declaration makes in code that is there, and the
 * conflicts that plain merges of lines leave where people have put code of their own into every file. The structural merge
 * is not used here; what is left to it, is what these figures say.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "../src/generate.ts";
import { loadModelFromText } from "../src/model/load.ts";
import { diff } from "../src/project/merge/diff.ts";
import { mergeLines } from "../src/project/merge/diff3.ts";
import { LineNumbers, splitLines } from "../src/project/merge/lines.ts";
import { printTable } from "./measure.ts";

const declaration = readFileSync(
  join(import.meta.dirname, "../test/references/restwright.yaml"),
  "utf8",
);

/** What is put behind a line of the reference declaration. */
const changes: Readonly<Record<string, readonly [after: string, lines: string]>> = {
  "a field in the middle": ["      pages: integer >= 1\n", "      subtitle: string(1..90)?\n"],
  "a field at the end": ["      tags: <-> Tag\n    unique: [[title", "      edition: integer?\n"],
  "a relation to one": ["inverse: edited_books }\n", "      illustrator: -> Author?\n"],
  "a relation to many": ["      tags: <-> Tag\n    unique: [[title", "      shops: <-> Country\n"],
  "a resource": [
    "resources:\n",
    "  Award:\n    fields:\n      name: string(1..80)\n      year: integer\n",
  ],
};

type Files = ReadonlyMap<string, string>;

export async function measureLayout(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "restwright-bench-"));
  try {
    for (const framework of ["fastify", "fastapi"]) {
      const before = await codeOf(declaration, framework);
      const rows: string[][] = [];
      for (const [name, [after, lines]] of Object.entries(changes)) {
        rows.push([
          name,
          ...compared(before, await codeOf(changed(after, lines), framework), folder),
        ]);
      }
      console.log(`\n${framework}: ${before.size} files of code, each edited in place`);
      printTable(
        ["added", "new files", "changed", "hunks", "at most", "in", "conflicts", "by git"],
        rows,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function changed(after: string, lines: string): string {
  const [first = ""] = after.split("\n", 1);
  if (declaration.split(after).length !== 2) throw new Error(`${first} stands not once`);
  // What follows the line says only which of several it is.
  const line = after.slice(0, after.indexOf("\n") + 1);
  return declaration.replace(after, () => line + lines + after.slice(line.length));
}

/** Code that people edit: no migrations, which are written once, and nothing that is derived. */
async function codeOf(text: string, framework: string): Promise<Files> {
  const { model, diagnostics } = loadModelFromText(text, "restwright.yaml");
  if (model === null) throw new Error(JSON.stringify(diagnostics));
  const { output, faults } = await generate({
    model: { ...model, framework },
    place: () => null,
    root: "",
    tool: "bench",
  });
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  const code = output.files.filter(
    ({ path }) => /\.(?:ts|py)$/.test(path) && !/migrations\/|seed/.test(path),
  );
  return new Map(code.map((file) => [file.path, file.text]));
}

function compared(before: Files, after: Files, folder: string): string[] {
  let [hunks, changedFiles, conflicts, byGit] = [0, 0, 0, 0];
  let most = { count: 0, path: "" };
  for (const [path, theirs] of after) {
    const base = before.get(path);
    if (base === undefined || base === theirs) continue;
    const count = hunksOf(base, theirs);
    const mine = edited(base, path);
    changedFiles += 1;
    hunks += count;
    if (count > most.count) most = { count, path };
    conflicts += mergeLines({ base, mine, theirs }).filter(
      (piece) => typeof piece !== "string",
    ).length;
    byGit += conflictsOfGit({ base, mine, theirs }, folder);
  }
  const added = [...after.keys()].filter((path) => !before.has(path)).length;
  const [numbers, rest] = [
    [added, changedFiles, hunks, most.count].map(String),
    [conflicts, byGit].map(String),
  ];
  return [...numbers, most.path, ...rest];
}

function hunksOf(base: string, theirs: string): number {
  const numbers = new LineNumbers();
  return diff(numbers.of(splitLines(base)), numbers.of(splitLines(theirs))).length;
}

/** Code of the user's own where people put it: an import, the beginning of every function, the end of the file. */
function edited(text: string, path: string): string {
  const isPython = path.endsWith(".py");
  const lines = text.split("\n");
  const isImport = (line: string) => /^(?:import|from|\} from|\))/.test(line);
  const lastImport = lines.findLastIndex(
    (line, at) => isImport(line) && (line !== ")" || isWithinImport(lines, at)),
  );
  const own: string[] = [];
  for (const [at, line] of lines.entries()) {
    own.push(line);
    if (at === lastImport) own.push(isPython ? "import own" : 'import "own";');
    const isBegun = isPython
      ? /^( *)(?:async )?(?:def .*|\).*):$/.test(line)
      : /^ *(?:.*\b(?:function|async)\b.*|.*=>|\).*) \{$/.test(line);
    if (!isBegun) continue;
    const indentation = /^ */.exec(line)?.[0] ?? "";
    own.push(isPython ? `${indentation}    own.begin()` : `${indentation}  own();`);
  }
  own.push(isPython ? "\ndef own_rule() -> bool:\n    return True\n" : "\nfunction ownRule() {}\n");
  return own.join("\n");
}

/** Whether a bracket ends an import of several lines. */
function isWithinImport(lines: readonly string[], at: number): boolean {
  const begun = lines.slice(0, at).findLast((line) => /^\S/.test(line));
  return begun?.startsWith("from ") ?? false;
}

interface Sides {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

/** `git merge-file` ends with the number of conflicts. */
function conflictsOfGit({ base, mine, theirs }: Sides, folder: string): number {
  const names = ["mine", "base", "theirs"];
  for (const [at, text] of [mine, base, theirs].entries()) {
    writeFileSync(join(folder, names[at] ?? ""), text);
  }
  const { status } = spawnSync("git", ["merge-file", "-p", "--quiet", ...names], { cwd: folder });
  if (status === null || status > 127) throw new Error("git merge-file failed");
  return status;
}
