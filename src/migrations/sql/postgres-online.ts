/**
 * Steps that PostgreSQL takes while requests run: no statement here scans or writes a table under a lock that stops
 * others. Each is a part by itself, and each can run again after a failure.
 * (https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES,
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY)
 */
import type { ForeignKey, Table, TableCheck } from "../../storage/storage.ts";
import type { Part } from "../passages.ts";
import type { Step } from "../steps.ts";
import { identifier } from "./literals.ts";
import { postgres } from "./postgres.ts";
import { checkDefinition, foreignKeyDefinition } from "./statements.ts";

/** What waits for a lock makes all others wait behind it, so it gives up soon. */
export const lockTimeout = "'5s'";

const batch = 5000;

export function isOutside(step: Step): boolean {
  switch (step.kind) {
    case "create_index":
    case "create_unique":
    case "set_not_null":
    case "backfill":
      return true;
    case "add_check":
      return postgres.needs(step.check.rule);
    case "add_foreign_key":
      return !step.inTable;
    case "map_values":
      return canRunAgain(step.map);
    default:
      return false;
  }
}

/** Where values change places, a second run would change them back. */
function canRunAgain(map: Readonly<Record<string, string>>): boolean {
  return Object.values(map).every((value) => !Object.hasOwn(map, value));
}

function sql(text: string): Part {
  return { kind: "sql", sql: text };
}

export function outside(parts: readonly Part[]): Part[] {
  return [sql(`SET lock_timeout = ${lockTimeout}`), ...parts, sql("RESET lock_timeout")];
}

/**
 * It waits for the transactions that are open, and stops nobody meanwhile. What a failed one left behind goes first.
 * @param create the statement, without CONCURRENTLY
 */
export function indexConcurrently(name: string, create: string): Part[] {
  return [
    sql("SET lock_timeout = 0"),
    sql(`DROP INDEX CONCURRENTLY IF EXISTS ${identifier(name)}`),
    sql(create.replace(/ INDEX /, " INDEX CONCURRENTLY ")),
    sql(`SET lock_timeout = ${lockTimeout}`),
  ];
}

export function checkOnline(table: string, check: TableCheck): Part[] {
  return notValidFirst(table, check.name, checkDefinition(check, postgres));
}

export function foreignKeyOnline(table: string, key: ForeignKey): Part[] {
  return notValidFirst(table, key.name, foreignKeyDefinition(key));
}

function notValidFirst(table: string, name: string, definition: string): Part[] {
  const altered = `ALTER TABLE ${identifier(table)}`;
  return [
    sql(
      `${altered}\n  DROP CONSTRAINT IF EXISTS ${identifier(name)},\n  ADD ${definition} NOT VALID`,
    ),
    sql(`${altered}\n  VALIDATE CONSTRAINT ${identifier(name)}`),
  ];
}

/** A valid check spares SET NOT NULL its scan. */
export function notNullOnline(table: string, column: string): Part[] {
  const altered = `ALTER TABLE ${identifier(table)}`;
  const name = identifier(`nn_${table}_${column}`.slice(0, 63));
  return [
    sql(
      `${altered}\n  DROP CONSTRAINT IF EXISTS ${name},\n  ADD CONSTRAINT ${name} CHECK (${identifier(column)} IS NOT NULL) NOT VALID`,
    ),
    sql(`${altered}\n  VALIDATE CONSTRAINT ${name}`),
    sql(`${altered}\n  ALTER COLUMN ${identifier(column)} SET NOT NULL`),
    sql(`${altered}\n  DROP CONSTRAINT ${name}`),
  ];
}

/** An UPDATE in short transactions, along the key. The names of its variables are names that no column has. */
export function updateInBatches(table: Table, assignments: string, where: string | null): Part {
  const name = identifier(table.name);
  const [first = ""] = table.primaryKey.columns;
  const key = identifier(first);
  const body = [
    "DECLARE",
    `  "batch start" ${name}.${key}%TYPE;`,
    `  "batch end" ${name}.${key}%TYPE;`,
    "BEGIN",
    `  SELECT ${key} INTO "batch start" FROM ${name} ORDER BY ${key} LIMIT 1;`,
    "  WHILE FOUND LOOP",
    `    SELECT ${key} INTO "batch end" FROM (`,
    `      SELECT ${key} FROM ${name} WHERE ${key} >= "batch start" ORDER BY ${key} LIMIT ${batch}`,
    `    ) AS "batch" ORDER BY ${key} DESC LIMIT 1;`,
    `    UPDATE ${name} SET ${assignments}`,
    `      WHERE ${key} BETWEEN "batch start" AND "batch end"${where === null ? "" : ` AND ${where}`};`,
    "    COMMIT;",
    `    SELECT ${key} INTO "batch start" FROM ${name} WHERE ${key} > "batch end" ORDER BY ${key} LIMIT 1;`,
    "  END LOOP;",
    "END",
  ].join("\n");
  const tag = freeTag(body);
  return sql(`DO ${tag}\n${body}\n${tag}`);
}

function freeTag(body: string): string {
  let tag = "$batches$";
  while (body.includes(tag)) tag = tag.replace(/\$$/, "_$");
  return tag;
}
