/**
 * What a run makes of a file: base (what was generated last) × disk (what is there) × output (what is generated now) →
 * one change. Nothing is written here.
 */
import type { Entry } from "./disk.ts";
import type { Conflict as Hunk } from "./merge/pieces.ts";
import { countMarks, openMarkers, ownMarkers } from "./merge/markers.ts";
import type { Format } from "./merge/reformat.ts";
import type { RunPython } from "./merge/python.ts";
import type { Level, Merged } from "./merge/merge-file.ts";
import type { Rename } from "./merge/renames.ts";
import type { FileClass } from "./state.ts";
import { bytesOf, decode, encode, type FileText } from "./text.ts";
import type { GoneName } from "./usages/document.ts";

export interface OutputFile {
  readonly path: string;
  readonly text: string;
  readonly class: FileClass;
  /**
   * Migrations are written once, by the run that makes them, and neither compared nor recorded with the other files: what
   * is on disk is what runs.
   */
  readonly migration?: "new" | "written";
}

export type Change = Written | Kept | Conflict;

interface Changed {
  /** Path as generated. */
  readonly id: string;
  /** Where the file is, or is to be: elsewhere, where the user moved it. */
  readonly path: string;
  readonly class: FileClass;
}

/** Something happens on disk. `before` is what must still be there when it does; null: nothing. */
export interface Written extends Changed {
  readonly kind: "create" | "replace" | "merge" | "move" | "delete";
  /** Where it was, for what moves with a renamed resource; null: at its path. */
  readonly from: string | null;
  readonly before: Buffer | null;
  readonly after: Buffer | null;
  readonly mode: number;
  /** Text of the new base; null: the file is no longer ours. */
  readonly base: string | null;
  /** What it took to merge; null where nothing was. */
  readonly level: Level | null;
  /** Whether lines of the user's own were changed to new names, as they asked. */
  readonly isRenamed: boolean;
  /** How the user settled its conflicts; null where it had none. */
  readonly settled: Exclude<Decision, "stop"> | null;
}

/** Nothing happens on disk; the base may still advance. */
export interface Kept extends Changed {
  readonly kind: "keep";
  readonly because:
    | "same"
    | "adopted"
    | "edited"
    | "deleted by you"
    | "deleted by you; its template's output changed"
    | "yours once written"
    | "yours once written; its template's output changed"
    | "edited, no longer generated"
    | "kept as you have it"
    | "gone";
  readonly base: string | null;
}

/** A person must decide. */
export interface Conflict extends Changed {
  readonly kind: "conflict";
  readonly because: string;
  /** What both sides changed; empty where the file cannot be merged at all. */
  readonly hunks: readonly Hunk[];
  /** Numbers of the lines at which a conflict that git left in the file opens; it is settled before anything else. */
  readonly left: readonly number[];
}

/** `markers`: both, for an editor to settle; `mine`, `theirs`: that side where both changed the same; `stop`: nothing. */
export type Decision = "markers" | "mine" | "theirs" | "stop";

export interface Choices {
  readonly decide: (conflict: Conflict) => Promise<Decision>;
  readonly renames: readonly Rename[];
  /** Names that were removed, whose usages are told. */
  readonly removed: readonly GoneName[];
  /** Whether the user's own lines are changed to new names, as far as their language can be read. */
  readonly renamesUsages: boolean;
  /** Whether the user took the file over. */
  readonly isEjected: (path: string) => boolean;
  /** Deleted files that are wanted back, by path. */
  readonly restore: ReadonlySet<string>;
  /** The formatter of the user's project for a file. */
  readonly formatter: (path: string) => Format | null;
  readonly runPython: RunPython | null;
}

export const NO_CHOICES: Choices = {
  decide: async () => "stop",
  renames: [],
  removed: [],
  renamesUsages: false,
  isEjected: () => false,
  restore: new Set(),
  formatter: () => null,
  runPython: null,
};

export interface Compared extends Changed {
  /** Where it is on disk, before it moves with a renamed resource. */
  readonly source: string;
  readonly base: string | null;
  readonly disk: Entry;
  readonly output: string | null;
  /** Whether what is on disk is the base to the byte: then it need not be read as text. */
  readonly isUntouched: boolean;
}

export async function compare(file: Compared, choices: Choices): Promise<Change> {
  const { base, disk, output } = file;
  if (disk.kind === "blocked") return conflict(file, disk.what);
  if (output === null) return compareRemoved(file);
  if (disk.kind === "absent") return compareAbsent(file, output, choices);
  if (file.isUntouched && base === output && file.source === file.path) {
    return keep(file, "same", output);
  }
  const there = decode(disk.bytes);
  if (there !== null && there.text === output && file.source === file.path) {
    return keep(file, base === null ? "adopted" : "same", output);
  }
  if (base !== null && isWrittenOnce(file)) {
    const because =
      base === output ? "yours once written" : "yours once written; its template's output changed";
    return { ...keep(file, because, output), path: file.source };
  }
  if (there !== null && there.text === base) return written(file, there, output);
  const left = there === null ? [] : ownMarkers(there.text, () => base);
  if (left.length > 0) return leftOpen(file, left);
  if (base === output && file.source === file.path) {
    return keep(file, "edited", base);
  }
  if (there === null)
    return conflict(file, "is no text any more, and its template's output changed");
  return compareEdited({ ...file, output }, there, choices);
}

function isWrittenOnce({ class: kind }: Compared): boolean {
  return kind === "once" || kind === "append_only";
}

/** A migration: made where nothing is, else left alone; one that its user deleted stays deleted. */
export function writeOnce(
  { path, text }: { readonly path: string; readonly text: string },
  disk: Entry,
  isWanted: boolean,
): { readonly file: Compared; readonly change: Change } {
  const there = disk.kind === "file" ? (decode(disk.bytes)?.text ?? null) : null;
  // Its own base: none of its lines is searched for names, for what has run is not to change.
  const file = {
    id: path,
    path,
    source: path,
    base: there,
    disk,
    output: text,
    isUntouched: false,
  };
  const compared: Compared = { ...file, class: "append_only" };
  const change = (): Change => {
    if (disk.kind === "absent") {
      return isWanted ? created(compared, text) : keep(compared, "deleted by you", text);
    }
    if (!isWanted || there === text) return keep(compared, "yours once written", text);
    if (disk.kind === "blocked") return conflict(compared, disk.what);
    return conflict(compared, "is there already and was not generated");
  };
  return { file: compared, change: change() };
}

function compareAbsent(file: Compared, output: string, choices: Choices): Change {
  const { base } = file;
  if (base !== null && !choices.restore.has(file.path)) {
    const isNews = base !== output;
    return keep(
      file,
      isNews ? "deleted by you; its template's output changed" : "deleted by you",
      output,
    );
  }
  return created(file, output);
}

function created(file: Changed, text: string): Written {
  const mode = text.startsWith("#!") ? 0o755 : 0o644;
  const after = bytesOf(text);
  return { ...plain(file), kind: "create", before: null, after, mode, base: text };
}

function compareRemoved(file: Compared): Change {
  const { class: kind, base, disk } = file;
  if (disk.kind !== "file") return keep(file, "gone", null);
  if (kind === "append_only" && base !== null) return keep(file, "yours once written", base);
  const there = decode(disk.bytes);
  if (kind === "once" || base === null || there?.text !== base) {
    const left = kind === "once" || there === null ? [] : ownMarkers(there.text, () => base);
    if (left.length > 0) return leftOpen(file, left);
    return keep(file, "edited, no longer generated", null);
  }
  const { bytes, mode } = disk;
  return { ...plain(file), kind: "delete", before: bytes, after: null, mode, base: null };
}

async function compareEdited(
  file: Compared & { readonly output: string },
  there: FileText,
  choices: Choices,
): Promise<Change> {
  const { mergeEdited } = await import("./edited.ts");
  const merged = await mergeEdited(file, there, choices);
  // Git left its conflict in the base as well: where it is in generated lines, the merge settles it.
  const open = openMarkers(there.text);
  if (open.length > 0 && countMarks(merged.text) > countMarks(file.output)) {
    return leftOpen(file, open);
  }
  if (merged.status !== "conflict") return mergedInto(file, there, merged);
  const because =
    file.base === null
      ? "is there already and was not generated"
      : "was edited, and its template's output changed";
  const found = { ...conflict(file, because), hunks: merged.conflicts };
  const decision = await choices.decide(found);
  if (decision === "stop") return found;
  const settled = mergedInto(file, there, { ...merged, text: merged.settled(decision) });
  return settled.kind === "keep" ? settled : { ...settled, settled: decision };
}

function mergedInto(
  file: Compared & { readonly output: string },
  there: FileText,
  merged: Merged,
): Written | Kept {
  if (merged.text === there.text && file.source === file.path) {
    return keep(file, "kept as you have it", file.output);
  }
  const { level } = merged;
  return { ...written(file, there, merged.text), kind: "merge", base: file.output, level };
}

function written(file: Compared, there: FileText, text: string): Written {
  const { disk, source, path, output } = file;
  if (disk.kind !== "file") throw new Error("only a file can be replaced");
  const { bytes: before, mode } = disk;
  const moves = source !== path;
  return {
    ...plain(file),
    kind: moves ? "move" : "replace",
    from: moves ? source : null,
    before,
    after: encode(text, there),
    mode,
    base: output,
  };
}

function plain({ id, path, class: kind }: Changed) {
  return { id, path, class: kind, from: null, level: null, settled: null, isRenamed: false };
}

function conflict({ id, path, class: kind }: Changed, because: string): Conflict {
  return { kind: "conflict", id, path, because, class: kind, hunks: [], left: [] };
}

function leftOpen(file: Changed, left: readonly number[]): Conflict {
  return { ...conflict(file, "holds conflict markers"), left };
}

function keep(
  { id, path, class: kind }: Changed,
  because: Kept["because"],
  base: string | null,
): Kept {
  return { kind: "keep", id, path, because, base, class: kind };
}
