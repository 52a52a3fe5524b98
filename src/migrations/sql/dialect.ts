/** What the two databases write differently. The statements themselves are in `statements.ts`. */
import type { Database, JsonValue } from "../../model/model.ts";
import type { CheckRule, ColumnType } from "../../storage/storage.ts";
import { postgres } from "./postgres.ts";
import { sqlite } from "./sqlite.ts";

export interface Dialect {
  readonly database: Database;
  type(type: ColumnType): string;
  /**
   * A string as a literal without line ends: every line end of a statement is then one of its layout, so that it can be
   * indented and split into lines.
   */
  text(value: string): string;
  /** A value in JSON form as a literal of the column's type. */
  literal(value: JsonValue, type: ColumnType): string;
  /** An expression for the current time, fit for DEFAULT. */
  now(type: ColumnType): string;
  /** An expression for a uuid of version 7, another in each row. */
  readonly newUuid: string;
  /** Whether the rule needs a check here, or the type of the column says it already. */
  needs(rule: CheckRule): boolean;
  /** What follows a key of an index. */
  direction(descending: boolean, nullable: boolean): string;
}

export function dialectOf(database: Database): Dialect {
  return database === "sqlite" ? sqlite : postgres;
}
