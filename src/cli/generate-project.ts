/** Generates into a folder, or says what that would do; shared by `generate`, `new`, `diff` and `restore`. */
import { ownSettings } from "../formatting/own-settings.ts";
import { make, type Generated } from "../generate.ts";
import type { NextMigrations } from "../migrations/next.ts";
import type { Model } from "../model/model.ts";
import { acceptedModel, removedSince, renamesSince } from "../model/new-spellings.ts";
import type { Change, Choices } from "../project/changes.ts";
import { Disk } from "../project/disk.ts";
import { formatterOf } from "../project/formatter.ts";
import { leftMarkers, refuseLeftMarkers, refuseOpenMerge } from "../project/pending.ts";
import { planProject, writeProject, type ProjectPlan } from "../project/project.ts";
import { pythonOf } from "../project/python.ts";
import { Refusal } from "../project/refusal.ts";
import { FOLDER, readState } from "../project/state.ts";
import { NO_USAGES, type Usages } from "../project/usages/usages.ts";
import type { TemplateFault } from "../render/fault.ts";
import { matchesGlob } from "../render/glob.ts";
import type { Target } from "../targets/source.ts";
import type { Context } from "./command.ts";
import { askEach, decideAll, STOP, type OnConflict } from "./conflicts.ts";
import { showJson, showText, type LoadedDeclaration } from "./declaration.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { sayEnds } from "./migrations/ends.ts";
import { readPast } from "./migrations/past.ts";
import { planJson, reportPlan } from "./migrations/report-plan.ts";
import { prepareUpon, settle, type Settled } from "./migrations/settle.ts";
import { reportChanges } from "./report-changes.ts";
import { printDiff } from "./report-diff.ts";
import { reportFault } from "./report-error.ts";

export interface GenerateRequest {
  readonly root: string;
  /** What was read of the project already. */
  readonly disk?: Disk;
  readonly declaration: LoadedDeclaration;
  /** `write` writes; `show` and `diff` write nothing; `check` writes nothing and fails where something would change. */
  readonly mode: "write" | "show" | "diff" | "check";
  readonly json: boolean;
  /** Absent: a person at the terminal is asked. */
  readonly onConflict?: OnConflict | undefined;
  /** Whether the user's own lines are changed to new names. */
  readonly renameUsages?: boolean | undefined;
  /** Deleted files that are to be written again. */
  readonly restore?: readonly string[];
  /** Consent to every migration that loses values. */
  readonly allowDestructive?: boolean | undefined;
}

export type GenerateResult =
  | { readonly code: 0; readonly target: Target }
  | { readonly code: Exclude<ExitCode, 0>; readonly target: null };

export async function generateProject(
  context: Context,
  request: GenerateRequest,
): Promise<GenerateResult> {
  const { root, mode, json } = request;
  const { disk: read = new Disk(root) } = request;
  const consent = { destructive: request.allowDestructive === true, keys: new Set<string>() };
  const settled = await settle(context, {
    disk: read,
    declaration: request.declaration,
    past: { ...readPast(read), consent, isWantedAgain: isWantedAgain(request, read) },
    canAsk: context.terminal.isInteractive && mode === "write" && !json,
    json,
  });
  if (typeof settled === "number") return { code: settled, target: null };
  const { prepared, declaration, disk } = settled;
  const { model } = declaration;
  if (prepared.diagnostics.length > 0) {
    if (request.json) showJson(context, prepared);
    else showText(context, prepared);
    return { code: EXIT.invalid, target: null };
  }
  const generated = await make(prepared);
  if (generated.faults.length > 0) return failed(context, request, generated.faults);
  const choices = choicesOf(context, request, { model, disk });
  const planned = await planProject(root, generated.output, choices, disk);
  tellPlan(context, request, generated.next);
  const isWritten = mode === "write" && !hasConflict(planned);
  const replan = () => planProject(root, generated.output, choices);
  const done = isWritten ? await writeProject(planned, replan) : planned;
  if (mode === "diff" && !request.json) printDiff(context.terminal, done.changes);
  else reportChanges(context.terminal, done, { ...request, migrations: planJson(generated.next) });
  tellBranches(context, request, settled);
  return result(done, mode, generated);
}

/** Whether written migrations are made anew: those that the user wants back, and all for another framework. */
function isWantedAgain({ restore = [], declaration }: GenerateRequest, disk: Disk): boolean {
  return restore.length > 0 || readState(disk)?.framework !== declaration.model.framework;
}

/** What names of the user's own lines the declaration takes away; nothing is written. A reason where that cannot be told. */
export async function usagesAfter(
  context: Context,
  disk: Disk,
  declaration: LoadedDeclaration,
): Promise<Usages | string> {
  const { root } = disk;
  const request = { root, declaration, mode: "show", json: true } as const;
  const choices = choicesOf(context, request, { model: declaration.model, disk });
  if (choices.renames.length + choices.removed.length === 0) return NO_USAGES;
  try {
    const generated = await make(await prepareUpon(declaration, disk, readPast(disk)));
    if (generated.diagnostics.length + generated.faults.length > 0) return "it cannot be generated";
    return (await planProject(root, generated.output, choices, disk)).usages;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** @throws Refusal where conflicts of an earlier run, or of git, are left in generated files */
export function refuseUnsettled(disk: Disk, { model }: LoadedDeclaration): void {
  refuseOpenMerge(disk.root);
  refuseLeftMarkers(leftMarkers(disk, ejectedBy(model)));
}

/** Before anything is written; of a first migration there is nothing to fear. */
function tellPlan(
  { terminal }: Context,
  { mode, json }: GenerateRequest,
  next: NextMigrations,
): void {
  if (json || next.records.every(({ parents }) => parents.length === 0)) return;
  reportPlan(mode === "write" ? terminal.note : terminal.print, next);
}

/** A new migration is made upon all ends, and joins them. */
function tellBranches(
  { terminal }: Context,
  { json }: GenerateRequest,
  { prepared, declaration }: Settled,
): void {
  const { history, next } = prepared;
  if (json || next.records.length > 0) return;
  sayEnds(terminal, history.records, declaration.model);
}

function choicesOf(
  { terminal }: Context,
  request: GenerateRequest,
  { model, disk }: { readonly model: Model; readonly disk: Disk },
): Choices {
  const { root, mode, onConflict, json } = request;
  const canAsk = terminal.isInteractive && mode === "write" && !json;
  const [installed, inProcess] = [formatterOf(root), ownSettings(root)];
  const accepted = acceptedModel(disk.text(`${FOLDER}/model.json`));
  return {
    decide: onConflict !== undefined ? decideAll(onConflict) : canAsk ? askEach(terminal) : STOP,
    renames: renamesSince(accepted, model),
    removed: removedSince(accepted, model),
    renamesUsages: request.renameUsages === true,
    isEjected: ejectedBy(model),
    restore: new Set(request.restore),
    formatter: (path) => installed(path) ?? inProcess(path),
    runPython: pythonOf(root),
  };
}

function ejectedBy({ eject }: Model): (path: string) => boolean {
  return (path) => eject.some((glob) => matchesGlob(path, glob));
}

function result(
  done: ProjectPlan,
  mode: GenerateRequest["mode"],
  { target }: Generated,
): GenerateResult {
  if (hasConflict(done)) return { code: EXIT.conflicts, target: null };
  if (mode === "check" && done.writes.length > 0) return { code: EXIT.invalid, target: null };
  const isOpen = done.changes.some(
    (change) => change.kind === "merge" && change.settled === "markers",
  );
  return isOpen ? { code: EXIT.conflicts, target: null } : { code: EXIT.done, target };
}

function hasConflict({ changes }: { readonly changes: readonly Change[] }): boolean {
  return changes.some(({ kind }) => kind === "conflict");
}

function failed(
  { terminal }: Context,
  { json }: GenerateRequest,
  faults: readonly TemplateFault[],
): GenerateResult {
  if (json) {
    const shown = faults.map(({ place, message, fix }) => ({ ...place, message, fix }));
    terminal.print(JSON.stringify({ changes: [], faults: shown }, null, 2));
  }
  for (const fault of faults) reportFault(fault, terminal);
  return { code: EXIT.invalid, target: null };
}
