/** `migrations rebase`: the migrations of one branch are put after those of the other. */
import { migrationFolders, type Past } from "../../generate.ts";
import type { Language, Moving as MovingFiles, SourceText } from "../../languages/language.ts";
import { headsOf, Misfit } from "../../migrations/history.ts";
import { rebase, type Rebased } from "../../migrations/rebase.ts";
import { Disk } from "../../project/disk.ts";
import { writeProject } from "../../project/project.ts";
import { Refusal } from "../../project/refusal.ts";
import { NO_USAGES } from "../../project/usages/usages.ts";
import { plannedTarget } from "../../targets/planned.ts";
import { findTarget } from "../../targets/source.ts";
import { refuseAnotherFoundation } from "../another-foundation.ts";
import type { Context } from "../command.ts";
import type { Project } from "../commands/migrations.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { styled } from "../terminal.ts";
import { movedMigrations } from "./moved-files.ts";
import { readPast, RECORDS } from "./past.ts";
import { rebaseWrites } from "./rebase-writes.ts";

export interface Moving {
  /** The end of the branch that moves; null: a person is told which there are. */
  readonly wanted: string | null;
  /** What was written by hand, and stands after what moves, is of the other branch. */
  readonly afterHandWritten: boolean;
}

/** @throws Refusal where it cannot come after the other side, or what was written by hand is in the way */
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
  refuseMisplaced(language, moving, { wanted, afterHandWritten });
  const without = withoutFollowers(past, language.followers(moving));
  const moved = await movedMigrations(project, without, { wanted, ...rebased });
  const { writes, edited } = rebaseWrites(new Disk(root), moved);
  const plan = { root, changes: [], usages: NO_USAGES, writes };
  await writeProject(plan, async () => plan);
  for (const { from, to } of moved) terminal.print(`${from.name} → ${to.name}`);
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

function refuseMisplaced(
  language: Language,
  moving: MovingFiles,
  { wanted, afterHandWritten }: Moving,
): void {
  const misplaced = language
    .misplaced(moving)
    .filter(({ mayBeMeant }) => !(mayBeMeant && afterHandWritten));
  if (misplaced.length === 0) return;
  const lines = misplaced.map(({ path, cause }) => `${path}: ${cause}`);
  const fixes = new Set(misplaced.map(({ fix }) => fix));
  const fix = [...fixes].join(";\n       ");
  throw new Refusal(`${wanted} cannot be put after the other branch as it is`, lines, fix);
}

function withoutFollowers(past: Past, followers: readonly string[]): Past {
  const gone = new Set(followers);
  const filesIn = (folder: string) => past.filesIn(folder).filter(({ path }) => !gone.has(path));
  return { ...past, filesIn };
}
