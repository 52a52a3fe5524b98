/** The folder of a new service: absent, empty, or holding nothing but a declaration. */
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../../project/refusal.ts";

export const DECLARATION = "restwright.yaml";

/** What may be there before: `git init` is often typed first. */
const HARMLESS: ReadonlySet<string> = new Set([".git", ".DS_Store", "Thumbs.db"]);

export interface Folder {
  readonly root: string;
  /** The declaration that is there already; null where there is none. */
  readonly present: string | null;
  /** What was there, so that a failed start leaves no more than that. */
  readonly before: ReadonlySet<string> | null;
}

/** @throws Refusal where the folder holds something else */
export function inspectFolder(root: string): Folder {
  if (!existsSync(root)) return { root, present: null, before: null };
  if (!lstatSync(root).isDirectory()) throw new Refusal("there is a file of that name", [root]);
  const entries = readdirSync(root);
  const foreign = entries.filter((entry) => entry !== DECLARATION && !HARMLESS.has(entry));
  if (foreign.length > 0) {
    const few = foreign.slice(0, 5);
    if (foreign.length > few.length) few.push(`… and ${foreign.length - few.length} more`);
    throw new Refusal(
      `${root} is not empty`,
      few,
      entries.includes(DECLARATION)
        ? "`restwright generate` brings a project up to its declaration"
        : "choose another folder",
    );
  }
  const present = entries.includes(DECLARATION) ? join(root, DECLARATION) : null;
  return { root, present, before: new Set(entries) };
}

export function makeFolder(folder: Folder): void {
  mkdirSync(folder.root, { recursive: true });
}

/** Takes away everything that was not there before. */
export function clearFolder(folder: Folder): void {
  if (folder.before === null) {
    rmSync(folder.root, { recursive: true, force: true });
    return;
  }
  for (const entry of readdirSync(folder.root)) {
    if (!folder.before.has(entry)) {
      rmSync(join(folder.root, entry), { recursive: true, force: true });
    }
  }
}
