import type { Span } from "../diagnostics/source.ts";
import type { ScalarNode } from "./tree.ts";

/** The text of a scalar, and for any range of it the place in the file, whatever quotes and escapes it stands in. */
export interface PlacedText {
  readonly text: string;
  readonly place: (start: number, end: number) => Span;
}

export function placedText(node: ScalarNode): PlacedText {
  const { file } = node.at;
  const raw = file.text.slice(node.at.start, node.at.end);
  const quote = node.style === "single" || node.style === "double" ? 1 : 0;
  const text = String(node.value);
  const inner = raw.slice(quote, raw.length - quote);
  if (inner === text) {
    const base = node.at.start + quote;
    return {
      text,
      place: (start, end) => ({ file, start: base + start, end: base + Math.max(end, start) }),
    };
  }
  const offsets = escapedOffsets(inner, node.style, text);
  return {
    text,
    place(start, end) {
      const from = offsets?.[start];
      const to = offsets?.[end];
      const base = node.at.start + quote;
      return from === undefined || to === undefined
        ? node.at
        : { file, start: base + from, end: base + to };
    },
  };
}

/** Offset in the raw text of each character of the value; null where lines are folded. */
function escapedOffsets(inner: string, style: ScalarNode["style"], text: string): number[] | null {
  if (/[\r\n]/.test(inner) || (style !== "single" && style !== "double")) {
    return null;
  }
  const escape =
    style === "single" ? /''|[^]/y : /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])|[^]/y;
  const offsets: number[] = [];
  while (escape.lastIndex < inner.length) {
    offsets.push(escape.lastIndex);
    const match = escape.exec(inner);
    if (match === null) {
      return null;
    }
    // Beyond the basic plane an escape stands for two units.
    if (match[0].startsWith("\\U") && Number.parseInt(match[0].slice(2), 16) > 0xffff) {
      offsets.push(match.index);
    }
  }
  offsets.push(inner.length);
  return offsets.length === text.length + 1 ? offsets : null;
}
