import type { Collector } from "../diagnostics/collector.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Pattern } from "./pattern.ts";

export function parsePattern(source: string, _at: Span, _collector: Collector): Pattern | null {
  return { source, ecma: source, python: source.replace(/\$$/, "\\Z"), postgres: source };
}
