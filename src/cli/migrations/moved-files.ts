/** The files of migrations that move: as they were made on their branch, and as they are made after the other side. */
import { generate, type Past } from "../../generate.ts";
import { noConsent } from "../../migrations/compare.ts";
import { ancestryOf } from "../../migrations/history.ts";
import type { Rebased } from "../../migrations/rebase.ts";
import type { OutputFile } from "../../project/changes.ts";
import type { Project } from "../commands/migrations.ts";
import { VERSION } from "../version.ts";

export interface MovedMigration {
  readonly from: Past["records"][number];
  readonly to: Past["records"][number];
  readonly files: readonly MovedFile[];
}

export interface MovedFile {
  /** Where it is, and as it was made; null where that is not known. */
  readonly from: { readonly path: string; readonly text: string | null };
  readonly to: OutputFile;
}

/** @param past without what follows the migrations that move; `wanted`: the end of their branch */
export async function movedMigrations(
  { root, declaration }: Project,
  past: Past,
  { wanted, kept, moved }: Rebased & { readonly wanted: string },
): Promise<MovedMigration[]> {
  const { model, loaded } = declaration;
  const filesIn = filesWithout(past, moved);
  const make = async (records: Past["records"], following: Past["records"]) => {
    const from = { ...past, records, following, consent: noConsent, filesIn };
    const made = await generate({ model, place: loaded.place, root, tool: VERSION, past: from });
    return made.output.files;
  };
  // As they were made, on their own branch: with the other side, their statements may be others.
  const branch = ancestryOf(wanted, past.records);
  const own = past.records.filter(({ name }) => branch.has(name));
  const before = await make(own, []);
  const next = moved.map(({ to }) => to);
  const after = await make(kept, next);
  return moved.map(({ from, to }) => ({
    from,
    to,
    files: filesOf(after, to.name).map((made) => {
      const path = made.path.replace(to.name, from.name);
      const old = before.find((file) => file.path === path);
      return { from: { path, text: old?.text ?? null }, to: made };
    }),
  }));
}

function filesOf(files: readonly OutputFile[], name: string): OutputFile[] {
  return files.filter(({ migration, path }) => migration === "new" && path.includes(name));
}

function filesWithout({ filesIn }: Past, moved: Rebased["moved"]): Past["filesIn"] {
  return (folder) =>
    filesIn(folder).filter(({ path }) => !moved.some(({ from }) => path.includes(from.name)));
}
