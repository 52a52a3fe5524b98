/** The lines around a fault, with carets under it. */
import { lineIndex, lineText, type Span } from "./source.ts";
import { displayWidth, visibleCharacter } from "./visible.ts";

export interface ExcerptLine {
  /** Line number, or null for the line of carets. */
  readonly number: number | null;
  readonly text: string;
}

/** Longest stretch of a line that is shown. */
const window = 100;
/** What is kept before the fault in a line that is cut. */
const lead = 30;

/** The line of the fault, the line before it where there is one, and the carets. */
export function excerpt(at: Span): readonly ExcerptLine[] {
  const index = lineIndex(at.file, at.start);
  const lineStart = at.file.lineStarts[index] ?? 0;
  const text = lineText(at.file, index);
  const from = Math.min(at.start - lineStart, text.length);
  const to = Math.min(Math.max(at.end - lineStart, from + 1), Math.max(text.length, from + 1));
  const first = text.length > window && from > lead ? boundary(text, from - lead) : 0;
  const last = Math.min(text.length, first + window);
  const before = shown(text.slice(first, from));
  const marked = shown(text.slice(from, Math.min(to, last)));
  const after = shown(text.slice(Math.min(to, last), last));
  const head = first > 0 ? "…" : "";
  const tail = last < text.length ? "…" : "";
  const carets =
    " ".repeat(head.length + displayWidth(before)) + "^".repeat(Math.max(1, displayWidth(marked)));
  const lines: ExcerptLine[] = [
    { number: index + 1, text: head + before + marked + after + tail },
    { number: null, text: carets },
  ];
  const previous = index === 0 ? "" : lineText(at.file, index - 1);
  if (previous.trim() !== "") {
    const cut = previous.length > window ? `${shown(previous.slice(0, window))}…` : shown(previous);
    lines.unshift({ number: index, text: cut });
  }
  return lines;
}

/** Never between the halves of a surrogate pair. */
function boundary(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  return unit >= 0xdc00 && unit <= 0xdfff ? offset - 1 : offset;
}

function shown(text: string): string {
  return Array.from(text, visibleCharacter).join("");
}
