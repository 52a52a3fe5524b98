/**
 * Which file on disk an output file is: as recorded, under the old name of a renamed resource, or where the user moved
 * it. Output files come in their order, then the tracked files that are no longer generated.
 */
import type { Compared, OutputFile } from "./changes.ts";
import type { Disk, Entry } from "./disk.ts";
import { findMoved } from "./moved.ts";
import { renameText, type Rename } from "./merge/renames.ts";
import { basePath, type TrackedFile } from "./state.ts";

export interface Known {
  readonly tracked: readonly TrackedFile[];
  readonly base: (id: string) => string | null;
  readonly disk: Disk;
  readonly renames: readonly Rename[];
}

export function pairUp(output: readonly OutputFile[], known: Known): Compared[] {
  const { tracked, disk } = known;
  const records = recordsOf(output, known);
  const taken = new Set([...records.values()].map(({ id }) => id));
  const gone = tracked.filter(({ id }) => !taken.has(id));
  const wanted = [
    ...output.map((file) => ({ file, record: records.get(file.path) ?? null })),
    ...gone.map((record) => ({ file: null, record })),
  ];
  const missing = wanted.flatMap(({ record }) => {
    if (record === null || disk.read(record.path).kind !== "absent") return [];
    const base = known.base(record.id);
    return base === null ? [] : [{ id: record.id, path: record.path, base }];
  });
  const occupied = new Set([...tracked.map(({ path }) => path), ...output.map(({ path }) => path)]);
  const moved = findMoved(disk.root, missing, occupied);
  return wanted.map(({ file, record }) => {
    const base = record === null ? null : known.base(record.id);
    const found = record === null ? undefined : moved.get(record.id);
    const source = found ?? record?.path ?? file?.path ?? "";
    const isUsersPlace = found !== undefined || (record !== null && record.path !== record.id);
    const path = isUsersPlace ? source : (file?.path ?? source);
    const entry = record === null ? newEntry(known, path) : entryOf(disk, source, path);
    return {
      id: file?.path ?? record?.id ?? path,
      path,
      source,
      class: file?.class ?? record?.class ?? "managed",
      base,
      disk: entry,
      output: file?.text ?? null,
      isUntouched: base !== null && isSame(entry, disk.read(basePath(record?.id ?? path))),
    };
  });
}

function isSame(entry: Entry, base: Entry): boolean {
  return entry.kind === "file" && base.kind === "file" && entry.bytes.equals(base.bytes);
}

/**
 * A file is made only where nothing of the user's is, on whichever disk the project will be checked out. What was
 * generated under the same letters goes in the same run.
 */
function newEntry({ disk, tracked }: Known, path: string): Entry {
  const entry = disk.read(path);
  const twin = entry.kind === "absent" ? disk.twin(path) : null;
  if (twin === null || tracked.some((file) => file.path === twin)) return entry;
  const what = `${path} would be one file with ${twin} where upper and lower case are the same`;
  return { kind: "blocked", what };
}

/** A file moves only to where nothing is. */
function entryOf(disk: Disk, source: string, path: string): Entry {
  const entry = disk.read(source);
  if (source === path || entry.kind !== "file") return entry;
  const target = disk.read(path);
  if (target.kind === "absent") return entry;
  const what = `${path} is there already; ${source} was to move there`;
  return target.kind === "blocked" ? target : { kind: "blocked", what };
}

/** The record of each output file, by its path: its own, or that of the file it was before a rename. */
function recordsOf(
  output: readonly OutputFile[],
  { tracked, renames }: Known,
): Map<string, TrackedFile> {
  const now = new Set(output.map(({ path }) => path));
  const records = new Map(tracked.filter(({ id }) => now.has(id)).map((one) => [one.id, one]));
  for (const record of tracked) {
    if (now.has(record.id)) continue;
    const renamed = renameText(record.id, renames);
    if (now.has(renamed) && !records.has(renamed)) records.set(renamed, record);
  }
  return records;
}
