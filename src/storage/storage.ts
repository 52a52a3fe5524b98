/**
 * The physical schema of one declaration, the same for every framework and written in no SQL dialect.
 *
 * Plain frozen JSON, so that it can be kept as a snapshot and compared with the next one. Every name in it is the name
 * in the database. Lists are in the order of creation: a table comes after the tables it refers to, except where tables
 * refer to each other in a circle.
 *
 * Decisions that hold on every database:
 * - Uniques are unique indexes, not table constraints: soft delete needs partial ones anyway, and an index can be added
 *   and dropped on SQLite without rebuilding the table and on PostgreSQL without blocking writers.
 * - The application supplies defaults. Constant ones, `now` and the row's version stand in the database as well, so that
 *   old rows and writers other than the service get the same values.
 * - Bounds, lengths and patterns are the service's business; a length stands in the column's type only.
 */
import type { Check as ModelCheck, JsonValue, OnDelete } from "../model/model.ts";
import type { Shape } from "./shape.ts";

export interface Storage {
  /** Version of this format; a snapshot of a newer one is refused. */
  readonly format: 1;
  readonly tables: readonly Table[];
}

export interface Table {
  /** Of the resource or join it stores. In a schema that migrations made: the one that it was created with. */
  readonly uid: string;
  readonly kind: "resource" | "join";
  readonly name: string;
  /** What the declaration calls it: `Book`, or `Book.tags` for the links of a field. */
  readonly declared: string;
  /** What the declaration called it before, newest first: by this a rename is known to be done already. */
  readonly formerly?: readonly string[];
  /** The service no longer uses it, and the database keeps it (`drop: keep`). */
  readonly retired?: true;
  readonly columns: readonly Column[];
  readonly primaryKey: { readonly name: string; readonly columns: readonly string[] };
  readonly uniques: readonly UniqueIndex[];
  readonly indexes: readonly PlainIndex[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly TableCheck[];
}

export interface Column {
  /** Of the field it stores, or the table's uid with a suffix for columns of the service's own (`roles.ts`). */
  readonly uid: string;
  readonly name: string;
  /** Name of the field; null for columns of the service's own. */
  readonly declared: string | null;
  /** Names that the field had before, newest first. */
  readonly formerly?: readonly string[];
  /** The service no longer uses it, and the database keeps it (`drop: keep`). */
  readonly retired?: true;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly default: ColumnDefault | null;
  /** The database makes the value: an integer id. */
  readonly identity: boolean;
  /** What is in the JSON of a column that holds such; not known of those that an earlier version has made. */
  readonly holds?: Shape;
}

export type ColumnType =
  /** `length` in code points. */
  | { readonly kind: "varchar"; readonly length: number }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | {
      readonly kind:
        | "text"
        | "integer"
        | "bigint"
        | "double"
        | "boolean"
        | "date"
        | "time"
        | "datetime"
        | "uuid"
        | "json";
    };

/** `value` is in JSON form; a datetime is already in UTC with milliseconds. */
export type ColumnDefault =
  | { readonly kind: "value"; readonly value: JsonValue }
  | { readonly kind: "now" };

export interface UniqueIndex {
  readonly name: string;
  readonly columns: readonly string[];
  /** Holds only among rows whose column is null: the time of soft deletion. */
  readonly whereNull: string | null;
}

export interface PlainIndex {
  readonly name: string;
  readonly keys: readonly IndexKey[];
}

export interface IndexKey {
  readonly column: string;
  readonly descending: boolean;
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly table: string;
  readonly references: readonly string[];
  readonly onDelete: OnDelete;
}

export interface TableCheck {
  readonly name: string;
  readonly rule: CheckRule;
}

export type CheckRule =
  | { readonly kind: "one_of"; readonly column: string; readonly values: readonly string[] }
  /** Only where the database has no type of its own for it. */
  | { readonly kind: "is_boolean" | "is_json"; readonly column: string }
  | {
      readonly kind: "comparison";
      readonly left: CheckOperand;
      readonly operator: ModelCheck["operator"];
      readonly right: CheckOperand;
    };

export type CheckOperand =
  | { readonly kind: "column"; readonly column: string }
  /** In JSON form; `type` is that of the column it is compared with. */
  | { readonly kind: "constant"; readonly value: JsonValue; readonly type: ColumnType };
