/** The folder of our own package: the nearest above this module with our package.json, bundled or not. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

export const builtInTemplates: string = join(packageRoot, "templates");

function findRoot(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("the package has lost its package.json");
  return findRoot(parent);
}
