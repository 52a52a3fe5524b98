/**
 * Conflicts of a structural merge may begin and end within a line; those that a person is shown hold whole lines. What
 * the two sides have in common at the edges leaves the conflict again.
 */
import { narrow } from "./diff3.ts";
import { splitLines } from "./lines.ts";
import { joined, type Conflict, type Piece } from "./pieces.ts";

export function alignToLines(pieces: readonly Piece[]): Piece[] {
  const queue = joined(pieces);
  const result: Piece[] = [];
  for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) {
    if (typeof piece === "string") {
      result.push(piece);
      continue;
    }
    const before = takeText(result);
    const [next] = queue;
    if (beginsLine(piece, before) && typeof next === "string" && next.startsWith("\n")) {
      queue[0] = next.slice(1);
      const turned = each(piece, (side) => (side === "" ? "" : `${side.slice(1)}\n`));
      result.push(`${before}\n`, ...narrowed(turned));
    } else {
      const start = before.lastIndexOf("\n") + 1;
      const begun = each(piece, (side) => before.slice(start) + side);
      result.push(before.slice(0, start), ...narrowed(untilLineEnd(begun, queue)));
    }
  }
  return joined(result);
}

function takeText(pieces: Piece[]): string {
  const last = pieces.at(-1);
  if (typeof last !== "string") return "";
  pieces.pop();
  return last;
}

/** Every side is nothing, or lines of which the first only ends the line before the conflict. */
function beginsLine({ base, mine, theirs }: Conflict, before: string): boolean {
  const sides = [base, mine, theirs];
  return (
    before !== "" &&
    !before.endsWith("\n") &&
    sides.every((side) => side === "" || side.startsWith("\n"))
  );
}

/** Takes the rest of the line into the conflict, with further conflicts on that line. */
function untilLineEnd(begun: Conflict, queue: Piece[]): Conflict {
  let conflict = begun;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (typeof next !== "string") {
      const { base, mine, theirs } = conflict;
      conflict = { base: base + next.base, mine: mine + next.mine, theirs: theirs + next.theirs };
      continue;
    }
    const { base, mine, theirs } = conflict;
    const isWhole = [base, mine, theirs].every((side) => side === "" || side.endsWith("\n"));
    const feed = next.indexOf("\n") + 1;
    const taken = isWhole ? "" : feed === 0 ? next : next.slice(0, feed);
    conflict = each(conflict, (side) => side + taken);
    if (taken.length === next.length) continue;
    queue.unshift(next.slice(taken.length));
    break;
  }
  return conflict;
}

function narrowed({ base, mine, theirs }: Conflict): Piece[] {
  return narrow(splitLines(base), splitLines(mine), splitLines(theirs));
}

function each({ base, mine, theirs }: Conflict, change: (side: string) => string): Conflict {
  return { base: change(base), mine: change(mine), theirs: change(theirs) };
}
