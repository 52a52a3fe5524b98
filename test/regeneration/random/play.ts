/** One case: a random tree, a random person in it, a random change of its declaration, and all that must hold then. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { ownSettings } from "../../../src/formatting/own-settings.ts";
import { languageOf } from "../../../src/project/merge/languages.ts";
import { renameText } from "../../../src/project/merge/renames.ts";
import type { RunPython } from "../../../src/project/merge/python.ts";
import type { ProjectPlan } from "../../../src/project/project.ts";
import { randomDeclaration } from "../../random/declaration.ts";
import { Dice } from "../../random/dice.ts";
import { randomEdit } from "../../random/edits.ts";
import { choicesFor, declaration, outputOf, run, type Generated } from "../scenario.ts";
import { PYTHON, TYPESCRIPT, type Grammar } from "./grammar.ts";
import { Person } from "./person.ts";
import { readTree, writeTree, type Texts } from "./tree.ts";
import type { TypeCheck } from "./type-check.ts";
import { inAnyOrder, marksOf, saying, withoutMarks } from "./witness.ts";

export interface Stage {
  readonly target: "fastify" | "fastapi";
  /** Where trees are made; what they need is installed there. */
  readonly folder: string;
  readonly check: TypeCheck;
  readonly runPython: RunPython;
}

const PEOPLE = 4;

/** How a case went, besides well. */
export interface Played {
  readonly what: string;
  readonly merged: number;
  readonly conflicts: number;
  readonly typed:
    | "yes"
    | "nothing merged"
    | "conflict"
    | "careless"
    | "kept file"
    | "person's own fault";
}

/** @throws where a property does not hold, with all that was done */
export async function play(seed: number, stage: Stage): Promise<Played> {
  const { runPython } = stage;
  // Several people in one tree: most of the time goes into what is generated.
  const world = new Dice(Math.floor(seed / PEOPLE));
  const dice = new Dice(seed);
  const root = join(stage.folder, `case-${seed}`);
  const manner = dice.chance(70) ? "careful" : "careless";
  const wish = { framework: stage.target, database: "sqlite" } as const;
  const first = world.chance(40)
    ? declaration(stage.target, [])
    : randomDeclaration(world.integer(1, 1_000_000), wish);
  const second = randomEdit(first, world);
  let what = `seed ${seed}, ${manner}: ${second.what}`;
  try {
    mkdirSync(root);
    const [before, next] = [await outputOf(first), await outputOf(second.text)];
    await run(root, before);
    const person = await personIn(root, { dice, manner, before, next, ...stage });
    what = `${what}\n${person.done.join("\n")}`;
    writeTree(root, await parsing(person.files, textsOf(before), runPython));
    const mine = readTree(root);
    const plan = await run(root, next, { decide: async () => "mine", runPython });
    const after = readTree(root);
    expect(marksOf(after)).toEqual(marksOf(mine));
    await expectGenerated({ plan, next, after, manner, runPython });
    expect(await brokenIn(differing(after, textsOf(next)), runPython)).toEqual([]);
    expect((await run(root, next, { runPython })).writes).toEqual([]);
    const conflicts = plan.changes.filter((one) => "settled" in one && one.settled !== null).length;
    const merged = plan.changes.filter(({ kind }) => kind === "merge").length;
    const typed = expectTyped({ root, plan, mine, manner, conflicts, ...stage });
    rmSync(root, { recursive: true });
    return { what, merged, conflicts, typed };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`${what}\n${reason}`, { cause: error });
  }
}

interface Acting {
  readonly dice: Dice;
  readonly manner: "careful" | "careless";
  readonly before: Generated;
  readonly next: Generated;
  readonly target: Stage["target"];
  readonly runPython: RunPython;
}

async function personIn(
  root: string,
  { dice, manner, before, next, target, runPython }: Acting,
): Promise<Person> {
  const grammar = GRAMMARS[target];
  const generated = textsOf(before);
  const { renames } = choicesFor(root, next);
  // What will be generated, by the path that a file has now.
  const later = textsOf(next);
  const byOldPath = new Map(
    [...generated.keys()].map((path) => [
      path,
      later.get(path) ?? later.get(renameText(path, renames)) ?? "",
    ]),
  );
  const person = new Person({
    grammar,
    dice,
    manner,
    before: generated,
    next: byOldPath,
    read: (path) => languageOf(path, runPython)?.read ?? null,
    format: (path) => ownSettings(root)(path),
  });
  if (dice.chance(35)) restyle(root, person, dice);
  for (let act = dice.integer(1, 10); act > 0; act -= 1) await person.act();
  return person;
}

const GRAMMARS: Readonly<Record<Stage["target"], Grammar>> = {
  fastify: TYPESCRIPT,
  fastapi: PYTHON,
};

/** Other settings of the formatter, from now on. */
function restyle(root: string, person: Person, dice: Dice): void {
  const [path, find, styles] = person.files.has("pyproject.toml")
    ? (["pyproject.toml", "line-length = 100\n", RUFF_STYLES] as const)
    : ([".oxfmtrc.json", '  "printWidth": 100,\n', OXFMT_STYLES] as const);
  const text = person.files.get(path) ?? "";
  if (!text.includes(find)) throw new Error(`${path} has no ${find}`);
  const restyled = text.replace(find, dice.pick(styles));
  person.files.set(path, restyled);
  writeFileSync(join(root, path), restyled);
  person.done.push(`restyled ${path}: ${restyled}`);
}

const RUFF_STYLES = [
  "line-length = 70\n",
  "line-length = 140\nindent-width = 2\n",
  'line-length = 90\n[tool.ruff.format]\nquote-style = "single"\n',
];
const OXFMT_STYLES = [
  '  "printWidth": 60,\n',
  '  "printWidth": 140,\n  "tabWidth": 4,\n',
  '  "printWidth": 80,\n  "singleQuote": true,\n  "semi": false,\n',
  '  "printWidth": 100,\n  "useTabs": true,\n  "trailingComma": "none",\n',
];

function textsOf({ output }: Generated): Map<string, string> {
  return new Map(output.files.map(({ path, text }) => [path, text]));
}

/** A person does not leave a file that cannot be parsed: such edits are not made. */
async function parsing(files: Texts, before: Texts, runPython: RunPython): Promise<Texts> {
  const broken = new Set(await brokenIn(differing(files, before), runPython));
  return new Map(
    [...files].flatMap(([path, text]) => {
      if (!broken.has(path)) return [[path, text] as const];
      const old = before.get(path);
      return old === undefined ? [] : [[path, old] as const];
    }),
  );
}

function differing(texts: Texts, from: Texts): Texts {
  return new Map([...texts].filter(([path, text]) => from.get(path) !== text));
}

async function brokenIn(texts: Texts, runPython: RunPython): Promise<string[]> {
  const broken: string[] = [];
  for (const kind of [".ts", ".py", ".json", ".toml", ".yaml"]) {
    const paths = [...texts.keys()].filter((path) => path.endsWith(kind));
    const language = paths.length === 0 ? null : languageOf(paths[0] ?? "", runPython);
    const outlines = (await language?.read(paths.map((path) => texts.get(path) ?? ""))) ?? [];
    broken.push(...paths.filter((_, index) => (outlines[index]?.faults ?? 0) > 0));
  }
  return broken;
}

interface Outcome {
  readonly plan: ProjectPlan;
  readonly next: Generated;
  readonly after: Texts;
  readonly manner: "careful" | "careless";
  readonly runPython: RunPython;
}

/** Files that the person left alone are as generated; what they only added to is as generated without what they added. */
async function expectGenerated({ plan, next, after, manner, runPython }: Outcome): Promise<void> {
  const output = textsOf(next);
  for (const change of plan.changes) {
    const { id, path, kind } = change;
    const generated = output.get(id);
    const text = after.get(path);
    if (kind === "replace" || kind === "create" || kind === "move")
      expect(text, path).toBe(generated);
    if (kind === "delete") expect(text, path).toBeUndefined();
    const isClean = kind === "merge" && change.settled === null;
    if (!isClean || manner === "careless" || generated === undefined || text === undefined)
      continue;
    if (!/\.(ts|py)$/.test(path)) continue;
    const [left = "", right = ""] = await saying(path, [withoutMarks(text), generated], runPython);
    if (/\wRen\d/.test(text)) expect(inAnyOrder(left), path).toBe(inAnyOrder(right));
    else expect(left, path).toBe(right);
  }
}

/** @returns why it was not to be checked, or `yes` */
function expectTyped(
  outcome: Stage & {
    readonly root: string;
    readonly plan: ProjectPlan;
    readonly mine: Texts;
    readonly manner: "careful" | "careless";
    readonly conflicts: number;
  },
): Played["typed"] {
  const { root, plan, mine, manner, conflicts, check } = outcome;
  if (manner === "careless") return "careless";
  if (conflicts > 0) return "conflict";
  const isKept = plan.changes.some(
    (one) => one.kind === "keep" && one.because === "edited, no longer generated",
  );
  if (isKept) return "kept file";
  if (!plan.changes.some(({ kind }) => kind === "merge")) return "nothing merged";
  const merged = plan.changes.filter(({ kind }) => kind === "merge").map(({ path }) => path);
  const wrong = check(root, merged);
  if (wrong.length === 0) return "yes";
  const after = readTree(root);
  writeTree(root, mine);
  const own = check(root, merged);
  writeTree(root, after);
  if (own.length > 0) return "person's own fault";
  throw new Error(`it does not type-check:\n${wrong.join("\n")}`);
}
