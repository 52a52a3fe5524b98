/**
 * What a merge must never do, whatever made it: declare something twice, break the syntax, or lose a line that the user
 * added. A merge of lines can be clean and still do the first two: both sides added one method at different places.
 */
import { countDeclarations } from "./doubles.ts";
import type { Sides } from "./diff3.ts";
import { splitLines } from "./lines.ts";
import type { Outline } from "./outline.ts";

/**
 * What is wrong with a merged text, in words; null where nothing is.
 * @param outlines of base, mine, theirs and the merged text
 */
export function faultOf(merged: string, sides: Sides, outlines: readonly Outline[]): string | null {
  const lost = lostLine(merged, sides);
  if (lost !== null) return `the line \`${lost}\` is lost`;
  const result = outlines.at(-1);
  return result === undefined ? null : newFault(result, outlines.slice(0, -1));
}

/** What a text declares twice, or breaks, that none of the texts it was made of does; null: nothing. */
export function newFault(merged: Outline, inputs: readonly Outline[]): string | null {
  if (merged.faults > Math.max(...inputs.map(({ faults }) => faults)))
    return "its syntax is broken";
  if (merged.root === null) return null;
  const before = inputs.map(({ root }) =>
    root === null ? new Map<string, number>() : countDeclarations(root),
  );
  for (const [name, count] of countDeclarations(merged.root)) {
    if (count < 2) continue;
    if (before.every((counts) => (counts.get(name) ?? 0) < count))
      return `${name.slice(1)} is there twice`;
  }
  return null;
}

/** A line that the user added and that the result has not: neither as it is nor with other things in between. */
function lostLine(merged: string, { base, mine }: Sides): string | null {
  const left = countOf(splitLines(merged).map(bare));
  let words: { readonly result: string[]; readonly isNew: (word: string) => boolean } | null = null;
  for (const line of addedLines(base, mine)) {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    if (count > 0) continue;
    words ??= { result: wordsOf(merged), isNew: newWords(base, mine) };
    const all = wordsOf(line);
    const own = all.filter(words.isNew);
    if (!isWithin(own.length > 0 ? own : all, words.result)) return line;
  }
  return null;
}

/** Lines that `mine` has more often than `base`, without blank ones and those of brackets alone. */
export function addedLines(base: string, mine: string): string[] {
  const left = countOf(splitLines(base).map(bare));
  return splitLines(mine)
    .map(bare)
    .filter((line) => {
      const count = left.get(line) ?? 0;
      left.set(line, count - 1);
      return count <= 0 && /[\p{L}\p{N}]/u.test(line);
    });
}

/** A line apart from where it stands: its indentation, and the separator that a line after it needs. */
function bare(line: string): string {
  return line.trim().replace(/[,;]$/, "");
}

function countOf(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** Of a line that the output changed too, what the user put in is what must be kept. */
function newWords(base: string, mine: string): (word: string) => boolean {
  const [before, after] = [countOf(wordsOf(base)), countOf(wordsOf(mine))];
  return (word) => (after.get(word) ?? 0) > (before.get(word) ?? 0);
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$,;]/gu) ?? [];
}

/** In this order and close together, as when `import { a, own }` became `import { a, field, own }`. */
function isWithin(wanted: readonly string[], words: readonly string[]): boolean {
  const [first] = wanted;
  if (first === undefined) return true;
  const reach = wanted.length * 4 + 40;
  for (let start = words.indexOf(first); start !== -1; start = words.indexOf(first, start + 1)) {
    let found = 0;
    for (let place = start; place < start + reach && found < wanted.length; place++) {
      if (words[place] === wanted[found]) found++;
    }
    if (found === wanted.length) return true;
  }
  return false;
}
