/** Alembic's revisions: how migrations name each other. */
import { createHash } from "node:crypto";
import type { SourceText } from "../language.ts";

/**
 * The number, and after the first a digest of the name, since two branches have migrations of one number. Alembic's table
 * of versions holds 32 characters.
 */
export function revisionOf(migration: string): string {
  const [number = ""] = migration.split("_");
  if (Number(number) === 1) return number;
  return number + createHash("sha256").update(migration).digest("hex").slice(0, 8);
}

const ASSIGNMENT = /^(revision|down_revision)\b[^=\n]*=\s*(\([^)]*\)|\[[^\]]*\]|[^\n]*)/gm;

/** Revisions that no other follows. */
export function heads(files: readonly SourceText[]): string[] {
  const revisions: string[] = [];
  const followed = new Set<string>();
  for (const { path, text } of files) {
    if (!path.endsWith(".py")) continue;
    for (const [, name, value = ""] of text.matchAll(ASSIGNMENT)) {
      const quoted = [...value.matchAll(/["']([^"']+)["']/g)].map(([, one = ""]) => one);
      if (name === "revision") revisions.push(...quoted);
      else for (const one of quoted) followed.add(one);
    }
  }
  return revisions.filter((one) => !followed.has(one)).sort();
}
