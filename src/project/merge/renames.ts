/**
 * A resource or field was renamed in the declaration: what was generated under the old name is read as if it had been
 * generated under the new one, in the base and in the lines that the user has not touched. The user's own lines stay as
 * they are, unless it is asked for (see `usages/`): a rename of theirs by its words would be a guess (`req.user`, where
 * the account was once called `user`).
 */
import { diff } from "./diff.ts";
import { LineNumbers, splitLines } from "./lines.ts";
import type { Sides } from "./diff3.ts";

/** One spelling of a name: `cover_url`, `coverUrl`, `CoverUrl`, `order-items` … */
export interface Rename {
  readonly from: string;
  readonly to: string;
  /** Inside longer names too: `listBooks` when `Book` is renamed; the case of letters tells where a word ends. */
  readonly within?: boolean;
}

/**
 * Base and untouched lines under the new names, wherever the new output has those lines so and no longer as before. A line
 * that the user only indented, to put it into a block, is untouched.
 */
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
  for (const { aStart, aEnd, bStart, bEnd } of [
    ...diff(numbers.of(base), numbers.of(mine)),
    { aStart: base.length, aEnd: base.length, bStart: mine.length, bEnd: mine.length },
  ]) {
    for (let index = done; index < aStart; index++) result[index + ahead] = renamed[index] ?? "";
    const generated = new Map<string, string>();
    for (let index = aStart; index < aEnd; index++) {
      generated.set((base[index] ?? "").trim(), (renamed[index] ?? "").trim());
    }
    for (let index = bStart; index < bEnd; index++) {
      const [line, text] = [mine[index] ?? "", (mine[index] ?? "").trim()];
      result[index] = line.replace(text, () => generated.get(text) ?? text);
    }
    done = aEnd;
    ahead = bEnd - aEnd;
  }
  return { base: renamed.join(""), mine: result.join(""), theirs: sides.theirs };
}

/** A text under the new names, wherever they stand: the path of a file, for one. */
export function renameText(text: string, renames: readonly Rename[]): string {
  return replacer(renames)?.(text) ?? text;
}

/** Null where there is nothing to rename. All names are replaced at once, so that two may swap. */
function replacer(renames: readonly Rename[]): ((text: string) => string) | null {
  if (renames.length === 0) return null;
  const names = new Map(renames.map(({ from, to }) => [from, to]));
  const longestFirst = [...renames].sort((a, b) => b.from.length - a.from.length);
  const any = new RegExp(longestFirst.map(expression).join("|"), "gu");
  return (text) => text.replace(any, (name) => names.get(name) ?? name);
}

/** Finds a name as `renameText` would. */
export function patternOf(name: Pick<Rename, "from" | "within">): RegExp {
  const known = patterns.get(name) ?? new RegExp(expression(name), "u");
  patterns.set(name, known);
  return known;
}
const patterns = new WeakMap<object, RegExp>();

/** The name where it is not part of a longer word; a hyphen counts as a letter for names that hold one. */
function expression({ from, within }: Pick<Rename, "from" | "within">): string {
  const name = from.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  if (within === true) {
    const isLoud = from === from.toUpperCase();
    const before = isLoud ? "[A-Z0-9]" : /^\p{Lu}/u.test(from) ? "[A-Z]" : "[A-Za-z0-9]";
    return `(?<!${before})${name}(?!${isLoud ? "[A-Z0-9]" : "[a-z0-9]"})`;
  }
  const letter = from.includes("-") ? "[\\p{L}\\p{N}_$-]" : "[\\p{L}\\p{N}_$]";
  return `(?<!${letter})${name}(?!${letter})`;
}
