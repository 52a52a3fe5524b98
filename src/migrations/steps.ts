/**
 * What a migration does, one typed step at a time, in no SQL dialect. Every step carries enough to be undone, so the way
 * down is the reversed list of reversed steps. Names are physical.
 */
import type { JsonValue } from "../model/model.ts";
import type {
  Column,
  ColumnDefault,
  ForeignKey,
  PlainIndex,
  Table,
  TableCheck,
  UniqueIndex,
} from "../storage/storage.ts";

export type Step =
  /** With its key, checks, indexes and foreign keys; those named in `later` point at tables that come after it. */
  | { readonly kind: "create_table"; readonly table: Table; readonly later: readonly string[] }
  | { readonly kind: "drop_table"; readonly table: Table; readonly later: readonly string[] }
  | { readonly kind: "rename_table"; readonly from: string; readonly to: string }
  | { readonly kind: "add_column" | "drop_column"; readonly table: string; readonly column: Column }
  | {
      readonly kind: "rename_column";
      readonly table: string;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: "alter_type";
      readonly table: string;
      readonly from: Column;
      readonly to: Column;
    }
  /** `backfill`: what old rows without a value get first. */
  | {
      readonly kind: "set_not_null";
      readonly table: string;
      readonly column: Column;
      readonly backfill: JsonValue | undefined;
    }
  | { readonly kind: "drop_not_null"; readonly table: string; readonly column: Column }
  | {
      readonly kind: "alter_default";
      readonly table: string;
      readonly column: Column;
      readonly from: ColumnDefault | null;
      readonly to: ColumnDefault | null;
    }
  /** Old values of an enum become new ones, before the check that names the new ones is put in place. */
  | {
      readonly kind: "map_values";
      readonly table: string;
      readonly column: string;
      readonly map: Readonly<Record<string, string>>;
    }
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
      readonly from: string;
      readonly to: string;
    };

/** Whether a row of the table can be without the link. */
export function mayBeNull(table: Table, key: ForeignKey): boolean {
  return table.columns.some((column) => column.nullable && key.columns.includes(column.name));
}

/** The step that undoes a step, in structure; values that the step lost stay lost. */
export function reverse(step: Step): Step {
  switch (step.kind) {
    case "create_table":
      return { ...step, kind: "drop_table" };
    case "drop_table":
      return { ...step, kind: "create_table" };
    case "add_column":
      return { ...step, kind: "drop_column" };
    case "drop_column":
      return { ...step, kind: "add_column" };
    case "set_not_null":
      return { kind: "drop_not_null", table: step.table, column: step.column };
    case "drop_not_null":
      return { ...step, kind: "set_not_null", backfill: undefined };
    case "create_unique":
      return { ...step, kind: "drop_unique" };
    case "drop_unique":
      return { ...step, kind: "create_unique" };
    case "create_index":
      return { ...step, kind: "drop_index" };
    case "drop_index":
      return { ...step, kind: "create_index" };
    case "add_foreign_key":
      return { ...step, kind: "drop_foreign_key" };
    case "drop_foreign_key":
      return { ...step, kind: "add_foreign_key" };
    case "add_check":
      return { ...step, kind: "drop_check" };
    case "drop_check":
      return { ...step, kind: "add_check" };
    case "map_values":
      return { ...step, map: inverted(step.map) };
    case "rename_table":
    case "rename_column":
    case "rename_constraint":
      return { ...step, from: step.to, to: step.from };
    case "alter_type":
      return { ...step, from: step.to, to: step.from };
    case "alter_default":
      return { ...step, from: step.to, to: step.from };
  }
}

/** Where several old values became one, the first of them comes back. */
function inverted(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map)
      .map(([from, to]) => [to, from])
      .toReversed(),
  );
}
