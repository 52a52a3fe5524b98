/** Whether a database is as this code expects it. */
import { readdir } from "node:fs/promises";
import { sql } from "kysely";
import type { Database } from "./database.js";
import { isMissingTable } from "./errors.js";
import { compile, queries } from "./statement.js";

const folder = new URL("./migrations/", import.meta.url);

/** The database has not been migrated, or is not there. */
export class MissingSchema extends Error {
  override readonly name = "MissingSchema";
}

let files: Promise<ReadonlyMap<string, URL>> | undefined;

/** Where each migration is, by its name. */
export function migrationFiles(): Promise<ReadonlyMap<string, URL>> {
  return (files ??= readFiles());
}

async function readFiles(): Promise<ReadonlyMap<string, URL>> {
  const names = (await readdir(folder)).filter((file) => /^[\w-]+\.[jt]s$/.test(file));
  return new Map(names.map((file) => [file.slice(0, -".ts".length), new URL(file, folder)]));
}

/** Kysely's own record of what has run. */
const applied = compile(
  queries.selectFrom(sql<{ name: string }>`kysely_migration`.as("migrations")).select("name"),
);

/** @throws MissingSchema where a migration has not run yet; an error of the database where it does not answer */
export async function requireMigrations(database: Database): Promise<void> {
  const rows = await database.all(applied, {}).catch((error: unknown) => {
    if (isMissingTable(error)) return [];
    throw error;
  });
  const names = new Set(rows.map(({ name }) => name));
  const missing = [...(await migrationFiles()).keys()].filter((name) => !names.has(name));
  if (missing.length > 0) {
    throw new MissingSchema(
      `These migrations have not run yet: ${missing.toSorted().join(", ")}. Run "npm run migrate" first.`,
    );
  }
}
