/** A declaration as the beginning of a new service: copied with what it includes, the choices written into it. */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { parseDocument } from "yaml";
import type { Loaded } from "../../model/load.ts";
import { Refusal } from "../../project/refusal.ts";
import { unsafePath } from "../../render/output-path.ts";
import type { Decisions } from "./decisions.ts";
import { DECLARATION } from "./folder.ts";

const SCHEMA_LINE = "# yaml-language-server: $schema=./.restwright/schema.json\n";

/** @throws Refusal where an included file stands outside the declaration's folder */
export async function copyDeclaration(loaded: Loaded, source: string, root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  await copyFile(source, join(root, DECLARATION));
  for (const { path } of loaded.sources.slice(1)) {
    const included = relative(dirname(source), resolve(path)).replaceAll("\\", "/");
    if (unsafePath(included) !== null) {
      throw new Refusal("a file that the declaration includes is not in its folder", [path]);
    }
    await mkdir(dirname(join(root, included)), { recursive: true });
    await copyFile(path, join(root, included));
  }
}

/** Writes name, framework and database as chosen; comments and order stay, and an unchanged text is not touched. */
export async function writeChoices(file: string, decisions: Decisions): Promise<void> {
  const before = await readFile(file, "utf8");
  const document = parseDocument(before);
  const choices: readonly (readonly [string[], string | null])[] = [
    [["service", "name"], decisions.name],
    [["framework"], decisions.framework],
    [["database"], decisions.database],
  ];
  const changed = choices.filter(
    ([path, value]) => value !== null && document.getIn(path) !== value,
  );
  for (const [path, value] of changed) document.setIn(path, value);
  if (decisions.name !== null && changed.some(([path]) => path.length === 2)) {
    document.setIn(["service", "title"], titleOf(decisions.name));
  }
  // Folding is off: a long description stays on its line.
  const text = changed.length === 0 ? before : document.toString({ lineWidth: 0 });
  const marked = text.includes("yaml-language-server") ? text : `${SCHEMA_LINE}${text}`;
  if (marked !== before) await writeFile(file, marked);
}

function titleOf(name: string): string {
  const [first = "", ...rest] = name.replaceAll("-", " ");
  return first.toUpperCase() + rest.join("");
}
