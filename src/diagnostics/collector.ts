import { catalogue, type Code, type Params } from "./catalogue/index.ts";
import type { Diagnostic, Related, Severity } from "./diagnostic.ts";
import type { Span } from "./source.ts";

const mostSuggestions = 200;

/** Gathers the faults of one run; phases go on after a fault, so that all are reported at once. */
export class Collector {
  readonly #found: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  #asked = 0;

  report<C extends Code>(
    code: C,
    params: Params<C>,
    at: Span | null,
    related: readonly Related[] = [],
  ): void {
    this.add(diagnostic(code, params, at, related));
  }

  add(found: Diagnostic): void {
    const { at } = found;
    // Two passes may meet the same fault at the same place; people need it once.
    const key = `${found.code} ${at === null ? "" : `${at.file.path}:${at.start}:${at.end}`} ${found.cause}`;
    if (!this.#seen.has(key)) {
      this.#seen.add(key);
      this.#found.push(found);
    }
  }

  /**
   * The words that a suggestion may come from; none once so many have been asked for that nobody reads them,
   * since comparing every misspelt word with every known one would take time without bound.
   */
  suggestions(known: () => readonly string[]): readonly string[] {
    this.#asked++;
    return this.#asked > mostSuggestions ? [] : known();
  }

  get count(): number {
    return this.#found.length;
  }

  /** Ordered by file (in the order of first use) and place; faults without a place come first. */
  sorted(files: readonly { readonly path: string }[]): readonly Diagnostic[] {
    const order = new Map(files.map((file, index) => [file.path, index]));
    const fileOf = (item: Diagnostic): number =>
      item.at === null ? -1 : (order.get(item.at.file.path) ?? files.length);
    return [...this.#found].sort(
      (left, right) =>
        fileOf(left) - fileOf(right) ||
        (left.at?.start ?? 0) - (right.at?.start ?? 0) ||
        (left.code < right.code ? -1 : Number(left.code > right.code)),
    );
  }
}

/** One diagnostic of the catalogue, for callers that collect by themselves. */
export function diagnostic<C extends Code>(
  code: C,
  params: Params<C>,
  at: Span | null,
  related: readonly Related[] = [],
  severity?: Severity,
): Diagnostic {
  // The catalogue pairs each code with the type of its parameters; the compiler cannot follow that through an index.
  const entry = catalogue[code] as {
    readonly severity?: Severity;
    readonly cause: (params: Params<C>) => string;
    readonly fix: (params: Params<C>) => string;
  };
  return {
    code,
    severity: severity ?? entry.severity ?? "error",
    cause: entry.cause(shortened(params)),
    fix: entry.fix(shortened(params)),
    at,
    related,
  };
}

/** Values of the declaration stand in messages, and may be of any length. */
const longest = 160;

function shortened<P>(params: P): P {
  const entries = Object.entries(params as object).map(([key, value]: [string, unknown]) => [
    key,
    typeof value === "string" && value.length > longest ? `${value.slice(0, longest)}…` : value,
  ]);
  return Object.fromEntries(entries) as P;
}
