/**
 * A run of changed lines between equal ones can often stand in several places (`}` after `}`). Both diffs of a merge
 * must choose alike, or they seem to overlap where they do not. As git does: join runs that can touch, align a run with
 * one of the other side where it can, else put it as far down as it goes.
 */
export function slideChanges(lines: Int32Array, changed: Uint8Array, other: Uint8Array): void {
  const run = new Run(changed, 0, 0);
  const opposite = new Run(other, 0, 0);
  run.settle();
  opposite.settle();
  for (;;) {
    if (run.end > run.start) place(lines, run, opposite);
    if (!run.next()) break;
    opposite.next();
  }
}

function place(lines: Int32Array, run: Run, opposite: Run): void {
  let size: number;
  let matching: number;
  do {
    size = run.end - run.start;
    matching = -1;
    while (run.up(lines)) opposite.previous();
    if (opposite.end > opposite.start) matching = run.end;
    while (run.down(lines)) {
      opposite.next();
      if (opposite.end > opposite.start) matching = run.end;
    }
  } while (size !== run.end - run.start);
  if (matching === -1) return;
  while (run.end > matching && opposite.end === opposite.start) {
    if (!run.up(lines)) return;
    opposite.previous();
  }
}

/** The changed lines `[start, end)` between two unchanged ones; empty where nothing changed there. */
class Run {
  private readonly changed: Uint8Array;
  start: number;
  end: number;

  constructor(changed: Uint8Array, start: number, end: number) {
    this.changed = changed;
    this.start = start;
    this.end = end;
  }

  settle(): void {
    while (this.changed[this.end] === 1) this.end++;
  }

  next(): boolean {
    if (this.end >= this.changed.length) return false;
    this.start = this.end + 1;
    this.end = this.start;
    this.settle();
    return true;
  }

  previous(): boolean {
    if (this.start === 0) return false;
    this.end = this.start - 1;
    this.start = this.end;
    while (this.changed[this.start - 1] === 1) this.start--;
    return true;
  }

  /** One line up, where the line before is the same as the last; joins the run that it then touches. */
  up(lines: Int32Array): boolean {
    if (this.start === 0 || lines[this.start - 1] !== lines[this.end - 1]) return false;
    this.changed[--this.start] = 1;
    this.changed[--this.end] = 0;
    while (this.changed[this.start - 1] === 1) this.start--;
    return true;
  }

  down(lines: Int32Array): boolean {
    if (this.end >= this.changed.length || lines[this.start] !== lines[this.end]) return false;
    this.changed[this.start++] = 0;
    this.changed[this.end++] = 1;
    this.settle();
    return true;
  }
}
