/** Declarations to begin from: `templates/starters/<name>/restwright.yaml`, the first comment saying what each is. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { builtInTemplates } from "./package-root.ts";

export interface Starter {
  readonly name: string;
  readonly description: string;
  readonly file: string;
}

/** Sorted by name. */
export async function starters(): Promise<Starter[]> {
  const folder = join(builtInTemplates, "starters");
  const names = (await readdir(folder).catch(() => [])).sort();
  const found = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name, "restwright.yaml");
      const source = await readFile(file, "utf8").catch(() => null);
      if (source === null) return [];
      const description = /^# (?!yaml-language-server)(.+)$/m.exec(source)?.[1] ?? "";
      return [{ name, description, file }];
    }),
  );
  return found.flat();
}
