/** A text that diagnostics point into, and the way from an offset to a line and column. */
export interface SourceFile {
  /** As shown to people: relative to the working directory or project where possible, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
}

/** A half-open range of UTF-16 offsets of one file. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** One-based; columns count Unicode code points, as editors show them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function sourceFile(path: string, text: string): SourceFile {
  const lineStarts = [0];
  // Line ends as YAML 1.2 has them: LF, CRLF, and CR alone; U+2028 is an ordinary character.
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) {
      lineStarts.push(at + 1);
    }
  }
  return { path, text, lineStarts };
}

/** Index into `lineStarts` of the line that holds the offset. */
export function lineIndex(file: SourceFile, offset: number): number {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** Text of a line without its line end. */
export function lineText(file: SourceFile, index: number): string {
  const start = file.lineStarts[index] ?? file.text.length;
  const end = file.lineStarts[index + 1] ?? file.text.length;
  return file.text.slice(start, end).replace(/[\r\n]+$/, "");
}

export function position(file: SourceFile, offset: number): Position {
  const line = lineIndex(file, offset);
  return { line: line + 1, column: codePoints(file, file.lineStarts[line] ?? 0, offset) + 1 };
}

function codePoints(file: SourceFile, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const unit = file.text.charCodeAt(at);
    const isTrailing = unit >= 0xdc00 && unit <= 0xdfff && at > start;
    if (!isTrailing) {
      count++;
    }
  }
  return count;
}
