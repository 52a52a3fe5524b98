import type { Span } from "./source.ts";

export type Severity = "error" | "warning";

/** One fault of a declaration: what is wrong, where, why, and what to do about it. */
export interface Diagnostic {
  /** Stable, e.g. `RW1301`; listed in docs/language.md. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, as one sentence without a full stop. */
  readonly cause: string;
  /** What to write instead, or the way around. */
  readonly fix: string;
  /** Null where no place in a file is meant: the file itself is missing, say. */
  readonly at: Span | null;
  /** Other places that take part, e.g. the first of two names that clash. */
  readonly related: readonly Related[];
}

export interface Related {
  readonly at: Span;
  readonly note: string;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
