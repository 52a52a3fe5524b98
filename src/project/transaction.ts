/**
 * Many files change, or none: new and old contents are laid down under `.restwright/tx/` and folders are made, the
 * journal is put in place last, and only then are files renamed to where they belong, which takes no space on the disk.
 * A run that dies before the journal is there has touched no file; one that dies after it is completed by the next run.
 * Where a rename is refused, everything that was renamed is renamed back; if even that fails, the next run goes on with it.
 * What a person edited meanwhile stays as it is.
 */
import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { Disk } from "./disk.ts";
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
  z.object({
    path: z.string(),
    before: z.boolean(),
    /** Digest of the new content; null: nothing is to be there. */
    after: z.string().nullable(),
    mode: z.number(),
  }),
);
type Step = z.infer<typeof journalSchema>[number];

const TX = join(FOLDER, "tx");
/** Of a run that goes forward, and of one that takes back what it did. */
const [FORWARD, BACK] = ["journal.json", "journal.back.json"] as const;

/** @throws Refusal where a target is no longer as planned, or the disk refuses; the tree is then as it was */
export function commit(root: string, writes: readonly Write[]): void {
  const tx = join(root, TX);
  const steps = writes.map(({ path, before, after, mode }) => ({
    path,
    before: before !== null,
    after: after === null ? null : digestOfBytes(after),
    mode,
  }));
  try {
    rmSync(tx, { recursive: true, force: true });
    mkdirSync(tx, { recursive: true });
    layDown(root, tx, writes);
    refuseChanged(root, writes);
    for (const { path, after } of writes)
      if (after !== null) mkdirSync(join(root, dirname(path)), { recursive: true });
    writeJournal(tx, steps);
  } catch (error) {
    rmSync(tx, { recursive: true, force: true });
    for (const { path, after } of writes) if (after !== null) prune(root, dirname(path));
    throw refusal(error, "nothing was written");
  }
  try {
    rollForward(root, steps);
  } catch (error) {
    takeBack(root, steps);
    throw refusal(error, "nothing was written");
  }
  pruneAll(root, steps);
  rmSync(tx, { recursive: true, force: true });
}

/**
 * Old and new contents, beside the tree. Nobody but us touches our own records, and we never write into a file that is
 * there: what they were, and what becomes one of them, is linked and not written once more.
 */
function layDown(root: string, tx: string, writes: readonly Write[]): void {
  const laid = new Map<Buffer, string>();
  writes.forEach(({ path, before }, index) => {
    if (before === null) return;
    const old = join(tx, `${index}.old`);
    if (isOwn(path)) linkOr(join(root, path), old, before);
    else writeFileSync(old, before, { mode: 0o600 });
    laid.set(before, old);
  });
  writes.forEach(({ path, after, mode }, index) => {
    if (after === null) return;
    const prepared = join(tx, `${index}.new`);
    const same = isOwn(path) ? laid.get(after) : undefined;
    if (same !== undefined) return linkOr(same, prepared, after);
    writeFileSync(prepared, after);
    chmodSync(prepared, mode);
  });
}

function isOwn(path: string): boolean {
  return path.startsWith(`${FOLDER}/`);
}

/** Some disks have no links. */
function linkOr(from: string, to: string, bytes: Buffer): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    writeFileSync(to, bytes);
  }
}

/** @throws Refusal where the disk refuses that as well */
function takeBack(root: string, steps: readonly Step[]): void {
  try {
    renameSync(join(root, TX, FORWARD), join(root, TX, BACK));
    rollBack(root, steps);
  } catch (error) {
    throw refusal(
      error,
      "only a part was written, and it cannot be taken back",
      "see that the disk can be written, and run again: that goes on from here",
    );
  }
}

export function isUnfinished(root: string): boolean {
  return existsSync(join(root, TX));
}

/** Completes what a killed run had prepared or was taking back, or clears away what it had not. */
export function recover(root: string): "nothing" | "completed" | "cleared" {
  const tx = join(root, TX);
  if (!existsSync(tx)) return "nothing";
  const forward = readJournal(join(tx, FORWARD));
  const back = readJournal(join(tx, BACK));
  if (back !== null) rollBack(root, back);
  else if (forward !== null) {
    rollForward(root, forward, (step, index) => isUntouched(root, step, index));
    pruneAll(root, forward);
  }
  rmSync(tx, { recursive: true, force: true });
  return forward !== null && back === null ? "completed" : "cleared";
}

/** Null where there is none. */
function readJournal(file: string): Step[] | null {
  return existsSync(file) ? journalSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : null;
}

/** What the disk refuses (no space, no right) is the user's to mend. */
function refusal(error: unknown, state: string, fix: string | null = null): unknown {
  return isOfDisk(error) ? new Refusal(`${state}: ${error.message}`, [], fix) : error;
}

function isOfDisk(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}

function writeJournal(tx: string, steps: readonly Step[]): void {
  const unfinished = join(tx, "journal.tmp");
  const handle = openSync(unfinished, "w");
  writeFileSync(handle, JSON.stringify(steps));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(unfinished, join(tx, FORWARD));
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
    if (step.after === null) {
      rmSync(target, { force: true });
      return;
    }
    const prepared = join(root, TX, `${index}.new`);
    if (!existsSync(prepared)) return;
    makeFolder(dirname(target));
    renameSync(prepared, target);
  });
}

/** Folders are made beforehand and pruned at the very end, so that between there is nothing to ask the disk for. */
function makeFolder(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
}

function pruneAll(root: string, steps: readonly Step[]): void {
  for (const { path, after } of steps) if (after === null) prune(root, dirname(path));
}

/** Repeatable as well: only what is there as we wrote it is taken back, so what is back already is passed over. */
function rollBack(root: string, steps: readonly Step[]): void {
  steps.forEach((step, index) => {
    if (!isAsWritten(root, step)) return;
    const target = join(root, step.path);
    const old = join(root, TX, `${index}.old`);
    if (!step.before) rmSync(target, { force: true });
    else if (existsSync(old)) {
      makeFolder(dirname(target));
      chmodSync(old, step.mode);
      renameSync(old, target);
    }
  });
  for (const { path } of steps) prune(root, dirname(path));
  rmSync(join(root, TX), { recursive: true, force: true });
}

function isAsWritten(root: string, { path, after }: Step): boolean {
  const entry = new Disk(root).read(path);
  if (entry.kind === "file") return digestOfBytes(entry.bytes) === after;
  return entry.kind === "absent" && after === null;
}

/** Of contents that are asked for more than once: by the journal of a run, and by the one that `undo` reads. */
export function digestOfBytes(bytes: Buffer): string {
  const known = digests.get(bytes) ?? createHash("sha256").update(bytes).digest("hex");
  digests.set(bytes, known);
  return known;
}

const digests = new WeakMap<Buffer, string>();

/** Removes folders that we emptied, up to the root. One that cannot be removed stays: an empty folder does no harm. */
function prune(root: string, folder: string): void {
  if (folder === "." || folder === FOLDER) return;
  try {
    rmdirSync(join(root, folder));
  } catch (error) {
    if (isOfDisk(error)) return;
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
