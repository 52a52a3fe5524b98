/** Migrations as Kysely runs them. View types: published, see `views.ts`. */
import { firstSteps } from "../../migrations/compare.ts";
import { toSql } from "../../migrations/to-sql.ts";
import type { Database } from "../../model/model.ts";
import type { Storage } from "../../storage/storage.ts";
import type { MigrationEntry, MigrationView, StatementView } from "./views.ts";
import { stringLiteral, templateText } from "./literals.ts";

/** From nothing to the storage. */
export function firstMigration(storage: Storage, database: Database): MigrationView {
  const { up, down } = toSql(firstSteps(storage), database);
  return { name: "0001_initial", up: up.map(statementView), down: down.map(statementView) };
}

/** Every line end of a statement is layout, for the literals in it have none. */
function statementView(statement: string): StatementView {
  const lines = statement.split("\n").map(templateText);
  return { isOneLine: lines.length === 1, lines };
}

export function migrationEntry({ name }: MigrationView): MigrationEntry {
  return {
    name,
    key: stringLiteral(name),
    binding: `migration${name.slice(0, name.indexOf("_"))}`,
  };
}
