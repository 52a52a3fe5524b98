/** Conflicts printed as git prints them with `merge.conflictStyle=diff3`, so that every editor knows them. */
import type { Piece } from "./pieces.ts";

export interface Labels {
  readonly mine: string;
  readonly base: string;
  readonly theirs: string;
}

export function printMarkers(pieces: readonly Piece[], labels: Labels): string {
  return pieces
    .map((piece) =>
      typeof piece === "string"
        ? piece
        : [
            `<<<<<<< ${labels.mine}\n${wholeLines(piece.mine)}`,
            `||||||| ${labels.base}\n${wholeLines(piece.base)}`,
            `=======\n${wholeLines(piece.theirs)}`,
            `>>>>>>> ${labels.theirs}\n`,
          ].join(""),
    )
    .join("");
}

/**
 * Numbers (from 1) of the lines that open a conflict which nobody has settled yet. Only the whole set is one: the mark that
 * opens, the line that divides and the mark that closes, in that order; Markdown underlines a heading by the middle one.
 */
export function openMarkers(text: string): number[] {
  const found: number[] = [];
  // Most texts have none, and need not be taken apart for that.
  if (!text.includes(OPENING)) return found;
  let [opened, isDivided] = [0, false];
  text.split("\n").forEach((line, index) => {
    if (isMark(line, OPENING)) [opened, isDivided] = [index + 1, false];
    else if (opened > 0 && line.trimEnd() === DIVIDING) isDivided = true;
    else if (isDivided && isMark(line, CLOSING)) {
      found.push(opened);
      [opened, isDivided] = [0, false];
    }
  });
  return found;
}

/**
 * Those that came with the user's edits. Where what was generated has them too, nobody edited what they stand in.
 * @param base what was generated, asked for only where the text has any
 */
export function ownMarkers(text: string, base: () => string | null): number[] {
  const open = openMarkers(text);
  return open.length === 0 || openMarkers(base() ?? "").length > 0 ? [] : open;
}

/** Lines that look like part of a conflict, whether or not the others of its set are there. */
export function countMarks(text: string): number {
  return text.split("\n").filter((line) => isMark(line, OPENING) || isMark(line, CLOSING)).length;
}

const [OPENING, DIVIDING, CLOSING] = ["<<<<<<<", "=======", ">>>>>>>"];

/** Alone, or with a name behind it: more of the same sign is another thing. */
function isMark(line: string, mark: string): boolean {
  return line.startsWith(mark) && /^\s|^$/.test(line.slice(mark.length));
}

function wholeLines(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
