/** Texts that match a pattern and have a length within bounds. */
import type { Pattern } from "../../language/pattern.ts";
import { type CharacterRange, parsePattern, type PatternNode } from "./pattern-syntax.ts";
import { type Sequence, sequence } from "./sequence.ts";

export interface TextBounds {
  readonly min: number;
  readonly max: number;
}

/** Longer texts than this beyond the least are not asked for. */
const variety = 24;
const attempts = 40;

/**
 * A text that matches, different for most seeds; undefined where none was found, as for a pattern that admits no text of
 * such a length. Lengths are planned before characters are drawn, so no search is needed but for assertions.
 */
export function matchingText(
  pattern: Pattern,
  bounds: TextBounds,
  seed: number,
): string | undefined {
  const expression = new RegExp(pattern.ecma, "u");
  const cap = Math.min(bounds.max, bounds.min + 2 * variety + 1000);
  const planned = plan(parsePattern(pattern.ecma), cap);
  const lengths = lengthsIn(planned.lengths, cap);
  const random = sequence(seed);
  for (let attempt = 0; attempt < attempts && lengths.length > 0; attempt += 1) {
    const fitting = lengths.filter((length) => length >= bounds.min).slice(0, variety);
    const length = fitting.length > 0 ? random.pick(fitting) : (lengths.at(-1) ?? 0);
    const core = write(planned, length, random);
    for (const text of paddings(core, bounds.min - length)) {
      const size = [...text].length;
      if (size >= bounds.min && size <= bounds.max && expression.test(text)) return text;
    }
  }
  return undefined;
}

/** A pattern is not anchored unless it says so: what it lacks in length may stand before or after. */
function paddings(core: string, lack: number): string[] {
  if (lack <= 0) return [core];
  return ["a", "-", " ", "0"].flatMap((character) => {
    const filling = character.repeat(lack);
    return [core + filling, filling + core];
  });
}

/** A node with the set of lengths that it can take, as bits. */
type Planned =
  | {
      readonly kind: "characters";
      readonly ranges: readonly CharacterRange[];
      readonly lengths: bigint;
    }
  | { readonly kind: "empty"; readonly lengths: bigint }
  | { readonly kind: "choice"; readonly parts: readonly Planned[]; readonly lengths: bigint }
  | {
      readonly kind: "pair";
      readonly left: Planned;
      readonly right: Planned;
      readonly lengths: bigint;
    };

const empty: Planned = { kind: "empty", lengths: 1n };

function plan(node: PatternNode, cap: number): Planned {
  switch (node.kind) {
    case "characters":
      return { kind: "characters", ranges: node.ranges, lengths: node.ranges.length > 0 ? 2n : 0n };
    case "assertion":
      return empty;
    case "sequence":
      return node.parts
        .map((part) => plan(part, cap))
        .reduceRight((rest, part) => pair(part, rest, cap), empty);
    case "choice": {
      const parts = node.parts.map((part) => plan(part, cap));
      return choice(parts);
    }
    case "repeat": {
      const part = plan(node.part, cap);
      const optional = (node.max ?? Math.max(node.min, cap)) - node.min;
      return pair(times(part, node.min, cap), optionally(part, Math.min(optional, cap), cap), cap);
    }
  }
}

function choice(parts: readonly Planned[]): Planned {
  return { kind: "choice", parts, lengths: parts.reduce((all, part) => all | part.lengths, 0n) };
}

function pair(left: Planned, right: Planned, cap: number): Planned {
  if (left === empty) return right;
  if (right === empty) return left;
  const mask = (1n << BigInt(cap + 1)) - 1n;
  let lengths = 0n;
  for (const length of lengthsIn(left.lengths, cap)) lengths |= right.lengths << BigInt(length);
  return { kind: "pair", left, right, lengths: lengths & mask };
}

/** Exactly `count` times, by halves, so that a thousand repetitions nest ten deep. */
function times(part: Planned, count: number, cap: number): Planned {
  if (count === 0) return empty;
  if (count === 1) return part;
  const half = times(part, Math.floor(count / 2), cap);
  const even = pair(half, half, cap);
  return count % 2 === 0 ? even : pair(even, part, cap);
}

/** Up to `count` times: one term for each power of two in it, each taken as often as it likes. */
function optionally(part: Planned, count: number, cap: number): Planned {
  let whole = empty;
  let term = choice([empty, part]);
  for (let left = count; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) whole = pair(whole, term, cap);
    term = pair(term, term, cap);
  }
  return whole;
}

function lengthsIn(bits: bigint, cap: number): number[] {
  const lengths: number[] = [];
  const digits = bits.toString(2);
  for (let length = 0; length <= cap && length < digits.length; length += 1) {
    if (digits[digits.length - 1 - length] === "1") lengths.push(length);
  }
  return lengths;
}

function has(node: Planned, length: number): boolean {
  return length >= 0 && ((node.lengths >> BigInt(length)) & 1n) === 1n;
}

/** The node admits the length: the callers have seen to it. */
function write(node: Planned, length: number, random: Sequence): string {
  switch (node.kind) {
    case "empty":
      return "";
    case "characters": {
      const [from, to] = random.pick(node.ranges);
      return String.fromCodePoint(from + random.below(to - from + 1));
    }
    case "choice":
      return write(random.pick(node.parts.filter((part) => has(part, length))), length, random);
    case "pair": {
      const splits: number[] = [];
      for (let left = 0; left <= length; left += 1) {
        if (has(node.left, left) && has(node.right, length - left)) splits.push(left);
      }
      const left = random.pick(splits);
      return write(node.left, left, random) + write(node.right, length - left, random);
    }
  }
}
