import type { ErrorCode, YAMLError } from "yaml";
import type { Collector } from "../diagnostics/collector.ts";
import type { SourceFile, Span } from "../diagnostics/source.ts";
import { brokenFlowValue, inQuotes } from "./wrecks.ts";

/**
 * Turns the parser's complaints into diagnostics. One slip often brings a train of follow-ups: of those only the first is told.
 * Returns whether the text's structure is in doubt.
 */
export function reportSyntax(
  file: SourceFile,
  errors: readonly YAMLError[],
  collector: Collector,
): boolean {
  let broken = false;
  for (const error of errors) {
    const at: Span = { file, start: error.pos[0], end: Math.max(error.pos[0] + 1, error.pos[1]) };
    if (error.code === "BAD_DQ_ESCAPE") {
      const lineEnd = file.text.indexOf("\n", at.start);
      const written = file.text.slice(
        at.start,
        Math.min(at.start + 2, lineEnd < 0 ? at.end : lineEnd),
      );
      collector.report("RW1020", { escape: written }, at);
    } else if (error.code === "TAG_RESOLVE_FAILED") {
      collector.report("RW1014", { tag: file.text.slice(at.start, at.end) }, at);
    } else if (!broken) {
      broken = true;
      reportFirst(file, error, at, collector);
    }
  }
  return broken;
}

function reportFirst(file: SourceFile, error: YAMLError, at: Span, collector: Collector): void {
  switch (error.code as ErrorCode) {
    case "TAB_AS_INDENT":
      collector.report("RW1010", {}, at);
      return;
    case "BLOCK_AS_IMPLICIT_KEY":
      reportSecondColon(file, at, collector);
      return;
    case "BAD_SCALAR_START":
      collector.report("RW1022", { character: file.text.slice(at.start, at.start + 1) }, at);
      return;
    default: {
      const value = brokenFlowValue(file.text, at.start);
      if (value !== null) {
        const whole = file.text.slice(value.start, value.end);
        collector.report("RW1211", { whole, corrected: inQuotes(whole) }, { file, ...value });
        return;
      }
      collector.report("RW1019", { message: sentence(error.message) }, at);
    }
  }
}

/** Shorthand is shown whole and in quotes; of anything else, the colon is pointed at. */
function reportSecondColon(file: SourceFile, at: Span, collector: Collector): void {
  const newline = file.text.indexOf("\n", at.start);
  const end = newline < 0 ? file.text.length : newline;
  const whole = file.text.slice(at.start, Math.min(end, at.start + 1000)).trimEnd();
  if (
    /^(?:<?->\s*\w|[a-z]+\s*(?:[(?=/<>[]|(?:unique|index|readonly|writeonly|immutable)\b))/.test(
      whole,
    )
  ) {
    const value: Span = { file, start: at.start, end: at.start + whole.length };
    collector.report("RW1213", { whole, corrected: inQuotes(whole) }, value);
    return;
  }
  collector.report("RW1021", {}, colonAfter(file, at));
}

/** The second `: ` of a line such as `title: string: unique`. */
function colonAfter(file: SourceFile, at: Span): Span {
  const colon = file.text.slice(at.start, at.start + 500).search(/:(?:\s|$)/);
  return colon < 0
    ? { ...at, end: at.start + 1 }
    : { file, start: at.start + colon, end: at.start + colon + 1 };
}

function sentence(message: string): string {
  const trimmed = message.replace(/\s+/g, " ").replace(/[.:]\s*$/, "");
  return trimmed.charAt(0).toLowerCase() + trimmed.slice(1);
}
