/**
 * A resource or field was renamed in the declaration: what was generated under the old name is read as if it had been
 * generated under the new one, in the base and in the lines that the user has not touched. The user's own lines stay as
 * they are: a rename of theirs (`req.user`, where the account was once called `user`) would be a guess.
 */
import { diff } from "./diff.ts";
import { LineNumbers, splitLines } from "./lines.ts";
import type { Sides } from "./diff3.ts";

/** One spelling of a name: `cover_url`, `coverUrl`, `CoverUrl`, `order-items` … */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** A place in the user's own lines that uses a name which is no more. */
export interface OldName {
  readonly name: string;
  readonly to: string;
  /** From 1, in the merged text. */
  readonly line: number;
  readonly text: string;
}

/** Base and untouched lines under the new names, wherever the new output has those lines so and no longer as before. */
export function renameGenerated(sides: Sides, renames: readonly Rename[]): Sides {
  const replace = replacer(renames);
  if (replace === null) return sides;
  const [base, mine] = [splitLines(sides.base), splitLines(sides.mine)];
  const there = new Set(splitLines(sides.theirs).map((line) => line.trim()));
  const renamed = base.map((line) => {
    const other = replace(line);
    return other !== line && !there.has(line.trim()) ? other : line;
  });
  const numbers = new LineNumbers();
  const result = [...mine];
  let [done, ahead] = [0, 0];
  for (const { aStart, aEnd, bEnd } of [
    ...diff(numbers.of(base), numbers.of(mine)),
    { aStart: base.length, aEnd: base.length, bEnd: mine.length },
  ]) {
    for (let index = done; index < aStart; index++) result[index + ahead] = renamed[index] ?? "";
    done = aEnd;
    ahead = bEnd - aEnd;
  }
  return { base: renamed.join(""), mine: result.join(""), theirs: sides.theirs };
}

/** Where the user's own lines (those that the base has not) use an old name that the new output uses no more. */
export function findOldNames(text: string, sides: Sides, renames: readonly Rename[]): OldName[] {
  const generated = [...splitLines(sides.base), ...splitLines(sides.theirs)].map((line) =>
    line.trim(),
  );
  const known = new Set(generated);
  const left = renames.filter(({ from }) => !pattern(from).test(sides.theirs));
  return splitLines(text).flatMap((line, index) =>
    known.has(line.trim())
      ? []
      : left
          .filter(({ from }) => pattern(from).test(line))
          .map(({ from, to }) => ({ name: from, to, line: index + 1, text: line.trim() })),
  );
}

/** Null where there is nothing to rename. All names are replaced at once, so that two may swap. */
function replacer(renames: readonly Rename[]): ((text: string) => string) | null {
  if (renames.length === 0) return null;
  const names = new Map(renames.map(({ from, to }) => [from, to]));
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length);
  const any = new RegExp(longestFirst.map((name) => whole(name)).join("|"), "gu");
  return (text) => text.replace(any, (name) => names.get(name) ?? name);
}

function pattern(name: string): RegExp {
  return new RegExp(whole(name), "u");
}

/** The name where it is not part of a longer one; a hyphen counts as a letter for names that hold one. */
function whole(name: string): string {
  const letter = name.includes("-") ? "[\\p{L}\\p{N}_$-]" : "[\\p{L}\\p{N}_$]";
  return `(?<!${letter})${name.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")}(?!${letter})`;
}
