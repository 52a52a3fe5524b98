/**
 * What a migration does to one database: statements, and what stands between them, in the order in which they run.
 *
 * A program knows the steps and the schema before them, not the rows: what depends on rows is asked by its checks when
 * it runs. A program either runs to its end or, where a part fails, changes nothing that a second run would trip over.
 */

export interface Program {
  readonly up: readonly Passage[];
  /**
   * The way back. Rows and values that it would destroy are found by its parts of the kind `loss`, so a database without
   * any goes back freely, and one that has some only by force.
   */
  readonly down: readonly Passage[];
}

/**
 * Parts that belong together.
 *
 * - `transaction`: all of them or none. (SQLite: `BEGIN IMMEDIATE`.)
 * - `foreign_keys_off`, SQLite only: `PRAGMA foreign_keys = OFF`, which a transaction would ignore; then a transaction
 *   (`BEGIN IMMEDIATE`) of the parts and `PRAGMA foreign_key_check`, whose rows must be none; after `COMMIT` or
 *   `ROLLBACK`, `PRAGMA foreign_keys = ON`. (https://www.sqlite.org/lang_altertable.html#otheralter)
 * - `outside`, PostgreSQL only: each part by itself, in no transaction. They can all run again after a failure.
 */
export interface Passage {
  readonly mode: "transaction" | "foreign_keys_off" | "outside";
  readonly parts: readonly Part[];
}

export type Part =
  /** One statement without a closing semicolon. Line ends are layout, never part of a value. */
  | { readonly kind: "sql"; readonly sql: string }
  /**
   * The query finds rows that are in the way, the first few of them. Where it finds any, the passage is rolled back and
   * the run stops with the message, the query and the rows.
   */
  | { readonly kind: "check"; readonly query: string; readonly message: string }
  /** The same for what the way down would destroy: left out where the user forces it. */
  | { readonly kind: "loss"; readonly query: string; readonly message: string }
  | Rebuild
  | VerifySchema;

/**
 * SQLite's way to change what ALTER TABLE cannot. What runs it:
 * 0. stops where `table` has other columns than `columns`, in any order (PRAGMA table_info; names compared without
 *    case): a migration of another branch, or a person, has changed it since this was made, and `copy` would lose that;
 * 1. reads the SQL of all indexes and triggers of `table` (`sqlite_master`: `tbl_name` compared without case, `sql` not
 *    null), in the order of `rowid`;
 * 2. runs `create`, which makes the table under the name `as`, and `copy`, which fills it;
 * 3. where there is a table `sqlite_sequence`: deletes its row for `as` and writes the one of `table` under that name,
 *    so that numbers of deleted rows are not given again;
 * 4. `DROP TABLE`, then `ALTER TABLE as RENAME TO table` under `PRAGMA legacy_alter_table = ON`, so that views and
 *    triggers of others that name the table are left alone; then OFF again, also after a failure;
 * 5. runs the statements of 1 again.
 */
export interface Rebuild {
  readonly kind: "rebuild";
  readonly table: string;
  /** Those that the table has when its turn comes. */
  readonly columns: readonly string[];
  readonly as: string;
  readonly create: string;
  readonly copy: string;
}

/**
 * SQLite, where something is gone that a view or a trigger of the user's own may name, which would fail only when used.
 * What runs it opens a savepoint, makes a table and renames it, which has SQLite read the whole schema, and rolls back to
 * the savepoint. The error names the view or trigger.
 */
export interface VerifySchema {
  readonly kind: "verify_schema";
}
