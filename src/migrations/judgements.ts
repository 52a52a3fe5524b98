/** Pairs whose rows cannot be taken over: one goes and the other comes, where the user agrees. */
import { roleOf } from "../storage/roles.ts";
import type { Column, ForeignKey, Table } from "../storage/storage.ts";
import type { Asking } from "./asking.ts";
import { conversion } from "./conversions.ts";
import type { ColumnHint, Hints } from "./hints.ts";
import type { ColumnPair, Identities, TablePair } from "./identities.ts";
import { canBecome } from "./reshaping.ts";
import { columnWords, typeWords } from "./wording.ts";

/** The identities without such pairs; their halves are among what is gone and what is added. */
export function withoutUnfit(identities: Identities, hints: Hints, asking: Asking): Identities {
  const finalNames = new Map(
    identities.pairs.map(({ before, wanted }) => [before.name, wanted.name]),
  );
  const target = (table: string) => finalNames.get(table) ?? null;
  const pairs: TablePair[] = [];
  const created = [...identities.created];
  const gone = [...identities.gone];
  for (const pair of identities.pairs) {
    if (isRedirected(pair, target)) {
      created.push(pair.wanted);
      gone.push(pair.before);
    } else {
      pairs.push(withoutUnfitColumns(pair, target, hints, asking));
    }
  }
  return { ...identities, pairs, created, gone };
}

type Target = (table: string) => string | null;

/** Links that lead to other resources than before are other links. */
function isRedirected({ before, wanted, columns }: TablePair, target: Target): boolean {
  if (wanted.kind !== "join") return false;
  return columns.some((pair) => {
    const [old, next] = [keyOn(before, pair.before), keyOn(wanted, pair.wanted)];
    return old !== null && next !== null && target(old.table) !== next.table;
  });
}

function withoutUnfitColumns(
  pair: TablePair,
  target: Target,
  hints: Hints,
  asking: Asking,
): TablePair {
  const columns: ColumnPair[] = [];
  const added = [...pair.added];
  const gone = [...pair.gone];
  for (const column of pair.columns) {
    const hint = hints.columns.get(column.wanted.uid);
    if (isReplaced(pair, column, target, hint, asking)) {
      added.push(column.wanted);
      gone.push(column.before);
    } else {
      columns.push(column);
    }
  }
  const order = new Map(pair.wanted.columns.map((column, index) => [column, index]));
  added.sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
  return { ...pair, columns, added, gone };
}

function isReplaced(
  { before, wanted }: TablePair,
  column: ColumnPair,
  target: Target,
  hint: ColumnHint | undefined,
  asking: Asking,
): boolean {
  const [old, next] = [keyOn(before, column.before), keyOn(wanted, column.wanted)];
  const name = `${wanted.name}.${column.wanted.name}`;
  const path = hint?.path ?? [];
  const { type: from } = column.before;
  const { type: to } = column.wanted;
  if (old && next && target(old.table) !== next.table) {
    asking.consents({
      kind: "retarget",
      key: `retarget ${name}`,
      path,
      text: `${name} referred to rows of ${old.table} and is to refer to rows of ${next.table}: the old links mean nothing there.`,
      choices: [consent("Drop the old links; the column begins empty, or with its backfill.")],
    });
    return true;
  }
  const isText = from.kind === "text" || from.kind === "varchar";
  const isIdOfText = to.kind === "text" || to.kind === "varchar";
  const becomesLink = next !== null && old === null && isText && !isIdOfText;
  const isOwnId = roleOf(column.wanted) === "id";
  if (isOwnId && !isIdKept(column)) {
    asking.questions.push(idQuestion(wanted, column));
    return false;
  }
  const isOfId = next !== null && old !== null;
  if (isOfId || isOwnId) return false;
  const isReadable = conversion(from, to) !== "never" && isHeldAlike(column);
  if (isReadable && !becomesLink) return false;
  asking.consents({
    kind: "convert",
    key: `convert ${name}`,
    path,
    text: `${name} turns from ${columnWords(column.before)} into ${becomesLink ? "a relation" : columnWords(column.wanted)}, and its values cannot be read as that.`,
    choices: [
      consent("Drop the old values; the column begins empty, or with its default or backfill."),
    ],
  });
  return true;
}

/** Nothing is known of the JSON that an earlier version has stored. */
function isHeldAlike({ before, wanted }: ColumnPair): boolean {
  return !before.holds || !wanted.holds || canBecome(before.holds, wanted.holds);
}

/** An id can change its form where every reference to it can; numbers that the database gives cannot. */
function isIdKept({ before, wanted }: ColumnPair): boolean {
  const fits = conversion(before.type, wanted.type);
  return before.identity === wanted.identity && fits !== "never";
}

function idQuestion(table: Table, { before, wanted }: ColumnPair) {
  const [from, to] = [before, wanted].map((column) =>
    column.identity ? "numbers that the database gives" : typeWords(column.type),
  );
  return {
    kind: "impossible" as const,
    key: `impossible ${table.name}.${wanted.name}`,
    path: ["resources", table.declared, "fields", "id"],
    text:
      `The ids of ${table.name} cannot turn from ${from} into ${to}: rows, links and addresses hold them. ` +
      `Keep the id as it is; or declare a resource of another name with the new id, copy the rows by a migration of ` +
      `your own, and remove the old resource afterwards.`,
    choices: [],
  };
}

function consent(text: string) {
  return { kind: "consent" as const, text, byFlag: true };
}

export function keyOn(table: Table, column: Column): ForeignKey | null {
  return table.foreignKeys.find((key) => key.columns.includes(column.name)) ?? null;
}
