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

/** They name what they follow, so those that follow a revision must name it as it is called after. */
export function misplaced({ moved, files }: Moving): Misplaced[] {
  const revisions = revisionsIn(files);
  const isMoved = ({ path }: Revision) => moved.some(({ from }) => path.endsWith(`/${from}.py`));
  const behind = new Set(followers({ moved, files }));
  return revisions.flatMap((revision): Misplaced[] => {
    const { path, follows } = revision;
    if (isMoved(revision)) {
      const between = revisions.find(
        (one) => behind.has(one.path) && one.names.some((name) => follows.includes(name)),
      );
      if (between === undefined) return [];
      return [
        {
          path,
          cause: `it follows ${between.path}, which is written by hand and follows what moves`,
          fix: "delete its record and the migration itself, rebase, and generate it anew",
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
  const found = new Set(moved.map(({ to }) => revisionOf(to)));
  const revisions = revisionsIn(files);
  const paths = new Set<string>();
  for (let count = -1; count < paths.size;) {
    count = paths.size;
    for (const { path, names, follows } of revisions) {
      if (!follows.some((one) => found.has(one))) continue;
      paths.add(path);
      for (const name of names) found.add(name);
    }
  }
  return [...paths];
}
