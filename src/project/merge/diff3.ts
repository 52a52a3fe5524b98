/**
 * Three-way merge of lines. Agrees with `git merge-file`: changes of both sides that overlap or touch are in conflict
 * unless they are equal; lines that both sides put at the edges of a conflict are settled and leave it (git's "zealous
 * diff3"), while the base of a conflict stays whole.
 */
import { diff, type Change } from "./diff.ts";
import { LineNumbers, splitLines } from "./lines.ts";
import { joined, type Piece } from "./pieces.ts";

export interface Sides {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

interface Lines {
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** A stretch of the base that at least one side changed, and what stands for it on both sides. */
interface Region {
  readonly base: Span;
  readonly mine: Span;
  readonly theirs: Span;
  readonly by: "mine" | "theirs" | "both";
}

type Span = readonly [start: number, end: number];

export function mergeLines(sides: Sides): Piece[] {
  const lines: Lines = {
    base: splitLines(sides.base),
    mine: splitLines(sides.mine),
    theirs: splitLines(sides.theirs),
  };
  const numbers = new LineNumbers();
  const [base, mine, theirs] = [
    numbers.of(lines.base),
    numbers.of(lines.mine),
    numbers.of(lines.theirs),
  ];
  const pieces: Piece[] = [];
  let done = 0;
  for (const region of regions(diff(base, mine), diff(base, theirs))) {
    pieces.push(lines.base.slice(done, region.base[0]).join(""), ...resolve(lines, region));
    done = region.base[1];
  }
  pieces.push(lines.base.slice(done).join(""));
  return joined(pieces);
}

function regions(mine: readonly Change[], theirs: readonly Change[]): Region[] {
  const result: Region[] = [];
  let [m, t] = [0, 0];
  /** How far the line of a side is ahead of the same line in the base. */
  let [mineAhead, theirsAhead] = [0, 0];
  while (m < mine.length || t < theirs.length) {
    const start = Math.min(mine[m]?.aStart ?? Infinity, theirs[t]?.aStart ?? Infinity);
    let end = start;
    const [m0, t0] = [m, t];
    for (;;) {
      const [next, other] = [mine[m], theirs[t]];
      if (next !== undefined && next.aStart <= end) {
        end = Math.max(end, next.aEnd);
        m++;
      } else if (other !== undefined && other.aStart <= end) {
        end = Math.max(end, other.aEnd);
        t++;
      } else break;
    }
    const mineStart = start + mineAhead;
    const theirsStart = start + theirsAhead;
    mineAhead = ahead(mine[m - 1]);
    theirsAhead = ahead(theirs[t - 1]);
    result.push({
      base: [start, end],
      mine: [mineStart, end + mineAhead],
      theirs: [theirsStart, end + theirsAhead],
      by: m === m0 ? "theirs" : t === t0 ? "mine" : "both",
    });
  }
  return result;
}

function ahead(last: Change | undefined): number {
  return last === undefined ? 0 : last.bEnd - last.aEnd;
}

function resolve(lines: Lines, region: Region): Piece[] {
  const base = lines.base.slice(...region.base);
  const mine = lines.mine.slice(...region.mine);
  const theirs = lines.theirs.slice(...region.theirs);
  if (region.by === "mine") return [mine.join("")];
  if (region.by === "theirs") return [theirs.join("")];
  return narrow(base, mine, theirs);
}

/** A conflict without the lines that both sides have at its edges; nothing of it may be left. */
export function narrow(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): Piece[] {
  const shorter = Math.min(mine.length, theirs.length);
  let head = 0;
  while (head < shorter && mine[head] === theirs[head]) head++;
  let tail = 0;
  while (tail < shorter - head && mine.at(-1 - tail) === theirs.at(-1 - tail)) tail++;
  const settled: Piece[] = [mine.slice(0, head).join("")];
  if (mine.length > head + tail || theirs.length > head + tail) {
    settled.push({
      base: base.join(""),
      mine: mine.slice(head, mine.length - tail).join(""),
      theirs: theirs.slice(head, theirs.length - tail).join(""),
    });
  }
  return [...settled, mine.slice(mine.length - tail).join("")];
}
