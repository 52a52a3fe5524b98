/**
 * How the time of a backtracking engine grows with the text, judged before any text comes.
 *
 * The pattern becomes an automaton of its positions (Glushkov), in which every way of matching is a path. Two ways around
 * one loop with the same text make time exponential: refused. Loops in a row that the same text can be shared out
 * between in several ways make it a power of the length: allowed as far as the length is bounded.
 * (Weber and Seidl, "On the degree of ambiguity of finite automata", 1991: EDA and IDA.)
 */
import type { Collector } from "../diagnostics/collector.ts";
import type { Span } from "../diagnostics/source.ts";
import { Automaton, TooLarge, Ambiguous } from "./pattern-automaton.ts";
import type { PatternNode } from "./pattern-tree.ts";

/** Steps that judging one text may take: some milliseconds. */
const mostSteps = 10_000_000;

/** Returns whether the pattern may be used on texts of that length; if not, why is collected. */
export function judgeCost(
  tree: PatternNode,
  at: Span,
  maxLength: number | null,
  collector: Collector,
): boolean {
  try {
    const automaton = new Automaton(tree, !isAnchored(tree), spender(collector));
    if (automaton.isExponential()) {
      collector.report("RW1804", {}, at);
      return false;
    }
    const degree = automaton.degree();
    const limit = Math.floor(mostSteps ** (1 / degree));
    if (degree > 1 && (maxLength === null || maxLength > limit)) {
      collector.report("RW1805", { limit }, at);
      return false;
    }
    return true;
  } catch (error) {
    if (error instanceof Ambiguous) {
      collector.report("RW1804", {}, at);
      return false;
    }
    if (error instanceof TooLarge) {
      collector.report("RW1806", { limit: 500 }, at);
      return false;
    }
    throw error;
  }
}

/** Steps that judging one pattern may take, and all patterns of a declaration together. */
const mostWork = 300_000;
const mostWorkOfAll = 5_000_000;
const workDone = new WeakMap<Collector, number>();

function spender(collector: Collector): () => void {
  let own = 0;
  return () => {
    own++;
    const all = (workDone.get(collector) ?? 0) + 1;
    workDone.set(collector, all);
    if (own > mostWork || all > mostWorkOfAll) {
      throw new TooLarge();
    }
  };
}

/** Whether a match can begin at the beginning of the text only. */
function isAnchored(node: PatternNode): boolean {
  switch (node.kind) {
    case "start":
      return true;
    case "sequence":
      return node.parts[0] !== undefined && isAnchored(node.parts[0]);
    case "choice":
      return node.options.every(isAnchored);
    default:
      return false;
  }
}
