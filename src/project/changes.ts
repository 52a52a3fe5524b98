/**
 * The change set: base (what was generated last) × disk (what is there) × output (what is generated now) → one change
 * for every file. Pure; nothing is written here.
 */
import type { Entry } from "./disk.ts";
import type { FileClass, TrackedFile } from "./state.ts";
import { decode, encode, type FileText } from "./text.ts";

export interface OutputFile {
  readonly path: string;
  readonly text: string;
  readonly class: FileClass;
}

export type Change = Written | Kept | Conflict;

/** Something happens on disk. `before` is what must still be there when it does; null: nothing. */
export interface Written {
  readonly kind: "create" | "replace" | "delete";
  readonly path: string;
  readonly before: Buffer | null;
  readonly after: Buffer | null;
  readonly mode: number;
  /** Text of the new base; null: the file is no longer ours. */
  readonly base: string | null;
  readonly class: FileClass;
}

/** Nothing happens on disk; the base may still advance. */
export interface Kept {
  readonly kind: "keep";
  readonly path: string;
  readonly because:
    | "same"
    | "adopted"
    | "edited"
    | "deleted by you"
    | "yours once written"
    | "edited, no longer generated"
    | "gone";
  readonly base: string | null;
  readonly class: FileClass;
}

/** A person must decide. */
export interface Conflict {
  readonly kind: "conflict";
  readonly path: string;
  readonly because: string;
  readonly class: FileClass;
}

export interface Compared {
  readonly path: string;
  readonly class: FileClass;
  readonly base: string | null;
  readonly disk: Entry;
  readonly output: string | null;
}

/** Output files in their order, then the tracked files that are no longer generated. */
export function pairUp(
  output: readonly OutputFile[],
  tracked: readonly TrackedFile[],
  read: { base: (path: string) => string | null; disk: (path: string) => Entry },
): Compared[] {
  const now = new Set(output.map(({ path }) => path));
  const gone = tracked.filter(({ id }) => !now.has(id));
  const all = [
    ...output.map(({ path, class: kind, text }) => ({ path, class: kind, text })),
    ...gone.map(({ id, class: kind }) => ({ path: id, class: kind, text: null })),
  ];
  return all.map(({ path, class: kind, text }) => {
    const [base, disk] = [read.base(path), read.disk(path)];
    return { path, class: kind, base, disk, output: text };
  });
}

export function compare(file: Compared): Change {
  const { path, class: kind, base, disk, output } = file;
  if (disk.kind === "blocked") return { kind: "conflict", path, because: disk.what, class: kind };
  if (output === null) return compareRemoved(file, base);
  if (disk.kind === "absent") {
    if (base !== null) return keep(file, "deleted by you", output);
    const mode = output.startsWith("#!") ? 0o755 : 0o644;
    const after = Buffer.from(output);
    return { kind: "create", path, before: null, after, mode, base: output, class: kind };
  }
  const there = decode(disk.bytes);
  if (there !== null && there.text === output) {
    return keep(file, base === null ? "adopted" : "same", output);
  }
  if (base === null) {
    return {
      kind: "conflict",
      path,
      because: "is there already and was not generated",
      class: kind,
    };
  }
  if (kind === "once") return keep(file, "yours once written", output);
  if (there !== null && there.text === base) return replace(file, there);
  if (base === output) return keep(file, "edited", base);
  return {
    kind: "conflict",
    path,
    because: "was edited, and its template's output changed",
    class: kind,
  };
}

function compareRemoved(file: Compared, base: string | null): Change {
  const { path, class: kind, disk } = file;
  if (disk.kind !== "file") return keep(file, "gone", null);
  if (kind === "once" || base === null || decode(disk.bytes)?.text !== base) {
    return keep(file, "edited, no longer generated", null);
  }
  const { bytes, mode } = disk;
  return { kind: "delete", path, before: bytes, after: null, mode, base: null, class: kind };
}

function replace(file: Compared, there: FileText): Change {
  const { path, class: kind, disk, output } = file;
  if (disk.kind !== "file" || output === null) throw new Error("only a file can be replaced");
  const after = encode(output, there);
  const { bytes: before, mode } = disk;
  return { kind: "replace", path, before, after, mode, base: output, class: kind };
}

function keep(file: Compared, because: Kept["because"], base: string | null): Kept {
  return { kind: "keep", path: file.path, because, base, class: file.class };
}
