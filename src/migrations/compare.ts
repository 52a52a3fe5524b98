/** From the schema that a project's databases have to the one that its declaration wants. */
import type { Storage, Table } from "../storage/storage.ts";
import { nothing } from "./apply.ts";
import { creation } from "./creation.ts";
import type { Danger } from "./dangers.ts";
import type { Hints } from "./hints.ts";
import type { Consent, Question } from "./questions.ts";
import { mayBeNull, type Step } from "./steps.ts";

export interface Wanted {
  readonly storage: Storage;
  readonly hints: Hints;
}

export const noConsent: Consent = { destructive: false, keys: new Set() };

export interface Comparison {
  /** In the order in which they can run; not to be used while there are questions. */
  readonly steps: readonly Step[];
  readonly questions: readonly Question[];
  readonly dangers: readonly Danger[];
}

/**
 * @param before replay of the migrations that there are
 * @param consent to destructive steps, by the keys of their questions
 */
export function compare(before: Storage, wanted: Wanted, consent: Consent = noConsent): Comparison {
  const old = new Map(before.tables.map((table) => [table.name, table]));
  const next = new Map(wanted.storage.tables.map((table) => [table.name, table]));
  const gone = before.tables.filter((table) => !next.has(table.name));
  const created = wanted.storage.tables.filter((table) => !old.has(table.name));
  const questions = gone
    .map((table) => dropQuestion(table))
    .filter((question) => !consent.destructive && !consent.keys.has(question.key));
  const steps = [
    ...creation(created, old.keys()),
    ...wanted.storage.tables.flatMap((table) => {
      const existing = old.get(table.name);
      return existing ? changes(existing, table) : [];
    }),
    ...gone.toReversed().map((table): Step => ({ kind: "drop_table", table, later: [] })),
  ];
  const dangers = steps.flatMap((step): Danger[] =>
    step.kind === "drop_table"
      ? [{ step, kind: "loses", text: `All rows of ${step.table.name}.` }]
      : [],
  );
  return { steps, questions, dangers };
}

/** The steps from nothing. */
export function firstSteps(storage: Storage): readonly Step[] {
  return creation(
    storage.tables,
    nothing.tables.map((table) => table.name),
  );
}

function dropQuestion(table: Table): Question {
  return {
    kind: "drop_table",
    key: `drop_table ${table.name}`,
    path: ["resources"],
    text: `The table ${table.name} is no longer declared.`,
    choices: [{ kind: "consent", text: "Drop it with all its rows.", byFlag: true }],
  };
}

function changes(before: Table, wanted: Table): Step[] {
  const table = wanted.name;
  const steps: Step[] = [];
  for (const index of before.indexes) {
    if (!has(wanted.indexes, index)) steps.push({ kind: "drop_index", table, index });
  }
  for (const unique of before.uniques) {
    if (!has(wanted.uniques, unique)) steps.push({ kind: "drop_unique", table, unique });
  }
  for (const column of wanted.columns) {
    if (has(before.columns, column)) continue;
    if (before.columns.some(({ name }) => name === column.name) || !column.nullable) {
      throw new Error(`The change of ${table}.${column.name} is not available yet.`);
    }
    steps.push({ kind: "add_column", table, column });
  }
  for (const check of wanted.checks) {
    if (!has(before.checks, check)) steps.push({ kind: "add_check", table, check });
  }
  for (const unique of wanted.uniques) {
    if (!has(before.uniques, unique)) steps.push({ kind: "create_unique", table, unique });
  }
  for (const index of wanted.indexes) {
    if (!has(before.indexes, index)) steps.push({ kind: "create_index", table, index });
  }
  for (const foreignKey of wanted.foreignKeys) {
    if (has(before.foreignKeys, foreignKey)) continue;
    const nullable = mayBeNull(wanted, foreignKey);
    steps.push({ kind: "add_foreign_key", table, foreignKey, inTable: false, nullable });
  }
  return steps;
}

function has(parts: readonly object[], part: object): boolean {
  return parts.some((one) => JSON.stringify(one) === JSON.stringify(part));
}
