/** The positions of a pattern and what may follow what; asked how many ways there are to match one text. */
import { normalised, type PatternNode, type Range } from "./pattern-tree.ts";

/** The pattern is too big to be judged within bounds. */
export class TooLarge extends Error {}
/** Two ways to repeat the same text, found while building. */
export class Ambiguous extends Error {}

const mostPositions = 300;
/** Repeats up to this are written out; more count as without end. */
const mostCopies = 3;

interface Fragment {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const everything: readonly Range[] = [[0, 0x10ffff]];

export class Automaton {
  readonly #ranges: (readonly Range[])[] = [];
  readonly #next: Set<number>[] = [];
  readonly #spend: () => void;

  /**
   * Where a match may begin anywhere, the text before it is a loop of its own.
   * @param spend is called for every step, and may throw TooLarge
   */
  constructor(tree: PatternNode, isSearched: boolean, spend: () => void) {
    this.#spend = spend;
    const prefix = isSearched ? this.#position(everything) : null;
    const whole = this.#build(tree);
    if (prefix !== null) {
      this.#next[prefix]?.add(prefix);
      for (const first of whole.first) {
        this.#next[prefix]?.add(first);
      }
    }
  }

  /** Whether some position has two different ways back to itself by the same text. */
  isExponential(): boolean {
    const pairs = this.#pairs();
    const component = components(pairs.edges);
    const diagonal = new Set<number>();
    for (const [index, [left, right]] of pairs.nodes.entries()) {
      if (left === right) {
        diagonal.add(component[index] ?? -1);
      }
    }
    return pairs.nodes.some(
      ([left, right], index) => left !== right && diagonal.has(component[index] ?? -1),
    );
  }

  /** The power of the length that the number of ways, and with it the time, may grow by; at least 1. */
  degree(): number {
    const loops = this.#loops();
    const follows = new Map<number, number[]>();
    for (const from of loops) {
      follows.set(
        from,
        loops.filter((to) => to !== from && this.#shareText(from, to)),
      );
    }
    const known = new Map<number, number>();
    const longest = (from: number, seen: ReadonlySet<number>): number => {
      const before = known.get(from);
      if (before !== undefined) {
        return before;
      }
      const onward = (follows.get(from) ?? []).filter((to) => !seen.has(to));
      const result = 1 + Math.max(0, ...onward.map((to) => longest(to, new Set([...seen, to]))));
      known.set(from, result);
      return result;
    };
    return Math.max(1, ...loops.map((from) => longest(from, new Set([from]))));
  }

  #position(ranges: readonly Range[]): number {
    if (this.#ranges.length >= mostPositions) {
      throw new TooLarge();
    }
    this.#ranges.push(ranges);
    this.#next.push(new Set());
    return this.#ranges.length - 1;
  }

  #build(node: PatternNode): Fragment {
    switch (node.kind) {
      case "start":
      case "end":
        return { nullable: true, first: [], last: [] };
      case "set": {
        const position = this.#position(normalised(node.set));
        return { nullable: false, first: [position], last: [position] };
      }
      case "sequence":
        return node.parts
          .map((part) => this.#build(part))
          .reduce((left, right) => this.#join(left, right));
      case "choice": {
        const options = node.options.map((option) => this.#build(option));
        return {
          nullable: options.some(({ nullable }) => nullable),
          first: options.flatMap(({ first }) => first),
          last: options.flatMap(({ last }) => last),
        };
      }
      case "repeat":
        return this.#repeat(node.body, node.min, node.max);
    }
  }

  #join(left: Fragment, right: Fragment): Fragment {
    this.#connect(left.last, right.first);
    return {
      nullable: left.nullable && right.nullable,
      first: left.nullable ? [...left.first, ...right.first] : left.first,
      last: right.nullable ? [...left.last, ...right.last] : right.last,
    };
  }

  #repeat(body: PatternNode, min: number, max: number | null): Fragment {
    const one = this.#build(body);
    if (one.nullable) {
      // Engines may go round such a loop without reading anything, in as many ways as they like.
      throw new Ambiguous();
    }
    if (max === null || max > mostCopies) {
      this.#connect(one.last, one.first);
      return { ...one, nullable: min === 0 };
    }
    let whole: Fragment = min === 0 ? { ...one, nullable: true } : one;
    for (let count = 2; count <= max; count++) {
      const copy = this.#build(body);
      whole = this.#join(whole, count > min ? { ...copy, nullable: true } : copy);
    }
    return whole;
  }

  #connect(from: readonly number[], to: readonly number[]): void {
    for (const left of from) {
      const next = this.#next[left];
      for (const right of to) {
        this.#spend();
        if (next?.has(right) === true) {
          throw new Ambiguous();
        }
        next?.add(right);
      }
    }
  }

  /** Pairs of positions that one text leads to, beginning at the same position, and the steps between them. */
  #pairs(): {
    readonly nodes: readonly (readonly [number, number])[];
    readonly edges: readonly number[][];
  } {
    const size = this.#ranges.length;
    const index = new Map<number, number>();
    const nodes: [number, number][] = [];
    const edges: number[][] = [];
    const add = (left: number, right: number): number => {
      const key = left * size + right;
      const found = index.get(key);
      if (found !== undefined) {
        return found;
      }
      index.set(key, nodes.length);
      nodes.push([left, right]);
      edges.push([]);
      return nodes.length - 1;
    };
    for (let position = 0; position < size; position++) {
      add(position, position);
    }
    for (let at = 0; at < nodes.length; at++) {
      const [left, right] = nodes[at] ?? [0, 0];
      for (const nextLeft of this.#next[left] ?? []) {
        for (const nextRight of this.#next[right] ?? []) {
          this.#spend();
          if (this.#overlap(nextLeft, nextRight)) {
            edges[at]?.push(add(nextLeft, nextRight));
          }
        }
      }
    }
    return { nodes, edges };
  }

  #overlap(left: number, right: number): boolean {
    return intersection(this.#ranges[left] ?? [], this.#ranges[right] ?? []).length > 0;
  }

  /** Positions that lie on a loop. */
  #loops(): readonly number[] {
    const edges = this.#next.map((next) => [...next]);
    const component = components(edges);
    const sizes = new Map<number, number>();
    for (const one of component) {
      sizes.set(one, (sizes.get(one) ?? 0) + 1);
    }
    return component.flatMap((one, position) =>
      (sizes.get(one) ?? 0) > 1 || this.#next[position]?.has(position) === true ? [position] : [],
    );
  }

  /** Whether one text leads from the first loop to itself, from the first to the second, and from the second to itself. */
  #shareText(from: number, to: number): boolean {
    const size = this.#ranges.length;
    const seen = new Set<number>();
    const queue: [number, number, number][] = [[from, from, to]];
    for (let at = 0; at < queue.length; at++) {
      const [first, second, third] = queue[at] ?? [0, 0, 0];
      for (const a of this.#next[first] ?? []) {
        for (const b of this.#next[second] ?? []) {
          const shared = intersection(this.#ranges[a] ?? [], this.#ranges[b] ?? []);
          this.#spend();
          if (shared.length === 0) {
            continue;
          }
          for (const c of this.#next[third] ?? []) {
            this.#spend();
            const key = (a * size + b) * size + c;
            if (seen.has(key) || intersection(shared, this.#ranges[c] ?? []).length === 0) {
              continue;
            }
            if (a === from && b === to && c === to) {
              return true;
            }
            seen.add(key);
            queue.push([a, b, c]);
          }
        }
      }
    }
    return false;
  }
}

function intersection(left: readonly Range[], right: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const [low, high] of left) {
    for (const [otherLow, otherHigh] of right) {
      const from = Math.max(low, otherLow);
      const to = Math.min(high, otherHigh);
      if (from <= to) {
        result.push([from, to]);
      }
    }
  }
  return result;
}

/** Strongly connected components: the number of its component for each node. (Kosaraju, without recursion.) */
function components(edges: readonly (readonly number[])[]): readonly number[] {
  const backwards: number[][] = edges.map(() => []);
  for (const [from, targets] of edges.entries()) {
    for (const to of targets) {
      backwards[to]?.push(from);
    }
  }
  const order = finishingOrder(edges);
  const component: number[] = edges.map(() => -1);
  let count = 0;
  for (const root of order.toReversed()) {
    if (component[root] !== -1) {
      continue;
    }
    const stack = [root];
    component[root] = count;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (const before of backwards[node] ?? []) {
        if (component[before] === -1) {
          component[before] = count;
          stack.push(before);
        }
      }
    }
    count++;
  }
  return component;
}

function finishingOrder(edges: readonly (readonly number[])[]): number[] {
  const seen = new Set<number>();
  const order: number[] = [];
  for (const root of edges.keys()) {
    if (seen.has(root)) {
      continue;
    }
    seen.add(root);
    const stack: { node: number; next: number }[] = [{ node: root, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const target = edges[top.node]?.[top.next];
      top.next++;
      if (target === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(target)) {
        seen.add(target);
        stack.push({ node: target, next: 0 });
      }
    }
  }
  return order;
}
