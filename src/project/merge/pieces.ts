/** The outcome of a merge as data: settled text, and places where both sides changed the same thing differently. */
export interface Conflict {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

export type Piece = string | Conflict;

export function conflictsOf(pieces: readonly Piece[]): Conflict[] {
  return pieces.filter((piece) => typeof piece !== "string");
}

/** The text with every conflict settled in favour of one side. */
export function settle(pieces: readonly Piece[], side: keyof Conflict): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : piece[side])).join("");
}

/** Neighbouring texts as one, without empty ones. */
export function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (typeof piece === "string" && typeof last === "string")
      result[result.length - 1] = last + piece;
    else if (piece !== "") result.push(piece);
  }
  return result;
}
