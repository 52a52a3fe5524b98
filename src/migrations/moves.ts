/** The order of renames: nothing takes a name that is still another's. */

export interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Moves in an order in which each name is free when its turn comes; circles, and names that differ only in case, go
 * through a name of their own. Upper and lower case are not told apart, as on SQLite.
 * @param taken every name that is there, those of the moves included
 * @returns each with the index of the move that it belongs to, and whether it is that one's last
 * @throws Error where a name is wanted that stays another's, which is our bug
 */
export function orderedMoves(
  moves: readonly Move[],
  taken: Iterable<string>,
): (Move & { readonly of: number; readonly isLast: boolean })[] {
  const occupied = new Set([...taken].map((name) => name.toLowerCase()));
  const targets = new Set(moves.map(({ to }) => to.toLowerCase()));
  const waiting = moves.flatMap((move, of) => (move.from === move.to ? [] : [{ ...move, of }]));
  const ordered: (Move & { of: number; isLast: boolean })[] = [];
  const take = (move: Move & { of: number }, isLast: boolean) => {
    ordered.push({ from: move.from, to: move.to, of: move.of, isLast });
    occupied.delete(move.from.toLowerCase());
    occupied.add(move.to.toLowerCase());
  };
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ to }) => !occupied.has(to.toLowerCase()));
    const [move] = waiting.splice(Math.max(next, 0), 1);
    if (move === undefined) break;
    if (next >= 0) {
      take(move, true);
      continue;
    }
    const leaving = new Set([move, ...waiting].map(({ from }) => from.toLowerCase()));
    if (!leaving.has(move.to.toLowerCase())) {
      throw new Error(`${move.from} cannot be called ${move.to}: that name is taken and stays so.`);
    }
    const between = freeBeside(move.to, new Set([...occupied, ...targets]));
    take({ ...move, to: between }, false);
    waiting.push({ ...move, from: between });
  }
  return ordered;
}

/** PostgreSQL cuts names at 63 bytes. */
const longest = 63;

/**
 * A name for what moves aside: for a while (`orders_tmp1`), or for as long as it is kept (`orders_kept`, `orders_kept2`).
 * @param taken in lower case
 */
export function freeBeside(
  name: string,
  taken: ReadonlySet<string>,
  why: "tmp" | "kept" = "tmp",
): string {
  for (let count = 1; ; count += 1) {
    const tail = `_${why}${why === "kept" && count === 1 ? "" : count}`;
    const between = name.slice(0, longest - tail.length) + tail;
    if (!taken.has(between.toLowerCase())) return between;
  }
}
