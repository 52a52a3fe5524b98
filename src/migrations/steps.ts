/**
 * What a migration does, one typed step at a time, in no SQL dialect. A step names things as they are called when its
 * turn comes, and carries enough to be undone. What each does to the schema is said by `apply.ts`. Names are physical.
 */
import type { Shape } from "../storage/shape.ts";
import type {
  Column,
  ColumnDefault,
  ForeignKey,
  PlainIndex,
  Table,
  TableCheck,
  UniqueIndex,
} from "../storage/storage.ts";

import { turnedRound, type Reshaping } from "./reshaping.ts";

export type Step =
  | TableStep
  | ColumnStep
  | ConstraintStep
  /** Steps on rows; the schema stays as it is. */
  | RowStep;

export type TableStep =
  /** With its key, checks, indexes and foreign keys; those named in `later` are added once their table is there. */
  | {
      readonly kind: "create_table" | "drop_table";
      readonly table: Table;
      readonly later: readonly string[];
    }
  | {
      readonly kind: "rename_table";
      readonly from: string;
      readonly to: string;
      readonly declared: Redeclared | null;
    }
  /** The declaration calls it otherwise, the database as before. Nothing to execute. */
  | {
      readonly kind: "redeclare_table";
      readonly table: string;
      readonly declared: Redeclared;
    }
  /** Marks what the service no longer uses and the database keeps. Nothing to execute. */
  | { readonly kind: "retire_table" | "restore_table"; readonly table: string };

/** What the declaration called a thing, and calls it now. */
export interface Redeclared {
  readonly from: string;
  readonly to: string;
}

export type ColumnStep =
  | {
      readonly kind: "add_column" | "drop_column";
      readonly table: string;
      readonly column: Column;
    }
  | {
      readonly kind: "rename_column";
      readonly table: string;
      readonly from: string;
      readonly to: string;
      readonly declared: Redeclared | null;
    }
  /** Only `type` and `identity` differ; neither has a default, and no check or foreign key of another type hangs on it. */
  | {
      readonly kind: "alter_type";
      readonly table: string;
      readonly from: Column;
      readonly to: Column;
    }
  /** `column`: as it is while it is required. Rows without a value stop it: what they get comes before, by `backfill`. */
  | {
      readonly kind: "set_not_null" | "drop_not_null";
      readonly table: string;
      readonly column: Column;
    }
  /** `column`: as it is before. */
  | {
      readonly kind: "alter_default";
      readonly table: string;
      readonly column: Column;
      readonly from: ColumnDefault | null;
      readonly to: ColumnDefault | null;
    }
  /** As `redeclare_table`. */
  | {
      readonly kind: "redeclare_column";
      readonly table: string;
      readonly column: string;
      readonly declared: Redeclared;
    }
  /** Marks what the service no longer uses and the database keeps. Nothing to execute. */
  | {
      readonly kind: "retire_column" | "restore_column";
      readonly table: string;
      readonly column: string;
    };

export type ConstraintStep =
  | {
      readonly kind: "create_unique" | "drop_unique";
      readonly table: string;
      readonly unique: UniqueIndex;
    }
  | {
      readonly kind: "create_index" | "drop_index";
      readonly table: string;
      readonly index: PlainIndex;
    }
  /**
   * `inTable`: SQLite has it from `create_table` already, for it can refer to tables that do not exist yet.
   * `nullable`: rows can be without it.
   */
  | {
      readonly kind: "add_foreign_key" | "drop_foreign_key";
      readonly table: string;
      readonly foreignKey: ForeignKey;
      readonly inTable: boolean;
      readonly nullable: boolean;
    }
  | {
      readonly kind: "add_check" | "drop_check";
      readonly table: string;
      readonly check: TableCheck;
    }
  | {
      readonly kind: "rename_constraint";
      readonly table: string;
      readonly constraint: ConstraintKind;
      readonly from: string;
      readonly to: string;
    };

/** The first three are indexes or stand on one, in PostgreSQL; SQLite has names for the second and third only. */
export type ConstraintKind = "primary_key" | "unique" | "index" | "foreign_key" | "check";

export type RowStep =
  /** Rows without a value get this one. */
  | {
      readonly kind: "backfill";
      readonly table: string;
      readonly column: Column;
      readonly value: ColumnDefault;
    }
  /** Old values of an enum become new ones, while no check is there that names either. */
  | {
      readonly kind: "map_values";
      readonly table: string;
      readonly column: string;
      readonly map: Readonly<Record<string, string>>;
    }
  /**
   * The JSON in a column takes another shape. Nothing to execute where `change` keeps it as it is.
   * `from`: null where an earlier version did not say.
   */
  | {
      readonly kind: "reshape";
      readonly table: string;
      readonly column: string;
      readonly from: Shape | null;
      readonly to: Shape | null;
      readonly change: Reshaping;
    }
  /** Rows that were deleted softly go for good, before the column that says so. */
  | { readonly kind: "delete_rows"; readonly table: string; readonly whereNotNull: string }
  /**
   * The rows of one table, of which `whereNotNull` has a value, become rows of another. In those stand `values` too, the
   * column `uuid` has a new one in each, and every other column its default.
   */
  | {
      readonly kind: "copy_rows";
      readonly from: string;
      readonly to: string;
      readonly columns: readonly { readonly from: string; readonly to: string }[];
      readonly values: readonly { readonly column: string; readonly value: ColumnDefault }[];
      readonly uuid: string | null;
      readonly whereNotNull: string | null;
    };

/**
 * The steps that undo a step in structure; none where rows alone were changed. Values that the step lost stay lost.
 * The way down of a migration is the reversed list of its steps, each reversed.
 */
export function reverse(step: Step): readonly Step[] {
  switch (step.kind) {
    case "rename_constraint":
      return [{ ...step, from: step.to, to: step.from }];
    case "redeclare_table":
    case "redeclare_column":
      return [{ ...step, declared: back(step.declared) }];
    case "rename_table":
    case "rename_column":
      return [
        { ...step, from: step.to, to: step.from, declared: step.declared && back(step.declared) },
      ];
    case "alter_type":
      return [{ ...step, from: step.to, to: step.from }];
    case "alter_default":
      return [
        {
          ...step,
          column: { ...step.column, default: step.to },
          from: step.to,
          to: step.from,
        },
      ];
    case "map_values":
      return [{ ...step, map: inverted(step.map) }];
    case "reshape": {
      const { from, to, change } = step;
      const undone = from === null ? change : turnedRound(change, from);
      return [{ ...step, from: to, to: from, change: undone }];
    }
    case "copy_rows":
      return step.whereNotNull === null ? [copiedBack(step)] : [];
    case "backfill":
    case "delete_rows":
      return [];
    case "create_table":
    case "drop_table":
      return [{ ...step, kind: opposite[step.kind] }];
    case "retire_table":
    case "restore_table":
      return [{ ...step, kind: opposite[step.kind] }];
    case "add_column":
    case "drop_column":
      return [{ ...step, kind: opposite[step.kind] }];
    case "set_not_null":
    case "drop_not_null":
      return [{ ...step, kind: opposite[step.kind] }];
    case "retire_column":
    case "restore_column":
      return [{ ...step, kind: opposite[step.kind] }];
    case "create_unique":
    case "drop_unique":
      return [{ ...step, kind: opposite[step.kind] }];
    case "create_index":
    case "drop_index":
      return [{ ...step, kind: opposite[step.kind] }];
    case "add_foreign_key":
    case "drop_foreign_key":
      return [{ ...step, kind: opposite[step.kind] }];
    case "add_check":
    case "drop_check":
      return [{ ...step, kind: opposite[step.kind] }];
  }
}

/** The way down, in order. */
export function reversed(steps: readonly Step[]): Step[] {
  return steps.toReversed().flatMap(reverse);
}

const opposite = {
  create_table: "drop_table",
  drop_table: "create_table",
  retire_table: "restore_table",
  restore_table: "retire_table",
  add_column: "drop_column",
  drop_column: "add_column",
  set_not_null: "drop_not_null",
  drop_not_null: "set_not_null",
  retire_column: "restore_column",
  restore_column: "retire_column",
  create_unique: "drop_unique",
  drop_unique: "create_unique",
  create_index: "drop_index",
  drop_index: "create_index",
  add_foreign_key: "drop_foreign_key",
  drop_foreign_key: "add_foreign_key",
  add_check: "drop_check",
  drop_check: "add_check",
} as const;

function back({ from, to }: Redeclared): Redeclared {
  return { from: to, to: from };
}

function copiedBack(step: Extract<RowStep, { kind: "copy_rows" }>): Step {
  const columns = step.columns.map(({ from, to }) => ({ from: to, to: from }));
  return { ...step, from: step.to, to: step.from, columns, values: [], uuid: null };
}

/** Where several old values became one, the first of them comes back. */
function inverted(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map)
      .map(([from, to]) => [to, from] as const)
      .toReversed(),
  );
}

/** Whether a row of the table can be without the link. */
export function mayBeNull(table: Table, key: ForeignKey): boolean {
  return table.columns.some((column) => column.nullable && key.columns.includes(column.name));
}
