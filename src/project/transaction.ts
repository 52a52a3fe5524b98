/**
 * Many files change, or none: new and old contents are laid down under `.restwright/tx/`, the journal is put in place
 * last, and only then are files renamed to where they belong. A run that dies before the journal is there has touched
 * nothing; one that dies after it is completed by the next run.
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { Disk } from "./disk.ts";
import { isCode } from "./lock.ts";
import { Refusal } from "./refusal.ts";
import { FOLDER } from "./state.ts";

export interface Write {
  readonly path: string;
  /** What must be there; null: nothing. */
  readonly before: Buffer | null;
  /** What is to be there; null: nothing. */
  readonly after: Buffer | null;
  readonly mode: number;
}

const journalSchema = z.array(
  z.object({ path: z.string(), before: z.boolean(), after: z.boolean(), mode: z.number() }),
);
type Step = z.infer<typeof journalSchema>[number];

const TX = join(FOLDER, "tx");

/** @throws Refusal where a target is no longer as planned, or the disk refuses; the tree is then as it was */
export function commit(root: string, writes: readonly Write[]): void {
  const tx = join(root, TX);
  rmSync(tx, { recursive: true, force: true });
  mkdirSync(tx, { recursive: true });
  const steps = writes.map(({ path, before, after, mode }) => ({
    path,
    before: before !== null,
    after: after !== null,
    mode,
  }));
  try {
    writes.forEach(({ before, after, mode }, index) => {
      if (before !== null) writeFileSync(join(tx, `${index}.old`), before, { mode: 0o600 });
      if (after === null) return;
      writeFileSync(join(tx, `${index}.new`), after);
      chmodSync(join(tx, `${index}.new`), mode);
    });
    refuseChanged(root, writes);
    writeJournal(tx, steps);
  } catch (error) {
    rmSync(tx, { recursive: true, force: true });
    throw error;
  }
  try {
    rollForward(root, steps);
  } catch (error) {
    rollBack(root, steps);
    throw new Refusal(
      `nothing was written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  rmSync(tx, { recursive: true, force: true });
}

export function isUnfinished(root: string): boolean {
  return existsSync(join(root, TX));
}

/** Completes what a killed run had prepared, or clears away what it had not. */
export function recover(root: string): "nothing" | "completed" | "cleared" {
  const tx = join(root, TX);
  if (!existsSync(tx)) return "nothing";
  const journal = join(tx, "journal.json");
  const prepared = existsSync(journal);
  if (prepared) {
    const steps = journalSchema.parse(JSON.parse(readFileSync(journal, "utf8")));
    rollForward(root, steps, (step, index) => isUntouched(root, step, index));
  }
  rmSync(tx, { recursive: true, force: true });
  return prepared ? "completed" : "cleared";
}

function writeJournal(tx: string, steps: readonly Step[]): void {
  const unfinished = join(tx, "journal.tmp");
  const handle = openSync(unfinished, "w");
  writeFileSync(handle, JSON.stringify(steps));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(unfinished, join(tx, "journal.json"));
}

/** Between the death of a run and its recovery a person may have edited a file; that edit stays. */
function isUntouched(root: string, step: Step, index: number): boolean {
  const entry = new Disk(root).read(step.path);
  if (!step.before) return entry.kind === "absent";
  return entry.kind === "file" && entry.bytes.equals(readFileSync(join(root, TX, `${index}.old`)));
}

/** Repeatable: a step that is done leaves no `.new` behind, and a deletion of nothing is nothing. */
function rollForward(
  root: string,
  steps: readonly Step[],
  applies: (step: Step, index: number) => boolean = () => true,
): void {
  steps.forEach((step, index) => {
    if (!applies(step, index)) return;
    const target = join(root, step.path);
    if (!step.after) {
      rmSync(target, { force: true });
      prune(root, dirname(step.path));
      return;
    }
    const prepared = join(root, TX, `${index}.new`);
    if (!existsSync(prepared)) return;
    mkdirSync(dirname(target), { recursive: true });
    renameSync(prepared, target);
  });
}

function rollBack(root: string, steps: readonly Step[]): void {
  steps.forEach((step, index) => {
    const target = join(root, step.path);
    const wasReached = !step.after || !existsSync(join(root, TX, `${index}.new`));
    if (wasReached && step.before) {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, readFileSync(join(root, TX, `${index}.old`)), { mode: step.mode });
    } else if (wasReached) {
      rmSync(target, { force: true });
      prune(root, dirname(step.path));
    }
  });
  rmSync(join(root, TX), { recursive: true, force: true });
}

/** Removes folders that we emptied, up to the root. */
function prune(root: string, folder: string): void {
  if (folder === "." || folder === FOLDER) return;
  try {
    rmdirSync(join(root, folder));
  } catch (error) {
    if (["ENOTEMPTY", "ENOENT", "EEXIST"].some((code) => isCode(error, code))) return;
    throw error;
  }
  prune(root, dirname(folder));
}

function refuseChanged(root: string, writes: readonly Write[]): void {
  const disk = new Disk(root);
  const changed = writes.filter(({ path, before }) => {
    const entry = disk.read(path);
    if (before === null) return entry.kind !== "absent";
    return entry.kind !== "file" || !entry.bytes.equals(before);
  });
  if (changed.length === 0) return;
  const paths = changed.map(({ path }) => path);
  throw new Refusal(
    "files changed while this run was planned; nothing was written",
    paths,
    "run again",
  );
}
