import { synonyms } from "./synonyms.ts";

/**
 * "Did you mean": the known word nearest to what was written, or null when nothing is near.
 * Near means at most a third of the letters are wrong (a swap of two neighbours counts once), whatever their case.
 */
export function nearest(written: string, known: Iterable<string>): string | null {
  // Beyond this nobody mistyped a word; it also bounds the work on hostile input.
  if (written.length > 64) {
    return null;
  }
  // One letter of two is not a slip.
  const plain = simplified(written);
  const limit = plain.length < 3 ? 0 : Math.floor(plain.length / 3);
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const word of known) {
    if (Math.abs(word.length - written.length) > limit + 2) {
      continue;
    }
    const distance = simplified(word) === plain ? 0 : editDistance(plain, simplified(word));
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

function simplified(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, "");
}

/** Optimal string alignment distance. */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}

/** "`a`", "`a` or `b`", "`a`, `b` or `c`". */
export function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.pop();
  return quoted.length === 0 ? (last ?? "") : `${quoted.join(", ")} or ${last ?? ""}`;
}

/** What another tool's word is called here, where that is among the known words. */
export function synonym(written: string, known: readonly string[]): string | null {
  const meant = synonyms.get(written.toLowerCase());
  return meant !== undefined && known.includes(meant) ? meant : null;
}

/** The fix for a word that is not known: the nearest one, or all there are. */
export function didYouMean(written: string, known: readonly string[]): string {
  const near = synonym(written, known) ?? nearest(written, known);
  if (near !== null) {
    return `did you mean \`${near}\`?`;
  }
  if (known.length === 0) {
    return "check the spelling";
  }
  const few = known.slice(0, 20);
  return few.length < known.length ? `use ${oneOf(few)}, or others` : `use ${oneOf(known)}`;
}
