/** Text as lines. A line keeps its line feed, so that joining gives back the text, its last line included. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  while (start < text.length) {
    const feed = text.indexOf("\n", start);
    const end = feed === -1 ? text.length : feed + 1;
    lines.push(text.slice(start, end));
    start = end;
  }
  return lines;
}

/** One number for each distinct line, the same on every side, so that comparing lines is comparing numbers. */
export class LineNumbers {
  private readonly known = new Map<string, number>();

  of(lines: readonly string[]): Int32Array {
    return Int32Array.from(lines, (line) => {
      const number = this.known.get(line) ?? this.known.size;
      if (number === this.known.size) this.known.set(line, number);
      return number;
    });
  }
}
