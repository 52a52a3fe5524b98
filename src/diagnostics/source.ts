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
  const start = file.lineStarts[line] ?? 0;
  const stations = stationsOf(file, line);
  const index = Math.min(Math.floor((offset - start) / stride), stations.length - 1);
  const before = stations[index] ?? 0;
  return { line: line + 1, column: before + codePoints(file, start + index * stride, offset) + 1 };
}

/** A line of megabytes may hold thousands of faults: code points are counted once, up to every so many units. */
const stride = 1024;
const counted = new WeakMap<SourceFile, Map<number, readonly number[]>>();

function stationsOf(file: SourceFile, line: number): readonly number[] {
  const lines = counted.get(file) ?? new Map<number, readonly number[]>();
  counted.set(file, lines);
  const known = lines.get(line);
  if (known !== undefined) {
    return known;
  }
  const start = file.lineStarts[line] ?? 0;
  const end = file.lineStarts[line + 1] ?? file.text.length;
  const stations = [0];
  for (let at = start; at + stride < end; at += stride) {
    stations.push((stations.at(-1) ?? 0) + codePoints(file, at, at + stride));
  }
  lines.set(line, stations);
  return stations;
}

/** How many code points begin in the range. */
function codePoints(file: SourceFile, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const unit = file.text.charCodeAt(at);
    const before = file.text.charCodeAt(at - 1);
    const isTrailing = unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
    if (!isTrailing) {
      count++;
    }
  }
  return count;
}
