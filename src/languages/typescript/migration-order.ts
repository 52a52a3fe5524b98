/** Kysely runs migrations in the order of their names. */
import type { Misplaced, Moving } from "../language.ts";

/** What people wrote by hand, and stood after what moves: it may have been made upon it, or on the other side. */
export function misplaced({ moved, files }: Moving): Misplaced[] {
  const [first] = moved.map(({ from }) => from).sort();
  const last = moved.at(-1)?.to ?? "";
  if (first === undefined) return [];
  return files.flatMap(({ path }): Misplaced[] => {
    const name = nameOf(path);
    const isMoved = moved.some(({ from }) => from === name);
    if (isMoved || !/\.[jt]s$/.test(path) || name < first || name > last) return [];
    return [
      {
        path,
        cause: `it is written by hand and runs after ${first}, which would run after it`,
        fix: `where it was made upon ${first}, take it out of the folder, rebase, and put it back under a number after ${last}; where it is of the other branch, add --after-hand-written`,
        mayBeMeant: true,
      },
    ];
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
}
