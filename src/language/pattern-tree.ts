/** A pattern of the safe subset, parsed. */
export type PatternNode =
  | { readonly kind: "set"; readonly set: CharacterSet }
  | { readonly kind: "start" | "end" }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | {
      readonly kind: "repeat";
      readonly body: PatternNode;
      readonly min: number;
      readonly max: number | null;
    };

/** Code points, as written: one range for a plain character. */
export interface CharacterSet {
  readonly negated: boolean;
  readonly ranges: readonly Range[];
}

/** Both ends included. */
export type Range = readonly [number, number];

export const lastCodePoint = 0x10ffff;

export const digits: readonly Range[] = [[0x30, 0x39]];
export const wordCharacters: readonly Range[] = [
  [0x41, 0x5a],
  [0x61, 0x7a],
  [0x30, 0x39],
  [0x5f, 0x5f],
];
/** Tab, line feed, vertical tab, form feed, carriage return, blank. */
export const blanks: readonly Range[] = [
  [0x20, 0x20],
  [0x09, 0x0d],
];

/** Sorted, without overlaps, never negated. */
export function normalised({ negated, ranges }: CharacterSet): readonly Range[] {
  const merged: [number, number][] = [];
  for (const [low, high] of [...ranges].sort((left, right) => left[0] - right[0])) {
    const last = merged.at(-1);
    if (last !== undefined && low <= last[1] + 1) {
      last[1] = Math.max(last[1], high);
    } else {
      merged.push([low, high]);
    }
  }
  return negated ? complement(merged) : merged;
}

function complement(sorted: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  let next = 0;
  for (const [low, high] of sorted) {
    if (low > next) {
      result.push([next, low - 1]);
    }
    next = high + 1;
  }
  if (next <= lastCodePoint) {
    result.push([next, lastCodePoint]);
  }
  return result;
}
