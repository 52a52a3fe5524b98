/** A tree of text files on disk and in memory. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export type Texts = ReadonlyMap<string, string>;

/** Everything but what restwright keeps for itself and what is installed. */
export function readTree(root: string): Map<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !/^(\.restwright|node_modules)\//.test(path));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/** Makes the disk say what the texts say. */
export function writeTree(root: string, texts: Texts): void {
  const before = readTree(root);
  for (const path of before.keys()) if (!texts.has(path)) rmSync(join(root, path));
  for (const [path, text] of texts) {
    if (before.get(path) === text) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
