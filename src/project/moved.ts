/** Generated files that the user moved or renamed: gone from where they were, and found again by what they hold. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { diff } from "./merge/diff.ts";
import { LineNumbers, splitLines } from "./merge/lines.ts";
import { decode } from "./text.ts";

export interface Missing {
  readonly id: string;
  readonly path: string;
  readonly base: string;
}

const SKIPPED = new Set([
  "node_modules",
  "dist",
  "build",
  "coverage",
  "__pycache__",
  "venv",
  "templates",
]);
const MAX_BYTES = 1_000_000;
/** Share of lines in common that makes two files one; less is asked of a file that kept its name. */
const [ALIKE, ALIKE_BY_NAME] = [0.75, 0.5];

/** @param occupied paths that are some generated file's own
 *  @returns new paths by id */
export function findMoved(
  root: string,
  missing: readonly Missing[],
  occupied: ReadonlySet<string>,
): Map<string, string> {
  const found = new Map<string, string>();
  if (missing.length === 0) return found;
  const kinds = new Set(missing.map(({ path }) => extname(path)));
  const candidates = strangers(root, "", occupied).filter((path) => kinds.has(extname(path)));
  const pairs = candidates.flatMap((path) => {
    const text = readSmall(join(root, path));
    if (text === null) return [];
    return missing
      .filter((one) => extname(one.path) === extname(path))
      .map((one) => ({ id: one.id, path, likeness: likeness(one, path, text) }))
      .filter(({ likeness: share }) => share > 0);
  });
  const taken = new Set<string>();
  for (const { id, path } of pairs.sort((a, b) => b.likeness - a.likeness)) {
    if (found.has(id) || taken.has(path)) continue;
    found.set(id, path);
    taken.add(path);
  }
  return found;
}

/** Files below a folder that nobody generated; hidden folders and those of tools and targets are not entered. */
export function strangers(root: string, folder: string, occupied: ReadonlySet<string>): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  if (entries.some(({ name }) => name === "target.yaml")) return [];
  return entries.flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return entry.name.startsWith(".") || SKIPPED.has(entry.name)
        ? []
        : strangers(root, path, occupied);
    }
    return entry.isFile() && !occupied.has(path) ? [path] : [];
  });
}

export function readSmall(file: string): string | null {
  return statSync(file).size > MAX_BYTES ? null : (decode(readFileSync(file))?.text ?? null);
}

/** 0 where they are not the same file. */
function likeness(missing: Missing, path: string, text: string): number {
  const isNamesake = basename(missing.path) === basename(path);
  if (text === missing.base) return isNamesake ? 2 : 1.5;
  const numbers = new LineNumbers();
  const [before, after] = [splitLines(missing.base), splitLines(text)];
  const changes = diff(numbers.of(before), numbers.of(after));
  const lost = changes.reduce((sum, { aStart, aEnd }) => sum + aEnd - aStart, 0);
  const share = before.length === 0 ? 0 : (before.length - lost) / before.length;
  return share >= (isNamesake ? ALIKE_BY_NAME : ALIKE) && before.length > 3 ? share : 0;
}
