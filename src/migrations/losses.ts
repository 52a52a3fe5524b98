/** What is gone: renamed after all, kept, or dropped with consent. */
import { roleOf } from "../storage/roles.ts";
import type { Column, Table } from "../storage/storage.ts";
import type { Asking } from "./asking.ts";
import type { Hints } from "./hints.ts";
import type { Identities, TablePair } from "./identities.ts";
import { keyOn } from "./judgements.ts";
import { columnLikeness, tableLikeness } from "./likeness.ts";
import type { Choice } from "./questions.ts";

/** Candidates that are shown. */
const most = 5;

/**
 * Asks about everything that is gone.
 * @param moved tables and columns whose rows go elsewhere, so that nothing is lost with them
 */
export function askAboutLosses(
  { pairs, created, gone }: Identities,
  moved: ReadonlySet<Table | Column>,
  hints: Hints,
  asking: Asking,
): void {
  const goneNames = new Set(gone.map((table) => table.name));
  for (const table of gone) {
    if (moved.has(table)) continue;
    const fresh = created.filter((one) => !isReplacement(one, gone));
    const replaced = created.some((one) => one.declared === table.declared);
    const guesses = replaced ? [] : tableGuesses(table, fresh, hints);
    // Links are worth nothing without the rows at both ends.
    const isLoose = table.foreignKeys.some((key) => goneNames.has(key.table));
    if (table.kind === "join" && isLoose && guesses.length === 0) continue;
    askAboutTable(table, guesses, pairs, hints, asking);
  }
  for (const pair of pairs) {
    for (const column of pair.gone) {
      if (!moved.has(column)) askAboutColumn(pair, column, pairs, hints, asking);
    }
  }
}

function tableGuesses(table: Table, created: readonly Table[], hints: Hints): Table[] {
  return ranked(
    created.filter((one) => isOpen(hints.tables.get(one.uid))),
    (one) => tableLikeness(table, one),
  );
}

/** New, and not said to be so. */
function isOpen(hint: { readonly isNew: boolean; readonly names: readonly string[] } | undefined) {
  return hint !== undefined && !hint.isNew && hint.names.length === 0;
}

/** It has kept its name, though nothing of the values: it is not what another was renamed to. */
function isReplacement<One extends Table | Column>(one: One, gone: readonly One[]): boolean {
  return gone.some(({ declared }) => declared === one.declared);
}

function ranked<One>(things: readonly One[], likeness: (one: One) => number | null): One[] {
  return things
    .flatMap((one) => {
      const score = likeness(one);
      return score === null ? [] : [{ one, score }];
    })
    .sort((left, right) => right.score - left.score)
    .slice(0, most)
    .map(({ one }) => one);
}

function askAboutTable(
  table: Table,
  guesses: readonly Table[],
  pairs: readonly TablePair[],
  hints: Hints,
  asking: Asking,
): void {
  const { declared, name } = table;
  const [owner = "", field] = declared.split(".");
  const ownerNow = pairs.find(({ before }) => before.declared === owner)?.wanted.declared;
  const path =
    field === undefined ? ["resources", owner] : ["resources", ownerNow ?? owner, "fields", field];
  const keep: Choice[] =
    field !== undefined && ownerNow === undefined
      ? []
      : [
          {
            kind: "declare",
            text: `Keep the table ${name} in the database, out of the service.`,
            edits: [{ path, value: { drop: "keep" } }],
          },
        ];
  const pathsOf = (one: Table) => hints.tables.get(one.uid)?.path ?? [];
  // `was` names a field of the same resource, so links that moved to another one cannot be told by it.
  const tellable = guesses.filter((one) => field === undefined || pathsOf(one)[1] === ownerNow);
  const isGuess = tellable.length > 0;
  asking.consents({
    kind: isGuess ? "rename_table" : "drop_table",
    key: `${isGuess ? "rename_table" : "drop_table"} ${name}`,
    path: isGuess ? pathsOf(tellable[0] ?? table) : ["resources"],
    text: isGuess
      ? `${declared} is gone and ${tellable.map((one) => one.declared).join(", ")} is new: the same under another name?`
      : `${declared} is gone, and its table ${name} with all rows in it.`,
    choices: [
      ...tellable.map((one): Choice => ({
        kind: "declare",
        text: `${declared} was renamed to ${one.declared}.`,
        edits: [{ path: [...pathsOf(one), "was"], value: field ?? declared }],
      })),
      ...keep,
      ...newness(tellable.map((one) => [...pathsOf(one), "was"])),
      { kind: "consent", text: `Drop the table ${name} with all its rows.`, byFlag: !isGuess },
    ],
  });
}

/** Says of what is new that it is, so that only the loss is left to be asked about. */
function newness(paths: readonly (readonly string[])[]): Choice[] {
  if (paths.length === 0) return [];
  const edits = paths.map((path) => ({ path, value: [] }));
  return [{ kind: "declare", text: "They are not the same; one goes, the other is new.", edits }];
}

function askAboutColumn(
  pair: TablePair,
  column: Column,
  pairs: readonly TablePair[],
  hints: Hints,
  asking: Asking,
): void {
  const { wanted } = pair;
  const name = `${wanted.name}.${column.name}`;
  const own = hints.tables.get(wanted.uid)?.path ?? [];
  if (column.declared === null) {
    const isDeleted = roleOf(column) === "deletedAt";
    asking.consents({
      kind: isDeleted ? "drop_deleted" : "drop_column",
      key: `${isDeleted ? "drop_deleted" : "drop_column"} ${name}`,
      path: own,
      text: isDeleted
        ? `Without soft_delete, the rows of ${wanted.name} that were deleted softly cannot be told from the others.`
        : `${name} is gone, and the times in it.`,
      choices: [
        {
          kind: "consent",
          text: isDeleted
            ? "Delete those rows for good. To bring some back, set their time of deletion to null before the migration runs."
            : `Drop the column ${name}.`,
          byFlag: true,
        },
      ],
    });
    return;
  }
  const { declared } = column;
  // What was replaced under its own name was asked about already.
  if (pair.added.some((one) => one.declared === declared)) return;
  const guesses = columnGuesses(pair, column, pairs, hints);
  const pathOf = (one: Column) => [...own, "fields", one.declared ?? one.name];
  const isGuess = guesses.length > 0;
  const isDropped = asking.consents({
    kind: isGuess ? "rename_column" : "drop_column",
    key: `${isGuess ? "rename_column" : "drop_column"} ${name}`,
    path: isGuess ? pathOf(guesses[0] ?? column) : own,
    text: isGuess
      ? `${declared} of ${wanted.declared} is gone and ${guesses.map((one) => one.declared).join(", ")} is new: the same under another name?`
      : `${declared} of ${wanted.declared} is gone, and the values in ${name}.`,
    choices: [
      ...guesses.map((one): Choice => ({
        kind: "declare",
        text: `${declared} was renamed to ${one.declared}.`,
        edits: [{ path: [...pathOf(one), "was"], value: declared }],
      })),
      {
        kind: "declare",
        text: `Keep the column ${name} in the database, out of the service.`,
        edits: [{ path: [...own, "fields", declared], value: { drop: "keep" } }],
      },
      ...newness(guesses.map((one) => [...pathOf(one), "was"])),
      { kind: "consent", text: `Drop the column ${name} with its values.`, byFlag: !isGuess },
    ],
  });
  if (!isDropped) for (const guess of guesses) asking.guessed.add(guess);
}

function columnGuesses(
  pair: TablePair,
  column: Column,
  pairs: readonly TablePair[],
  hints: Hints,
): Column[] {
  const finalName = (table: string) =>
    pairs.find(({ before }) => before.name === table)?.wanted.name;
  const target = keyOn(pair.before, column)?.table;
  const candidates = pair.added.filter((one) => {
    if (!isOpen(hints.columns.get(one.uid)) || isReplacement(one, pair.gone)) return false;
    const next = keyOn(pair.wanted, one)?.table;
    return target === undefined ? next === undefined : finalName(target) === next;
  });
  return ranked(candidates, (one) => columnLikeness(column, one));
}
