/** Alembic's revisions: how migrations name each other. */
import { createHash } from "node:crypto";
import type { Misplaced, Moving, SourceText } from "../language.ts";

/**
 * The number, and after the first a digest of the name, since two branches have migrations of one number. Alembic's table
 * of versions holds 32 characters.
 */
export function revisionOf(migration: string): string {
  const [number = ""] = migration.split("_");
  if (Number(number) === 1) return number;
  return number + createHash("sha256").update(migration).digest("hex").slice(0, 8);
}

const ASSIGNMENT =
  /^(revision|down_revision|depends_on)\b[^=\n]*=\s*(\([^)]*\)|\[[^\]]*\]|[^\n]*)/gm;

interface Revision {
  readonly path: string;
  readonly names: readonly string[];
  readonly follows: readonly string[];
}

function revisionsIn(files: readonly SourceText[]): Revision[] {
  return files
    .filter(({ path }) => path.endsWith(".py"))
    .map(({ path, text }) => {
      const [names, follows]: [string[], string[]] = [[], []];
      for (const [, name, value = ""] of text.matchAll(ASSIGNMENT)) {
        const quoted = [...value.matchAll(/["']([^"']+)["']/g)].map(([, one = ""]) => one);
        (name === "revision" ? names : follows).push(...quoted);
      }
      return { path, names, follows };
    });
}

/** Revisions that no other follows. */
export function heads(files: readonly SourceText[]): string[] {
  const revisions = revisionsIn(files);
  const followed = new Set(revisions.flatMap(({ follows }) => follows));
  return revisions
    .flatMap(({ names }) => names)
    .filter((one) => !followed.has(one))
    .sort();
}

/**
 * They name what they follow, so those that follow a revision must name it as it is called after; and what was generated
 * upon one written by hand cannot come before it.
 */
export function misplaced({ moved, files }: Moving): Misplaced[] {
  const revisions = revisionsIn(files);
  const isMoved = ({ path }: Revision) => moved.some(({ from }) => path.endsWith(`/${from}.py`));
  const names = moved.flatMap(({ from, to }) => [revisionOf(from), revisionOf(to)]);
  const byHand = following(revisions, names).filter((one) => !isMoved(one));
  return revisions.flatMap((revision): Misplaced[] => {
    const { path, follows } = revision;
    if (isMoved(revision)) {
      const base = byHand.find((one) => following(revisions, one.names).includes(revision));
      if (base === undefined) return [];
      return [
        {
          path,
          cause: `it follows ${base.path}, which is written by hand and follows what moves`,
          fix: `delete ${path} and its record, run this again for the end that is left, and generate it anew`,
          mayBeMeant: false,
        },
      ];
    }
    const followed = moved.find(({ from }) => follows.includes(revisionOf(from)));
    if (followed === undefined) return [];
    const { from, to } = followed;
    return [
      {
        path,
        cause: `it is written by hand and follows ${revisionOf(from)}, which will be called ${revisionOf(to)}`,
        fix: `write ${revisionOf(to)} where it says ${revisionOf(from)}, then run this again`,
        mayBeMeant: false,
      },
    ];
  });
}

export function followers({ moved, files }: Moving): string[] {
  const names = moved.map(({ to }) => revisionOf(to));
  return following(revisionsIn(files), names).map(({ path }) => path);
}

/** Those that follow one of the names, or one that does. */
function following(revisions: readonly Revision[], names: readonly string[]): Revision[] {
  const known = new Set(names);
  const found = new Set<Revision>();
  for (let count = -1; count < found.size;) {
    count = found.size;
    for (const revision of revisions) {
      if (!revision.follows.some((one) => known.has(one))) continue;
      found.add(revision);
      for (const name of revision.names) known.add(name);
    }
  }
  return [...found];
}
