/** Finds out why the database refused a write: every missing reference, else every unique that is taken. */
import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import { type Fault, type Problem, conflict, invalid, unavailable } from "../http/problem.js";
import { type Session, first } from "./database.js";
import { compile, raw } from "./statement.js";

export interface Reference {
  readonly pointer: string;
  readonly table: string;
  readonly id: unknown;
  /** Column of the time of soft deletion, where the other resource has one. */
  readonly deletedAt?: string;
}

export interface UniqueKey {
  readonly pointers: readonly string[];
  /** Values by column; with a null among them nothing can be doubled. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Write {
  readonly table: string;
  /** The row that is changed; undefined for a new one. */
  readonly id: number | string | undefined;
  readonly deletedAt?: string;
  readonly references: readonly Reference[];
  readonly uniques: readonly UniqueKey[];
}

/** @returns 422 or 409; 503 where nothing is wrong any more, since another request has changed it meanwhile */
export async function explainRefusal(session: Session, write: Write): Promise<Problem> {
  const missing: Fault[] = [];
  for (const { pointer, table, id, deletedAt } of write.references) {
    const conditions = [sql<SqlBool>`id = ${id}`, ...isAlive(deletedAt)];
    if (id !== null && !(await exists(session, table, conditions))) {
      missing.push({ pointer, code: "reference_not_found", message: "there is no such row" });
    }
  }
  if (missing.length > 0) return invalid(missing);

  const taken = new Map<string, Fault>();
  for (const { pointers, values } of write.uniques) {
    const conditions = Object.entries(values).map(
      ([column, value]) => sql<SqlBool>`${sql.ref(column)} = ${value}`,
    );
    if (write.id !== undefined) conditions.push(sql`id <> ${write.id}`);
    conditions.push(...isAlive(write.deletedAt));
    if (await exists(session, write.table, conditions)) {
      for (const pointer of pointers) {
        taken.set(pointer, { pointer, code: "unique", message: "is taken by another row" });
      }
    }
  }
  return taken.size > 0 ? conflict([...taken.values()]) : unavailable();
}

function isAlive(deletedAt: string | undefined): readonly RawBuilder<SqlBool>[] {
  return deletedAt === undefined ? [] : [sql`${sql.ref(deletedAt)} is null`];
}

async function exists(
  session: Session,
  table: string,
  conditions: readonly Expression<SqlBool>[],
): Promise<boolean> {
  const query = sql`select 1 from ${sql.table(table)} where ${sql.join([...conditions], sql` and `)}`;
  return (await first(session, compile(raw(query)), {})) !== undefined;
}
