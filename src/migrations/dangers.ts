/** What a step can do to a database that is in use, for the table of the plan. */
import { conversion } from "./conversions.ts";
import { goneIn, isChecked } from "./reshaping.ts";
import type { Step } from "./steps.ts";
import { typeWords, valueWords } from "./wording.ts";

export type DangerKind =
  /** Others wait for it: PostgreSQL takes a lock that stops writers, or readers too, while it looks at every row. */
  | "locks"
  /** Every row of the table is written anew. */
  | "rewrites"
  /** It stops where rows do not fit, before anything has changed. */
  | "checks"
  /** Values go for good. */
  | "loses"
  /** The way down does not bring back what was. */
  | "irreversible";

export interface Danger {
  /** One of the comparison's steps. */
  readonly step: Step;
  readonly kind: DangerKind;
  readonly text: string;
}

/** In the order of the steps. Tables that the migration makes itself are in no danger. */
export function dangersOf(steps: readonly Step[]): Danger[] {
  const made = new Set<string>();
  const filled = new Set<string>();
  const enums: (readonly string[])[] = [];
  const dangers: Danger[] = [];
  for (const step of steps) {
    if (step.kind === "create_table") made.add(step.table.name);
    if (step.kind === "drop_check" && step.check.rule.kind === "one_of") {
      enums.push(step.check.rule.values);
    }
    if (step.kind === "backfill") filled.add(`${step.table}.${step.column.name}`);
    const table = "table" in step && typeof step.table === "string" ? step.table : null;
    if (table === null || !made.has(table)) {
      const found = dangersOfStep(step, filled, enums);
      dangers.push(...found.map(([kind, text]) => ({ step, kind, text })));
    }
  }
  return dangers;
}

type Found = readonly (readonly [DangerKind, string])[];

/**
 * @param filled columns that have got a value in every row
 * @param enums values of enums before
 */
function dangersOfStep(
  step: Step,
  filled: ReadonlySet<string>,
  enums: readonly (readonly string[])[],
): Found {
  switch (step.kind) {
    case "drop_table":
      return [["loses", `every row of ${step.table.name}`]];
    case "drop_column":
      return [["loses", `every value of ${step.table}.${step.column.name}`]];
    case "delete_rows":
      return [["loses", `the rows of ${step.table} that were deleted softly`]];
    case "backfill":
      return [
        [
          "rewrites",
          `rows of ${step.table} without ${step.column.name}, which get ${valueWords(step.value)}`,
        ],
      ];
    case "map_values":
      return [
        ["rewrites", `rows of ${step.table} with an old value of ${step.column}`],
        ...(isOneToOne(step.map, enums)
          ? []
          : ([["irreversible", "rows with the new value cannot be told apart"]] as const)),
      ];
    case "reshape":
      return reshapeDangers(step);
    case "alter_type":
      return typeDangers(step);
    case "set_not_null":
      return [
        ["locks", `${step.table}, while its rows are looked at`],
        ...(filled.has(`${step.table}.${step.column.name}`)
          ? []
          : ([["checks", `that every row of ${step.table} has ${step.column.name}`]] as const)),
      ];
    case "create_unique": {
      const { columns, whereNull } = step.unique;
      const rows = whereNull === null ? "rows" : "living rows";
      return [
        ["locks", `writers of ${step.table}, while the index is made`],
        ["checks", `that no two ${rows} of ${step.table} share ${columns.join(", ")}`],
      ];
    }
    case "create_index":
      return [["locks", `writers of ${step.table}, while the index is made`]];
    case "add_check":
      if (step.check.rule.kind === "is_boolean" || step.check.rule.kind === "is_json") return [];
      return [
        ["locks", `${step.table}, while its rows are looked at`],
        ["checks", `that every row of ${step.table} meets ${step.check.name}`],
      ];
    case "add_foreign_key": {
      const { columns, table } = step.foreignKey;
      return [
        ["locks", `${step.table} and ${table}, while the rows are looked at`],
        ["checks", `that ${step.table}.${columns.join(", ")} refers to rows of ${table}`],
      ];
    }
    case "copy_rows":
      return step.whereNotNull === null
        ? []
        : [["irreversible", `links of ${step.to} that are added later do not fit one column`]];
    default:
      return [];
  }
}

function typeDangers({ table, from, to }: Extract<Step, { kind: "alter_type" }>): Found {
  const fits = conversion(from.type, to.type);
  if (fits === "same" || fits === "grows") return [];
  const column = `${table}.${to.name}`;
  const words = `${column} turns from ${typeWords(from.type)} into ${typeWords(to.type)}`;
  return [
    ["rewrites", words],
    ...(fits === "checked"
      ? ([["checks", `that every value of ${column} can be ${typeWords(to.type)}`]] as const)
      : []),
    ...(conversion(to.type, from.type) === "never"
      ? ([["irreversible", `${column} does not turn back`]] as const)
      : []),
  ];
}

function reshapeDangers({
  table,
  column,
  from,
  change,
}: Extract<Step, { kind: "reshape" }>): Found {
  if (change.kind === "keep" || from === null) return [];
  const name = `${table}.${column}`;
  const gone = goneIn(change, from);
  return [
    ["rewrites", `every row of ${table} with a value of ${column}`],
    ...gone.map((what) => ["loses", `every value of ${what} in ${name}`] as const),
    ...(isChecked(change) ? ([["checks", `that every value in ${name} fits`]] as const) : []),
    ...(gone.length > 0 ? ([["irreversible", `${name} does not turn back`]] as const) : []),
  ];
}

/** Two old values that become one, or one that becomes a value that was there, cannot be told apart again. */
function isOneToOne(
  map: Readonly<Record<string, string>>,
  enums: readonly (readonly string[])[],
): boolean {
  const targets = Object.values(map);
  const keys = Object.keys(map);
  const old = enums.find((values) => keys.every((key) => values.includes(key))) ?? [];
  return new Set(targets).size === targets.length && !targets.some((value) => old.includes(value));
}
