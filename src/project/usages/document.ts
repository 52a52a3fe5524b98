/** The texts of a project before and after a run, and the names that are no more: what a search for usages goes by. */
import { diff } from "../merge/diff.ts";
import { LineNumbers, splitLines } from "../merge/lines.ts";
import type { Rename } from "../merge/renames.ts";

/** A name that nothing generated has any more. */
export interface GoneName {
  readonly from: string;
  /** Null where it was removed, not renamed. */
  readonly to: string | null;
  /** Inside longer names too: see `Rename`. */
  readonly within?: boolean;
}

/** A file in which the user wrote. */
export interface Document {
  /** Where it is after the run. */
  readonly path: string;
  readonly text: string;
  readonly before: { readonly path: string; readonly text: string };
  /** Numbers, from 1, of the lines of `text` that are the user's; the others are as generated. */
  readonly own: ReadonlySet<number>;
}

/** The whole tree before or after the run: what stands at a path, where that is not what is on disk; null: nothing. */
export type Tree = ReadonlyMap<string, string | null>;

/**
 * `reference`: it names what is no more. `unsure`: it is spelled so, and nothing there says what it names. `word`: it
 * was looked for as a word, because the language could not be read.
 */
export type Found = "reference" | "unsure" | "word";

export interface Place {
  readonly line: number;
  readonly name: string;
  readonly found: Found;
}

export interface Search {
  readonly root: string;
  readonly documents: readonly Document[];
  readonly before: Tree;
  readonly after: Tree;
  readonly names: readonly GoneName[];
}

/** Places by path; a reason where the language of the files cannot be read here. */
export type Searched = ReadonlyMap<string, readonly Place[]> | string;

/** Of several words, so that it hardly stands for anything else. */
export function isDistinctive(name: string): boolean {
  return /[\p{L}\p{N}][_-][\p{L}\p{N}]|\p{Ll}\p{Lu}/u.test(name);
}

export function renamesAmong(names: readonly GoneName[]): Rename[] {
  return names.flatMap(({ from, to, within = false }) =>
    to === null ? [] : [{ from, to, within }],
  );
}

/** Number of a line before the run, from 1 → number of the same line after it. */
export function linesAfter({
  text,
  before,
}: Pick<Document, "text" | "before">): Map<number, number> {
  const [then, now] = [splitLines(before.text), splitLines(text)];
  const numbers = new LineNumbers();
  const lines = new Map<number, number>();
  let [done, ahead] = [0, 0];
  const end = { aStart: then.length, aEnd: then.length, bEnd: now.length };
  for (const { aStart, aEnd, bEnd } of [...diff(numbers.of(then), numbers.of(now)), end]) {
    for (let index = done; index < aStart; index++) lines.set(index + 1, index + ahead + 1);
    [done, ahead] = [aEnd, bEnd - aEnd];
  }
  return lines;
}
