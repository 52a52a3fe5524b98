/** A small deterministic source of choices (mulberry32): the same seed gives the same choices on every machine. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  #fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Both ends included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.#fraction() * (high - low + 1));
  }

  /** True so many times in a hundred. */
  chance(percent: number): boolean {
    return this.#fraction() * 100 < percent;
  }

  pick<T>(from: readonly T[]): T {
    const [first] = from;
    const chosen = from[this.integer(0, from.length - 1)] ?? first;
    if (chosen === undefined) throw new Error("nothing to pick from");
    return chosen;
  }

  /** So many different ones, or all where there are fewer, in random order. */
  several<T>(from: readonly T[], count: number): T[] {
    const rest = [...from];
    const chosen: T[] = [];
    while (chosen.length < count && rest.length > 0) {
      chosen.push(...rest.splice(this.integer(0, rest.length - 1), 1));
    }
    return chosen;
  }
}
