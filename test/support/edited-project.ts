/** Copies of a generated project in which something was edited, to see what notices it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "./project.ts";

export interface Edit {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

/** @throws where the text to be changed is not there, for then the edit is no longer what it was meant to be */
export async function withEdits(
  sound: Project,
  edits: readonly Edit[],
  work: (project: Project) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "restwright-edited-"));
  try {
    cpSync(sound.directory, directory, {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !/__pycache__|\.db(-\w+)?$/.test(path),
    });
    for (const edit of edits) apply(edit, directory);
    await work({ ...sound, directory });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function apply({ file, from, to }: Edit, directory: string): void {
  const path = join(directory, file);
  const text = readFileSync(path, "utf8");
  const changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`${file} has no ${String(from)}`);
  writeFileSync(path, changed);
}
