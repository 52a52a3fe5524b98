/** Lines of the user's own that name what is no more: nothing else tells them before their program fails. */
import type { Found } from "../project/usages/document.ts";
import type { Usage, Usages } from "../project/usages/usages.ts";
import { styled, type Terminal } from "./terminal.ts";

interface Options {
  readonly mode: "write" | "show" | "diff" | "check";
  readonly renameUsages?: boolean | undefined;
}

const HEADINGS: Readonly<Record<Found, string>> = {
  reference: "Your own lines name what is no more:",
  unsure: "These are spelled so, and nothing there says what they name:",
  word: "Your own lines hold these words:",
};

/** More than this many lines say less than a count. */
const MANY = 30;

export function listUsages(terminal: Terminal, { all, unread }: Usages, options: Options): void {
  if (all.length === 0) return;
  for (const { language, reason } of unread) {
    terminal.note(
      styled("yellow", `${language} was searched for old names as words only: `),
      reason,
    );
  }
  for (const found of ["reference", "unsure", "word"] as const) {
    const usages = all.filter((one) => one.found === found);
    if (usages.length === 0) continue;
    terminal.note(styled("yellow", HEADINGS[found]));
    for (const usage of usages.slice(0, MANY)) list(terminal, usage, options);
    if (usages.length > MANY)
      terminal.note(`   … and ${usages.length - MANY} more; --json lists all`);
  }
  const isRenamable = all.some(
    ({ path, to, found }) => canBeRenamed(path) && to !== null && found === "reference",
  );
  if (options.renameUsages === true || !isRenamable || options.mode !== "write") return;
  terminal.note(
    styled("dim", "  next: "),
    "change them; before a run, `generate --rename-usages` does so in TypeScript (`undo` takes a run back)",
  );
}

function canBeRenamed(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

function list(terminal: Terminal, usage: Usage, { mode }: Options): void {
  const { name, to, text } = usage;
  const { path, line } = mode === "write" ? usage : placeNow(usage);
  const place = line === null ? path : `${path}:${line}`;
  const news = to === null ? "is removed" : `is now ${to}`;
  terminal.note("  ", styled("cyan", place), `  ${name} ${news}:  ${text}`);
}

/** What nothing wrote yet is told of where it is now. */
function placeNow({ path, line, now }: Usage): { path: string; line: number | null } {
  return now.line === null ? { path, line } : now;
}

/** For programs: `old_names`, and the languages that could not be read. */
export function jsonUsages({ all, unread }: Usages, { mode }: Options): object {
  if (all.length === 0) return {};
  const shown = all.map((usage) => {
    const { name, to, text, found } = usage;
    return {
      ...(mode === "write" ? { path: usage.path, line: usage.line } : placeNow(usage)),
      name,
      to,
      text,
      found,
    };
  });
  return { old_names: shown, ...(unread.length > 0 ? { searched_as_words: unread } : {}) };
}
