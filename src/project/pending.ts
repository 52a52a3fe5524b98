/**
 * Files that a run left with conflict markers in them, and what was generated for each: their new base, once the user
 * has settled the markers. Until then nothing else is generated.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { Disk } from "./disk.ts";
import { withLock } from "./lock.ts";
import { openMarkers, ownMarkers } from "./merge/markers.ts";
import { Refusal } from "./refusal.ts";
import {
  basePath,
  FILE_CLASSES,
  FOLDER,
  printState,
  readState,
  type TrackedFile,
} from "./state.ts";
import { bytesOf } from "./text.ts";
import { commit, recover, type Write } from "./transaction.ts";

export const PENDING = `${FOLDER}/pending.json`;

const pendingSchema = z.array(
  z.object({ id: z.string(), path: z.string(), class: z.enum(FILE_CLASSES), output: z.string() }),
);
export type Pending = z.infer<typeof pendingSchema>[number];

export function readPending(root: string): Pending[] {
  const file = join(root, PENDING);
  return existsSync(file) ? pendingSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : [];
}

export function printPending(pending: readonly Pending[]): string {
  return `${JSON.stringify(pending, null, 2)}\n`;
}

/** `path:line` of every marker that is still there. */
export function openConflicts(root: string): string[] {
  const disk = new Disk(root);
  return readPending(root).flatMap(({ path }) => {
    const entry = disk.read(path);
    const lines = entry.kind === "file" ? openMarkers(entry.bytes.toString("utf8")) : [];
    return lines.map((line) => `${path}:${line}`);
  });
}

/** @throws Refusal where conflicts of an earlier run are open, or settled and not taken yet */
export function refuseOpenMerge(root: string): void {
  const pending = readPending(root);
  if (pending.length === 0) return;
  const open = openConflicts(root);
  throw new Refusal(
    "the last run's conflicts are not settled yet",
    open.length > 0 ? open : pending.map(({ path }) => path),
    "settle them and run `restwright continue`, or give the merge up by `restwright abort`",
  );
}

/** @param places `path:line` of each @throws Refusal where there are any */
export function refuseLeftMarkers(places: readonly string[]): void {
  if (places.length === 0) return;
  throw new Refusal(
    "conflict markers stand in files that you edited; nothing is merged over them",
    places,
    "settle them as after a `git merge`, and run again; a file that is to hold such lines can be named under `eject:`",
  );
}

/**
 * `path:line` of each conflict that git left in the lines of a generated file that its user edited. Where the base has it
 * too, the next run makes those lines anew.
 */
export function leftMarkers(disk: Disk, isEjected: (path: string) => boolean): string[] {
  const files = readState(disk)?.files ?? [];
  return files.flatMap(({ id, path, class: kind }) => {
    if (kind === "once" || kind === "append_only" || isEjected(id)) return [];
    const left = ownMarkers(disk.text(path) ?? "", () => disk.text(basePath(id)));
    return left.map((line) => `${path}:${line}`);
  });
}

/** Takes the settled files as the user left them. @returns their paths @throws Refusal where there is nothing to settle */
export function continueMerge(root: string): Promise<string[]> {
  return withLock(root, async () => {
    recover(root);
    const [pending, state] = [readPending(root), readState(new Disk(root))];
    if (pending.length === 0 || state === null) {
      throw new Refusal("there is no merge to continue", [], "run `restwright generate`");
    }
    if (openConflicts(root).length > 0)
      throw new Refusal("conflicts are still open", openConflicts(root));
    const settled = new Set(pending.map(({ id }) => id));
    const files: TrackedFile[] = [
      ...state.files.filter(({ id }) => !settled.has(id)),
      ...pending.map(({ id, path, class: kind }) => ({ id, path, class: kind })),
    ];
    const texts = new Map<string, string | null>(
      pending.map(({ id, output }) => [basePath(id), output]),
    );
    texts.set(`${FOLDER}/state.json`, printState({ ...state, files }));
    texts.set(PENDING, null);
    commit(root, recordWrites(new Disk(root), texts));
    return pending.map(({ path }) => path);
  });
}

/** Writes of our own records, where they differ from what is there. */
export function recordWrites(disk: Disk, records: ReadonlyMap<string, string | null>): Write[] {
  const writes: Write[] = [];
  for (const [path, text] of records) {
    if (text !== null && disk.holds(path, text)) continue;
    const entry = disk.read(path);
    const before = entry.kind === "file" ? entry.bytes : null;
    const after = text === null ? null : bytesOf(text);
    if (before !== null || after !== null) writes.push({ path, before, after, mode: 0o644 });
  }
  return writes;
}
