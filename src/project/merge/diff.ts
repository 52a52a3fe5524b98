/**
 * Shortest edit script between two sequences of lines: Eugene W. Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (1986), in its linear-space form. Lines that stand on one side only are set aside first, and a search
 * that grows too dear is cut short where it has come furthest, so that long repetitive texts cost no more than
 * N × MAX_COST steps; the script is then still right, only not the shortest.
 */
import { slideChanges } from "./slide.ts";

/** Lines `[aStart, aEnd)` of the one side stand where `[bStart, bEnd)` of the other do. */
export interface Change {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

const MAX_COST = 256;

/** @param tell is told how many steps the search took: comparisons of lines, and diagonals that were looked at */
export function diff(
  a: Int32Array,
  b: Int32Array,
  tell: (steps: number) => void = () => {},
): Change[] {
  const changedA = new Uint8Array(a.length);
  const changedB = new Uint8Array(b.length);
  const placesA = shared(a, b, changedA);
  const placesB = shared(b, a, changedB);
  const search = new Search(
    placesA.map((place) => a[place] ?? -1),
    placesB.map((place) => b[place] ?? -1),
  );
  search.run(
    (index) => (changedA[placesA[index] ?? -1] = 1),
    (index) => (changedB[placesB[index] ?? -1] = 1),
  );
  tell(search.steps);
  slideChanges(a, changedA, changedB);
  slideChanges(b, changedB, changedA);
  return collect(changedA, changedB);
}

/** Indexes of the lines of `own` that `other` has too; all others are marked as changed. */
function shared(own: Int32Array, other: Int32Array, changed: Uint8Array): Int32Array {
  const there = new Set(other);
  const places: number[] = [];
  own.forEach((line, index) => {
    if (there.has(line)) places.push(index);
    else changed[index] = 1;
  });
  return Int32Array.from(places);
}

function collect(changedA: Uint8Array, changedB: Uint8Array): Change[] {
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < changedA.length || j < changedB.length) {
    const [aStart, bStart] = [i, j];
    while (changedA[i] === 1) i++;
    while (changedB[j] === 1) j++;
    if (i > aStart || j > bStart) changes.push({ aStart, aEnd: i, bStart, bEnd: j });
    i++;
    j++;
  }
  return changes;
}

interface Box {
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
}

class Search {
  private readonly a: Int32Array;
  private readonly b: Int32Array;
  /** Furthest place reached on each diagonal (`i − j`), from the front and from the back. */
  private readonly front: Int32Array;
  private readonly back: Int32Array;
  private readonly origin: number;
  private readonly maxCost: number;
  steps = 0;

  constructor(a: Int32Array, b: Int32Array) {
    this.a = a;
    this.b = b;
    this.origin = b.length + 1;
    this.front = new Int32Array(a.length + b.length + 3);
    this.back = new Int32Array(a.length + b.length + 3);
    this.maxCost = Math.max(MAX_COST, Math.floor(Math.sqrt(a.length + b.length)));
  }

  run(markA: (index: number) => void, markB: (index: number) => void): void {
    const boxes: Box[] = [{ aLow: 0, aHigh: this.a.length, bLow: 0, bHigh: this.b.length }];
    for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
      const { aLow, aHigh, bLow, bHigh } = this.trimmed(box);
      if (aLow === aHigh) {
        for (let j = bLow; j < bHigh; j++) markB(j);
      } else if (bLow === bHigh) {
        for (let i = aLow; i < aHigh; i++) markA(i);
      } else {
        const [i, j] = this.split({ aLow, aHigh, bLow, bHigh });
        boxes.push({ aLow, aHigh: i, bLow, bHigh: j }, { aLow: i, aHigh, bLow: j, bHigh });
      }
    }
  }

  private trimmed(box: Box): Box {
    let { aLow, aHigh, bLow, bHigh } = box;
    while (aLow < aHigh && bLow < bHigh && this.a[aLow] === this.b[bLow])
      [aLow, bLow] = [aLow + 1, bLow + 1];
    while (aLow < aHigh && bLow < bHigh && this.a[aHigh - 1] === this.b[bHigh - 1]) {
      [aHigh, bHigh] = [aHigh - 1, bHigh - 1];
    }
    return { aLow, aHigh, bLow, bHigh };
  }

  /** A point that a shortest path goes through: where the searches from both ends meet. */
  private split(box: Box): [number, number] {
    const { front, back, origin } = this;
    const { aLow, aHigh, bLow, bHigh } = box;
    const [lowest, highest] = [aLow - bHigh, aHigh - bLow];
    const [first, last] = [aLow - bLow, aHigh - bHigh];
    const odd = ((first - last) & 1) !== 0;
    let [frontLow, frontHigh, backLow, backHigh] = [first, first, last, last];
    front[origin + first] = aLow;
    back[origin + last] = aHigh;
    for (let cost = 1; ; cost++) {
      if (frontLow > lowest) front[origin + --frontLow - 1] = -1;
      else frontLow++;
      if (frontHigh < highest) front[origin + ++frontHigh + 1] = -1;
      else frontHigh--;
      for (let diagonal = frontHigh; diagonal >= frontLow; diagonal -= 2) {
        const i = this.forward(diagonal, box);
        if (
          odd &&
          backLow <= diagonal &&
          diagonal <= backHigh &&
          at(back, origin + diagonal) <= i
        ) {
          return [i, i - diagonal];
        }
      }
      if (backLow > lowest) back[origin + --backLow - 1] = FAR;
      else backLow++;
      if (backHigh < highest) back[origin + ++backHigh + 1] = FAR;
      else backHigh--;
      for (let diagonal = backHigh; diagonal >= backLow; diagonal -= 2) {
        const i = this.backward(diagonal, box);
        if (
          !odd &&
          frontLow <= diagonal &&
          diagonal <= frontHigh &&
          i <= at(front, origin + diagonal)
        ) {
          return [i, i - diagonal];
        }
      }
      if (cost >= this.maxCost)
        return this.furthest(box, [frontLow, frontHigh], [backLow, backHigh]);
    }
  }

  private forward(diagonal: number, { aHigh, bHigh }: Box): number {
    const { front, origin, a, b } = this;
    const [below, above] = [at(front, origin + diagonal - 1), at(front, origin + diagonal + 1)];
    const from = below >= above ? below + 1 : above;
    let i = from;
    for (let j = i - diagonal; i < aHigh && j < bHigh && a[i] === b[j]; j++) i++;
    this.steps += 1 + i - from;
    front[origin + diagonal] = i;
    return i;
  }

  private backward(diagonal: number, { aLow, bLow }: Box): number {
    const { back, origin, a, b } = this;
    const [below, above] = [at(back, origin + diagonal - 1), at(back, origin + diagonal + 1)];
    const from = below < above ? below : above - 1;
    let i = from;
    for (let j = i - diagonal; i > aLow && j > bLow && a[i - 1] === b[j - 1]; j--) i--;
    this.steps += 1 + from - i;
    back[origin + diagonal] = i;
    return i;
  }

  /** The search became too dear: the point that either end has come furthest to. */
  private furthest(
    box: Box,
    front: readonly [number, number],
    back: readonly [number, number],
  ): [number, number] {
    const { aLow, aHigh, bLow, bHigh } = box;
    let [most, point]: [number, [number, number]] = [-1, [aLow, bLow]];
    for (let diagonal = front[1]; diagonal >= front[0]; diagonal -= 2) {
      const i = Math.min(at(this.front, this.origin + diagonal), aHigh, bHigh + diagonal);
      const j = i - diagonal;
      const gained = i - aLow + (j - bLow);
      if (i >= aLow && j >= bLow && gained > most) [most, point] = [gained, [i, j]];
    }
    for (let diagonal = back[1]; diagonal >= back[0]; diagonal -= 2) {
      const i = Math.max(at(this.back, this.origin + diagonal), aLow, bLow + diagonal);
      const j = i - diagonal;
      const gained = aHigh - i + (bHigh - j);
      if (i <= aHigh && j <= bHigh && gained > most) [most, point] = [gained, [i, j]];
    }
    return point;
  }
}

const FAR = 0x3f_ff_ff_ff;

function at(array: Int32Array, index: number): number {
  return array[index] ?? 0;
}
