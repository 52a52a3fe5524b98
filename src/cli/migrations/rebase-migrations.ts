/** `migrations rebase`: the migrations of one branch are put after those of the other. */
import { generate, migrationFolders, type Past } from "../../generate.ts";
import type { SourceText } from "../../languages/language.ts";
import { noConsent } from "../../migrations/compare.ts";
import { ancestryOf, headsOf, Misfit } from "../../migrations/history.ts";
import { printRecord } from "../../migrations/record.ts";
import { rebase, type Rebased } from "../../migrations/rebase.ts";
import type { OutputFile } from "../../project/changes.ts";
import { Disk } from "../../project/disk.ts";
import { writeProject } from "../../project/project.ts";
import { Refusal } from "../../project/refusal.ts";
import { NO_USAGES } from "../../project/usages/usages.ts";
import type { Write } from "../../project/transaction.ts";
import { plannedTarget } from "../../targets/planned.ts";
import { findTarget } from "../../targets/source.ts";
import { refuseAnotherFoundation } from "../another-foundation.ts";
import type { Context } from "../command.ts";
import type { Project } from "../commands/migrations.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { styled } from "../terminal.ts";
import { VERSION } from "../version.ts";
import { readPast, RECORDS } from "./past.ts";

export interface Moving {
  /** The end of the branch that moves; null: a person is told which there are. */
  readonly wanted: string | null;
  /** What was written by hand, and stands after what moves, is of the other branch. */
  readonly afterHandWritten: boolean;
}

export async function rebaseMigrations(
  { terminal }: Context,
  project: Project,
  { wanted, afterHandWritten }: Moving,
): Promise<ExitCode> {
  const { root } = project;
  const disk = new Disk(root);
  const past = readPast(disk);
  refuseAnotherFoundation(project.declaration, disk, past);
  const heads = headsOf(past.records);
  if (heads.length < 2) {
    terminal.note("The migrations have one end; there is nothing to put in order.");
    return EXIT.done;
  }
  if (wanted === null || !heads.includes(wanted)) {
    terminal.fail(styled("red", "error"), "  which branch has run nowhere yet? It moves:");
    for (const head of heads) terminal.fail(`  restwright migrations rebase ${head}`);
    return EXIT.undecided;
  }
  const { model } = project.declaration;
  const target = await findTarget(model.framework, root);
  const { language, plan: planned } = await plannedTarget(target, model.database, root);
  const files = migrationFolders(planned).flatMap(past.filesIn);
  const rebased = rebasedOrRefused(past, wanted, files);
  const moving = { moved: rebased.moved.map(namesOf), files };
  const misplaced = language
    .misplaced(moving)
    .filter(({ mayBeMeant }) => !(mayBeMeant && afterHandWritten));
  const [first] = misplaced;
  if (first !== undefined) {
    const lines = misplaced.map(({ path, cause }) => `${path}: ${cause}`);
    throw new Refusal(`${wanted} cannot be put after the other branch as it is`, lines, first.fix);
  }
  const followers = new Set(language.followers(moving));
  const others = (folder: string) =>
    past.filesIn(folder).filter(({ path }) => !followers.has(path));
  const without = { ...past, filesIn: others };
  const { writes, edited } = await writesOf(project, without, { wanted, ...rebased });
  const plan = { root, changes: [], usages: NO_USAGES, writes };
  await writeProject(plan, async () => plan);
  for (const { from, to } of rebased.moved) terminal.print(`${from.name} → ${to.name}`);
  if (edited.length > 0) {
    terminal.note("They were edited, so their statements are as they were; look at them:");
    for (const path of edited) terminal.note("  ", path);
  }
  return EXIT.done;
}

function namesOf({ from, to }: Rebased["moved"][number]) {
  return { from: from.name, to: to.name };
}

function rebasedOrRefused(
  { records }: Past,
  wanted: string,
  files: readonly SourceText[],
): Rebased {
  try {
    const written = files.map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
    return rebase(records, wanted, written);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new Refusal(
      `${error.migration} depends on what the other branch has changed: ${error.message}`,
      [`${RECORDS}/${wanted}.json`],
      "delete its record and the migration itself where it has run nowhere, and generate it anew",
    );
  }
}

async function writesOf(
  { root, declaration }: Project,
  past: Past,
  { wanted, kept, moved }: Rebased & { readonly wanted: string },
): Promise<{ writes: Write[]; edited: string[] }> {
  const { model, loaded } = declaration;
  const make = (records: Past["records"], following: Past["records"]) =>
    generate({
      model,
      place: loaded.place,
      root,
      tool: VERSION,
      past: { ...past, records, following, consent: noConsent, filesIn: filesWithout(past, moved) },
    });
  // As they were made, on their own branch: with the other side, their statements may be others.
  const branch = ancestryOf(wanted, past.records);
  const [before, after] = [
    await make(
      past.records.filter(({ name }) => branch.has(name)),
      [],
    ),
    await make(
      kept,
      moved.map(({ to }) => to),
    ),
  ];
  const disk = new Disk(root);
  const writes: Write[] = [];
  const edited: string[] = [];
  const replace = (path: string, text: string | null): void => {
    const entry = disk.read(path);
    if (entry.kind === "blocked") throw new Refusal(entry.what);
    const was = entry.kind === "file" ? entry.bytes : null;
    if (was === null && text === null) return;
    writes.push({
      path,
      before: was,
      after: text === null ? null : Buffer.from(text),
      mode: 0o644,
    });
  };
  for (const { from, to } of moved) {
    replace(`${RECORDS}/${from.name}.json`, null);
    replace(`${RECORDS}/${to.name}.json`, printRecord(to));
    for (const made of migrationFiles(after.output.files, to.name)) {
      const path = made.path.replace(to.name, from.name);
      const old = before.output.files.find((file) => file.path === path);
      const entry = disk.read(path);
      const there = entry.kind === "file" ? entry.bytes.toString("utf8") : null;
      const isEdited = there !== null && there !== old?.text;
      if (isEdited) edited.push(made.path);
      replace(path, null);
      replace(made.path, isEdited ? withLinesOf(there, made.text) : made.text);
    }
  }
  return { writes, edited };
}

function migrationFiles(files: readonly OutputFile[], name: string): OutputFile[] {
  return files.filter(({ migration, path }) => migration === "new" && path.includes(name));
}

function filesWithout({ filesIn }: Past, moved: Rebased["moved"]): Past["filesIn"] {
  return (folder) =>
    filesIn(folder).filter(({ path }) => !moved.some(({ from }) => path.includes(from.name)));
}

/** What an edited migration of Alembic says of its place among the others. */
function withLinesOf(edited: string, made: string): string {
  return edited.replaceAll(/^(revision|down_revision)\b.*$/gm, (line, name: string) => {
    return new RegExp(`^${name}\\b.*$`, "m").exec(made)?.[0] ?? line;
  });
}
