/**
 * A scenario: a service is generated, a person edits the tree, the declaration changes, and it is generated again. Each
 * is a folder with a `scenario.yaml`; what the person does is said for each target, what must hold as well.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { ownSettings } from "../../src/formatting/own-settings.ts";
import { generate } from "../../src/generate.ts";
import { loadModelFromText } from "../../src/model/load.ts";
import type { Model } from "../../src/model/model.ts";
import { acceptedModel, removedSince, renamesSince } from "../../src/model/new-spellings.ts";
import { NO_CHOICES, type Change, type Choices } from "../../src/project/changes.ts";
import {
  planProject,
  writeProject,
  type Output,
  type ProjectPlan,
} from "../../src/project/project.ts";
import { pythonOf } from "../../src/project/python.ts";

const here = dirname(fileURLToPath(import.meta.url));

const replacement = z.strictObject({ find: z.string(), replace: z.string() });
const edit = z.union([
  z.strictObject({ path: z.string(), ...replacement.shape }),
  z.strictObject({ path: z.string(), append: z.string() }),
  z.strictObject({ path: z.string(), write: z.string() }),
  /** The user's formatter, by the settings that are on disk then. */
  z.strictObject({ format: z.string() }),
  z.strictObject({ move: z.string(), to: z.string() }),
  z.strictObject({ delete: z.string() }),
]);
export type Edit = z.infer<typeof edit>;

const expectation = z.strictObject({
  path: z.string(),
  holds: z.array(z.string()).default([]),
  lacks: z.array(z.string()).default([]),
});

const scenarioSchema = z.strictObject({
  title: z.string(),
  /** Changes of `shop.yaml`. */
  declaration: z.array(replacement).default([]),
  targets: z.record(
    z.string(),
    z.strictObject({
      /** What an older version of the tool generated otherwise; it is what the user has edited. */
      older: z.array(edit).default([]),
      user: z.array(edit).default([]),
      /** Files in conflict; the user's side is taken to go on. */
      conflicts: z.array(z.string()).default([]),
      /** Lines of the user's own that use an old name, as `path:line name (how it was found)`. */
      old_names: z.array(z.string()).default([]),
      files: z.array(expectation).default([]),
      absent: z.array(z.string()).default([]),
    }),
  ),
});
export type Scenario = z.infer<typeof scenarioSchema>;
export type Expected = Scenario["targets"][string];

export function scenarios(): { readonly name: string; readonly scenario: Scenario }[] {
  const folder = join(here, "scenarios");
  return readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name, "scenario.yaml"), "utf8");
    return { name, scenario: scenarioSchema.parse(parse(text)) };
  });
}

export function declaration(
  target: string,
  changes: readonly z.infer<typeof replacement>[],
): string {
  const shop = readFileSync(join(here, "shop.yaml"), "utf8").replace(
    "framework: fastify",
    `framework: ${target}`,
  );
  return changes.reduce(
    (text, { find, replace }) => replaced(text, find, replace, "the declaration"),
    shop,
  );
}

function replaced(text: string, find: string, replace: string, what: string): string {
  if (text.split(find).length !== 2)
    throw new Error(`${what} does not hold \`${find}\` exactly once`);
  return text.replace(find, () => replace);
}

/** What was generated, as an older version of the tool would have written it. */
export function olderOutput({ model, output }: Generated, edits: readonly Edit[]): Generated {
  const files = new Map(output.files.map((file) => [file.path, file]));
  for (const one of edits) {
    if ("delete" in one) files.delete(one.delete);
    else if ("path" in one) {
      const file = files.get(one.path) ?? { path: one.path, text: "", class: "managed" as const };
      files.set(one.path, { ...file, text: edited(file.text, one) });
    } else throw new Error("an older version neither moved nor formatted what it generated");
  }
  return { model, output: { ...output, files: [...files.values()] } };
}

export interface Generated {
  readonly model: Model;
  readonly output: Output;
}

const known = new Map<string, Promise<Generated>>();

export function outputOf(text: string): Promise<Generated> {
  const found = known.get(text) ?? generated(text);
  known.set(text, found);
  return found;
}

async function generated(text: string): Promise<Generated> {
  const { model, diagnostics, place } = loadModelFromText(text, "restwright.yaml");
  if (model === null) throw new Error(`invalid declaration: ${JSON.stringify(diagnostics)}`);
  const made = await generate({ model, place, root: here, tool: "0.0.0" });
  if (made.faults.length > 0) throw made.faults[0];
  return { model, output: made.output };
}

export function choicesFor(
  root: string,
  { model }: Generated,
  wanted: Partial<Choices> = {},
): Choices {
  const file = join(root, ".restwright/model.json");
  const accepted = acceptedModel(existsSync(file) ? readFileSync(file, "utf8") : null);
  return {
    ...NO_CHOICES,
    renames: renamesSince(accepted, model),
    removed: removedSince(accepted, model),
    formatter: ownSettings(root),
    runPython: pythonOf(root),
    ...wanted,
  };
}

export async function run(
  root: string,
  next: Generated,
  wanted: Partial<Choices> = {},
): Promise<ProjectPlan> {
  const choices = choicesFor(root, next, wanted);
  const output = afterTheFirst(root, next.output);
  const plan = () => planProject(root, output, choices);
  return writeProject(await plan(), plan);
}

/** Code alone is merged here: a project keeps the migration that it has. What follows it is tested in `migrations/`. */
export function afterTheFirst(root: string, output: Output): Output {
  if (!existsSync(join(root, ".restwright/migrations"))) return output;
  const records = Object.entries(output.records).filter(([name]) => !name.startsWith("migrations"));
  return {
    ...output,
    files: output.files.map((file) =>
      file.migration === undefined ? file : { ...file, migration: "written" },
    ),
    records: Object.fromEntries(records),
  };
}

export async function apply(root: string, edits: readonly Edit[]): Promise<void> {
  for (const one of edits) {
    if ("delete" in one) rmSync(join(root, one.delete));
    else if ("move" in one) {
      mkdirSync(dirname(join(root, one.to)), { recursive: true });
      renameSync(join(root, one.move), join(root, one.to));
    } else if ("format" in one) {
      const [file, format] = [join(root, one.format), ownSettings(root)(one.format)];
      const formatted = await format?.(readFileSync(file, "utf8"));
      if (typeof formatted !== "string") throw new Error(`${one.format} cannot be formatted`);
      writeFileSync(file, formatted);
    } else {
      const file = join(root, one.path);
      mkdirSync(dirname(file), { recursive: true });
      const text = existsSync(file) ? readFileSync(file, "utf8") : "";
      writeFileSync(file, edited(text, one));
    }
  }
}

function edited(text: string, one: Extract<Edit, { path: string }>): string {
  if ("write" in one) return one.write;
  if ("append" in one) return text + one.append;
  return replaced(text, one.find, one.replace, one.path);
}

export function conflictPaths(changes: readonly Change[]): string[] {
  return changes.filter(({ kind }) => kind === "conflict").map(({ path }) => path);
}

export function oldNames({ usages }: ProjectPlan): string[] {
  return usages.all.map(({ path, line, name, found }) => `${path}:${line} ${name} (${found})`);
}
