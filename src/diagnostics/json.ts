/** Diagnostics for machines. The form is public: keys are added, never changed. */
import type { Diagnostic } from "./diagnostic.ts";
import { position, type Span } from "./source.ts";

export interface JsonPlace {
  readonly file: string;
  /** One-based; columns count Unicode code points. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly cause: string;
  readonly fix: string;
  readonly at: JsonPlace | null;
  readonly related: readonly { readonly at: JsonPlace; readonly note: string }[];
}

export function jsonDiagnostics(diagnostics: readonly Diagnostic[]): readonly JsonDiagnostic[] {
  return diagnostics.map(({ code, severity, cause, fix, at, related }) => ({
    code,
    severity,
    cause,
    fix,
    at: at === null ? null : place(at),
    related: related.map((one) => ({ at: place(one.at), note: one.note })),
  }));
}

function place(at: Span): JsonPlace {
  const start = position(at.file, at.start);
  const end = position(at.file, Math.max(at.start, at.end));
  return {
    file: at.file.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
