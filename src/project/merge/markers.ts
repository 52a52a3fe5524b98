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

/** Numbers (from 1) of the lines that open a conflict which nobody has settled yet. */
export function openMarkers(text: string): number[] {
  const found: number[] = [];
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    if (!line.startsWith("<<<<<<< ")) return;
    const rest = lines.slice(index);
    const divided = rest.findIndex((other) => other.trimEnd() === "=======");
    const closed = rest.findIndex((other) => other.startsWith(">>>>>>> "));
    if (divided !== -1 && closed > divided) found.push(index + 1);
  });
  return found;
}

function wholeLines(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
