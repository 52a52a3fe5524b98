/**
 * A generated project on disk: what was generated into it last, what a new output would change, and the writing of it.
 */
import {
  compare,
  NO_CHOICES,
  writeOnce,
  type Change,
  type Choices,
  type OutputFile,
} from "./changes.ts";
import { Disk } from "./disk.ts";
import { remembered } from "./last-run.ts";
import { withLock } from "./lock.ts";
import { MEMORY, printMemory } from "./memory.ts";
import { pairUp } from "./pairs.ts";
import {
  PENDING,
  printPending,
  recordWrites,
  refuseLeftMarkers,
  refuseOpenMerge,
  type Pending,
} from "./pending.ts";
import { basePath, printState, readState, FOLDER, type TrackedFile } from "./state.ts";
import { renamesAmong, type GoneName, type Search } from "./usages/document.ts";
import { searchAfter, searchOf, withTexts, type Planned } from "./usages/tree.ts";
import { findUsages, NO_USAGES, type Usages } from "./usages/usages.ts";
import { commit, isUnfinished, recover, type Write } from "./transaction.ts";

export interface Output {
  /** Of all that it was made of; absent: it is not to be remembered. */
  readonly key?: string;
  /** Of the text that the model was read from; null: it is not to be remembered. */
  readonly declaration?: string | null | undefined;
  /** Path → digest of what the file was formatted from. */
  readonly rendered?: ReadonlyMap<string, string>;
  /** Of all that the files of migrations were made of. */
  readonly migrations?: string | undefined;
  readonly tool: string;
  readonly framework: string;
  readonly files: readonly OutputFile[];
  /** Our own records besides state and base: name below `.restwright/` → text. */
  readonly records: Readonly<Record<string, string>>;
}

export interface ProjectPlan {
  readonly root: string;
  readonly changes: readonly Change[];
  /** Lines of the user's own, in generated files and in others, that use a name which is no more. */
  readonly usages: Usages;
  /** Everything that is to be written, our own records last. */
  readonly writes: readonly Write[];
}

/** Kept out of diffs and language statistics; marked once, whatever is under it. */
const ATTRIBUTES = "* text eol=lf linguist-generated=true\nbase/** -diff\n";
/** Searches of the project should not find everything twice. */
const IGNORE = "base/\nlast/\nmigrations/\nmodel.json\noutput.json\npending.json\nschema.json\n";
const GITIGNORE = "last/\nlock\noutput.json\npending.json\ntx/\n";

/**
 * Reads the disk, writes nothing.
 * @param disk what was read of the project already
 * @throws Refusal where the project's state cannot be read, or conflicts of an earlier run are open
 */
export async function planProject(
  root: string,
  output: Output,
  choices: Choices = NO_CHOICES,
  disk: Disk = new Disk(root),
): Promise<ProjectPlan> {
  const state = readState(disk);
  refuseOpenMerge(root);
  const tracked = state?.files ?? [];
  const known = new Set(tracked.map(({ id }) => id));
  const base = (id: string) =>
    known.has(id) ? (disk.text(basePath(id))?.replaceAll("\r\n", "\n") ?? null) : null;
  const files = output.files
    .filter(({ migration }) => migration === undefined)
    .map((file) => (choices.isEjected(file.path) ? { ...file, class: "once" as const } : file));
  const planned: Planned[] = [];
  for (const file of pairUp(files, { tracked, base, disk, renames: choices.renames })) {
    planned.push({ file, change: await compare(file, choices) });
  }
  refuseLeftMarkers(planned.flatMap(({ change }) => leftAt(change)));
  const isOther = state !== null && state.framework !== output.framework;
  const migrations = output.files.flatMap((file) => {
    if (file.migration === undefined) return [];
    const isWanted = file.migration === "new" || isOther || choices.restore.has(file.path);
    return writeOnce(file, disk.read(file.path), isWanted);
  });
  const { changes, usages } = await usedNames(disk, [...planned, ...migrations], choices);
  const once = new Set(migrations.map(({ change }) => change.path));
  const tracking = changes.filter(({ path }) => !once.has(path));
  const records = recordsOf(tracking, tracked, output);
  const writes = [...changes.flatMap(writesOf), ...recordWrites(disk, records)];
  const { key, rendered = new Map<string, string>() } = output;
  if (key !== undefined && writes.length > 0) {
    const baseAfter = (id: string) => records.get(basePath(id)) ?? null;
    const memory = printMemory(key, { ...output, rendered }, baseAfter);
    writes.push(...recordWrites(disk, new Map([[MEMORY, memory]])));
  }
  return { root, changes, usages, writes };
}

/** What the user's own lines still name that is no more; changed to the new names where that is asked for. */
async function usedNames(
  disk: Disk,
  planned: readonly Planned[],
  choices: Choices,
): Promise<Pick<ProjectPlan, "changes" | "usages">> {
  const changes = planned.map(({ change }) => change);
  const names: GoneName[] = [...choices.renames, ...choices.removed];
  if (names.length === 0) return { changes, usages: NO_USAGES };
  const outputs = new Map(planned.map(({ file, change }) => [change.path, file.output ?? ""]));
  const find = (search: Search) =>
    findUsages(search, choices.runPython, (path) => outputs.get(path) ?? "");
  const search = searchOf(disk, planned, names);
  if (!choices.renamesUsages || renamesAmong(names).length === 0) {
    return { changes, usages: await find(search) };
  }
  const { renameTypeScript } = await import("./usages/rename-typescript.ts");
  const texts = await renameTypeScript(search);
  if (typeof texts === "string") return { changes, usages: await find(search) };
  return {
    changes: withTexts(disk, changes, texts),
    usages: await find(searchAfter(search, texts)),
  };
}

/** `path:line` of each conflict that git left in a file. */
function leftAt(change: Change): string[] {
  return change.kind === "conflict" ? change.left.map((line) => `${change.path}:${line}`) : [];
}

function writesOf(change: Change): Write[] {
  if (change.kind === "keep" || change.kind === "conflict") return [];
  const { path, from, before, after, mode } = change;
  if (from === null) return [{ path, before, after, mode }];
  return [
    { path: from, before, after: null, mode },
    { path, before: null, after, mode },
  ];
}

/** State and bases after the run. Where markers were left, the base stays until they are settled. */
function recordsOf(
  changes: readonly Change[],
  tracked: readonly TrackedFile[],
  { tool, framework, records: own, files: output }: Output,
): Map<string, string | null> {
  const texts = new Map(output.map(({ path, text }) => [path, text]));
  const records = new Map<string, string | null>(tracked.map(({ id }) => [basePath(id), null]));
  const files: TrackedFile[] = [];
  const pending: Pending[] = [];
  for (const change of changes) {
    const { id, path, class: kind } = change;
    const isOpen =
      change.kind === "conflict" || (change.kind === "merge" && change.settled === "markers");
    if (isOpen) {
      const before = tracked.find((one) => one.id === id || one.path === path);
      records.delete(basePath(before?.id ?? id));
      if (before !== undefined) files.push(before);
      if (change.kind === "merge")
        pending.push({ id, path, class: kind, output: texts.get(id) ?? "" });
      continue;
    }
    records.set(basePath(id), change.base);
    if (change.base !== null) files.push({ id, path, class: kind });
  }
  const all: Record<string, string> = {
    ".gitattributes": ATTRIBUTES,
    ".ignore": IGNORE,
    ".gitignore": GITIGNORE,
  };
  for (const [name, text] of Object.entries({ ...all, ...own }))
    records.set(`${FOLDER}/${name}`, text);
  if (pending.length > 0) records.set(PENDING, printPending(pending));
  records.set(`${FOLDER}/state.json`, printState({ tool, framework, files }));
  return records;
}

/**
 * Writes a plan as one transaction; a plan without writes touches nothing at all.
 * @param replan makes the plan again, after a killed run was completed under it
 * @throws Refusal where another run is at work, or a file is not as planned
 */
export async function writeProject(
  plan: ProjectPlan,
  replan: () => Promise<ProjectPlan>,
): Promise<ProjectPlan> {
  const { root } = plan;
  if (plan.writes.length === 0 && !isUnfinished(root)) return plan;
  return withLock(root, async () => {
    const current = recover(root) === "nothing" ? plan : await replan();
    const blocked = current.changes.some(({ kind }) => kind === "conflict");
    if (!blocked && current.writes.length > 0) commit(root, remembered(root, current.writes));
    return current;
  });
}
