/** What a run did, or would do, to the files of a project. */
import type { Change } from "../project/changes.ts";
import { styled, type Style, type Terminal } from "./terminal.ts";

export interface ReportOptions {
  readonly mode: "write" | "show" | "check";
  readonly json: boolean;
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
  changes: readonly Change[],
  options: ReportOptions,
): void {
  if (options.json) {
    const shown = changes.filter(isTold).map((change) => ({
      action: change.kind,
      path: change.path,
      because: "because" in change ? change.because : null,
    }));
    terminal.print(JSON.stringify({ changes: shown, faults: [] }, null, 2));
  }
  const conflicts = changes.filter(({ kind }) => kind === "conflict");
  if (conflicts.length > 0) {
    if (!options.json) list(terminal.fail, conflicts);
    terminal.fail("Nothing was written: what you made of these files would be lost.");
    terminal.fail(
      styled("dim", "  fix: "),
      "move your changes aside, generate, and put them back in",
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
      told.filter(({ kind }) => kind === "keep"),
    );
  terminal.note(summary(changes, isDry));
}

/** A file that is as it should be is not worth a line. */
function isTold(change: Change): boolean {
  return change.kind !== "keep" || !["same", "gone", "yours once written"].includes(change.because);
}

function list(print: Terminal["print"], changes: readonly Change[]): void {
  for (const change of changes) {
    const because = "because" in change ? `  (${change.because})` : "";
    print(styled(STYLES[change.kind], change.kind.padEnd(9)), change.path, styled("dim", because));
  }
}

function summary(changes: readonly Change[], isDry: boolean): string {
  const count = (kind: Shown) => changes.filter((change) => change.kind === kind).length;
  const parts = [
    [count("create"), "created"],
    [count("replace"), "replaced"],
    [count("delete"), "deleted"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  if (said.length === 0) return `Up to date: ${changes.length} files.`;
  return `${isDry ? "Would be: " : ""}${said.join(", ")}; ${changes.length} files in all.`;
}
