/** What a run did, or would do, to the files of a project. */
import type { Change } from "../project/changes.ts";
import type { ProjectPlan } from "../project/project.ts";
import { jsonUsages, listUsages } from "./report-usages.ts";
import { styled, type Style, type Terminal } from "./terminal.ts";

export interface ReportOptions {
  readonly mode: "write" | "show" | "diff" | "check";
  readonly json: boolean;
  /** Whether old names in the user's own lines were to be changed. */
  readonly renameUsages?: boolean | undefined;
  /** New migrations, as programs read them. */
  readonly migrations: readonly object[];
}

type Shown = Change["kind"];

const STYLES: Readonly<Record<Shown, Style>> = {
  create: "green",
  replace: "cyan",
  merge: "cyan",
  move: "cyan",
  delete: "yellow",
  keep: "dim",
  conflict: "red",
};

/** More than this many lines say less than a count. */
const MANY = 30;

export function reportChanges(
  terminal: Terminal,
  { changes, usages }: Pick<ProjectPlan, "changes" | "usages">,
  options: ReportOptions,
): void {
  if (options.json)
    printJson(terminal, changes, { ...migrationsOf(options), ...jsonUsages(usages, options) });
  const conflicts = changes.filter(({ kind }) => kind === "conflict");
  if (conflicts.length > 0) {
    if (!options.json) list(terminal.fail, conflicts);
    if (options.mode === "write") terminal.fail("Nothing was written.");
    terminal.fail(
      styled("dim", "  fix: "),
      "`restwright generate --on-conflict markers` leaves both in the files,",
    );
    terminal.fail(
      "       to settle in an editor; `--on-conflict mine` keeps yours where both changed the same",
    );
    return;
  }
  if (options.json) return;
  const isDry = options.mode !== "write";
  const told = changes.filter(isTold);
  const written = told.filter(({ kind }) => kind !== "keep");
  if (isDry || written.length <= MANY) list(isDry ? terminal.print : terminal.note, told);
  else
    list(
      terminal.note,
      told.filter(({ kind }) => kind === "keep" || kind === "merge"),
    );
  listUsages(terminal, usages, options);
  terminal.note(summary(changes, isDry));
  sayOpen(terminal, changes, isDry);
}

function migrationsOf({ migrations }: ReportOptions): object {
  return migrations.length > 0 ? { migrations } : {};
}

function printJson(terminal: Terminal, changes: readonly Change[], besides: object): void {
  const shown = changes.filter(isTold).map((change) => ({
    action: change.kind,
    path: change.path,
    because: because(change),
    ...("from" in change && change.from !== null ? { from: change.from } : {}),
    ...("hunks" in change ? { hunks: change.hunks } : {}),
  }));
  terminal.print(JSON.stringify({ changes: shown, ...besides, faults: [] }, null, 2));
}

function sayOpen(terminal: Terminal, changes: readonly Change[], isDry: boolean): void {
  const open = changes.filter((change) => change.kind === "merge" && change.settled === "markers");
  if (open.length === 0) return;
  terminal.fail(`${open.length} ${isDry ? "would hold" : "hold"} conflict markers:`);
  for (const { path } of open) terminal.fail("  ", path);
  terminal.fail(
    styled("dim", "  next: "),
    "settle them, then `restwright continue`; or `restwright abort`",
  );
}

/** What a person has nothing to learn from. */
const SILENT = new Set(["same", "gone", "edited", "yours once written", "deleted by you"]);

function isTold(change: Change): boolean {
  return change.kind !== "keep" || !SILENT.has(change.because);
}

function because(change: Change): string | null {
  if ("because" in change) return change.because;
  if (change.from !== null) return `from ${change.from}`;
  if (change.settled !== null) return SETTLED[change.settled];
  const level = change.level === null ? [] : [`by ${change.level}`];
  const how = [...level, ...(change.isRenamed ? ["your lines under the new names"] : [])];
  return how.length === 0 ? null : how.join("; ");
}

const SETTLED = {
  markers: "conflicts are marked",
  mine: "conflicts are settled as yours",
  theirs: "conflicts are settled as generated",
};

function list(print: Terminal["print"], changes: readonly Change[]): void {
  for (const change of changes) {
    const reason = because(change);
    const shown = reason === null ? "" : `  (${reason})`;
    print(styled(STYLES[change.kind], change.kind.padEnd(9)), change.path, styled("dim", shown));
  }
}

function summary(changes: readonly Change[], isDry: boolean): string {
  const count = (kind: Shown) => changes.filter((change) => change.kind === kind).length;
  const parts = [
    [count("create"), "created"],
    [count("replace"), "replaced"],
    [count("merge"), "merged"],
    [count("move"), "moved"],
    [count("delete"), "deleted"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  if (said.length === 0) return `Up to date: ${changes.length} files.`;
  return `${isDry ? "Would be: " : ""}${said.join(", ")}; ${changes.length} files in all.`;
}
