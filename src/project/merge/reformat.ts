/**
 * The user ran a formatter over a generated file: every line differs, and every line would be in conflict. Base and new
 * output are then read as that formatter prints them; the user's own text is never formatted.
 */
import { diff } from "./diff.ts";
import type { Sides } from "./diff3.ts";
import { LineNumbers, splitLines } from "./lines.ts";

/** Prints a text by the settings of the user's project; null where the text cannot be formatted. */
export type Format = (text: string) => Promise<string | null>;

/** The sides by the user's formatter, where the formatted base is nearer to the user's text than the base itself. */
export async function reformat(sides: Sides, format: Format): Promise<Sides> {
  const before = distance(sides.base, sides.mine);
  if (before === 0) return sides;
  const base = await format(sides.base);
  if (base === null || base === sides.base || distance(base, sides.mine) >= before) return sides;
  const theirs = await format(sides.theirs);
  return theirs === null ? sides : { base, mine: sides.mine, theirs };
}

/** Lines that only one of two texts has. */
function distance(a: string, b: string): number {
  const numbers = new LineNumbers();
  const changes = diff(numbers.of(splitLines(a)), numbers.of(splitLines(b)));
  return changes.reduce(
    (sum, { aStart, aEnd, bStart, bEnd }) => sum + aEnd - aStart + bEnd - bStart,
    0,
  );
}
