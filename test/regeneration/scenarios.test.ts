/** The scenarios that users meet, on the real targets. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addedLines } from "../../src/project/merge/guard.ts";
import { languageOf } from "../../src/project/merge/languages.ts";
import { pythonOf } from "../../src/project/python.ts";
import { builtInTargets } from "../../src/targets/source.ts";
import {
  apply,
  conflictPaths,
  declaration,
  olderOutput,
  oldNames,
  outputOf,
  run,
  scenarios,
  type Edit,
  type Expected,
  type Scenario,
} from "./scenario.ts";
import { canRun } from "../support/requirements.ts";

const all = scenarios();

for (const target of await builtInTargets()) {
  const own = all.filter(({ scenario }) => scenario.targets[target] !== undefined);
  if (own.length === 0) continue;
  describe.skipIf(!canRun({ framework: target }))(target, () => {
    test.each(own.map(({ name, scenario }) => [name, scenario] as const))(
      "%s",
      async (_, scenario) => {
        const expected = scenario.targets[target];
        if (expected === undefined) throw new Error("chosen for this target");
        await play(target, scenario, expected);
      },
      240_000,
    );
  });
}

async function play(target: string, scenario: Scenario, expected: Expected): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "restwright-scenario-"));
  try {
    await run(root, olderOutput(await outputOf(declaration(target, [])), expected.older));
    const before = texts(root);
    await apply(root, expected.user);
    const mine = texts(root);
    const next = await outputOf(declaration(target, scenario.declaration));
    const first = await run(root, next);
    expect(conflictPaths(first.changes)).toEqual(expected.conflicts);
    if (expected.conflicts.length > 0) expect(texts(root)).toEqual(mine);
    const done =
      expected.conflicts.length === 0
        ? first
        : await run(root, next, { decide: async () => "mine" });
    expect(oldNames(done)).toEqual(expected.old_names);
    const after = texts(root);
    expectEditsKept(expected.user, { before, mine, after });
    await expectSound(root, after);
    for (const { path, holds, lacks } of expected.files) {
      for (const text of holds) expect(after.get(path), path).toContain(text);
      for (const text of lacks) expect(after.get(path), path).not.toContain(text);
    }
    for (const path of expected.absent) expect(existsSync(join(root, path)), path).toBe(false);
    expect((await run(root, next)).writes).toEqual([]);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function texts(root: string): Map<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .filter((path) => !path.startsWith(".restwright/"))
      .map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );
}

interface Trees {
  readonly before: ReadonlyMap<string, string>;
  readonly mine: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

/** Every line that the user added is in the tree; a file that they deleted is not. */
function expectEditsKept(edits: readonly Edit[], { before, mine, after }: Trees): void {
  const everything = [...after.values()].join("\n").split("\n").map(bare);
  const there = new Set(everything);
  for (const [path, text] of mine) {
    const moved = edits.find((one) => "to" in one && one.to === path);
    const origin = moved !== undefined && "move" in moved ? moved.move : path;
    for (const line of addedLines(before.get(origin) ?? "", text)) {
      if (!there.has(line) && !isWoven(line, after.get(path) ?? ""))
        expect.fail(`${path}: \`${line}\` is lost`);
    }
  }
  for (const one of edits)
    if ("delete" in one) expect(after.has(one.delete), one.delete).toBe(false);
}

function bare(line: string): string {
  return line.trim().replace(/[,;]$/, "");
}

/** A line that the output changed too, so that it holds the user's words among others. */
function isWoven(line: string, text: string): boolean {
  const words = line.match(/\w+/g) ?? [];
  return text
    .split("\n")
    .some((other) => words.filter((word) => other.includes(word)).length >= words.length * 0.8);
}

async function expectSound(root: string, after: ReadonlyMap<string, string>): Promise<void> {
  const groups = new Map<string, string[]>();
  for (const path of after.keys()) {
    const kind = path.slice(path.lastIndexOf(".") + 1);
    groups.set(kind, [...(groups.get(kind) ?? []), path]);
  }
  for (const paths of groups.values()) {
    const language = languageOf(paths[0] ?? "", pythonOf(root));
    if (language === null) continue;
    const outlines = await language.read(paths.map((path) => after.get(path) ?? ""));
    const broken = paths.filter((_, index) => (outlines[index]?.faults ?? 0) > 0);
    expect(broken).toEqual([]);
  }
}
