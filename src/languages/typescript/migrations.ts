/** Migrations as Kysely runs them. View types: published, see `views.ts`. */
import { difference } from "../../migrations/difference.ts";
import { toSql } from "../../migrations/to-sql.ts";
import type { Database } from "../../model/model.ts";
import type { Storage } from "../../storage/storage.ts";
import { stringLiteral, templateText } from "./literals.ts";

export interface MigrationView {
  /** Name of its file without extension, by which the database remembers it. */
  readonly name: string;
  readonly up: readonly StatementView[];
  readonly down: readonly StatementView[];
}

/** One SQL statement, escaped for the inside of a template literal; indented as it should be shown. */
export interface StatementView {
  readonly isOneLine: boolean;
  readonly lines: readonly string[];
}

/** From nothing to the storage. */
export function firstMigration(storage: Storage, database: Database): MigrationView {
  const { up, down } = toSql(difference(null, storage), database);
  return { name: "0001_initial", up: up.map(statementView), down: down.map(statementView) };
}

/** Every line end of a statement is layout, for the literals in it have none. */
function statementView(statement: string): StatementView {
  const lines = statement.split("\n").map(templateText);
  return { isOneLine: lines.length === 1, lines };
}

/** How the list of migrations names one. */
export interface MigrationEntry {
  readonly name: string;
  /** Quoted, as a key of the list. */
  readonly key: string;
  /** Of the module that is imported: `migration0001`. */
  readonly binding: string;
}

export function migrationEntry({ name }: MigrationView): MigrationEntry {
  return {
    name,
    key: stringLiteral(name),
    binding: `migration${name.slice(0, name.indexOf("_"))}`,
  };
}
