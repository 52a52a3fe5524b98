/** Finds out why the database refused a write: every missing reference, else every unique that is taken. */
import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import { type Fault, type Problem, conflict, invalid, unavailable } from "../http/problem.js";
import { type Session, first } from "./database.js";
import { forShare } from "./expressions.js";
import { compile, raw } from "./statement.js";

export interface Reference {
  readonly pointer: string;
  readonly table: string;
  readonly column: string;
  readonly id: unknown;
  /** Column of the time of soft deletion, where the other resource has one. */
  readonly deletedAt?: string | undefined;
}

/** Ids that a list of links names. */
export interface LinkedIds extends Omit<Reference, "id"> {
  readonly ids: readonly unknown[];
}

export interface UniqueKey {
  readonly pointers: readonly string[];
  /** Values by column; with a null among them nothing can be doubled. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Write {
  readonly table: string;
  readonly idColumn: string;
  /** The row that is changed; undefined for a new one. */
  readonly id: number | string | undefined;
  readonly deletedAt?: string | undefined;
  readonly references: readonly Reference[];
  readonly links?: readonly LinkedIds[];
  readonly uniques: readonly UniqueKey[];
}

/** @returns 422 or 409; 503 where nothing is wrong any more, since another request has changed it meanwhile */
export async function explainRefusal(session: Session, write: Write): Promise<Problem> {
  const missing = await missingReferences(session, write);
  if (missing.length > 0) return invalid(missing);

  const taken = new Map<string, Fault>();
  for (const { pointers, values } of write.uniques) {
    const conditions = Object.entries(values).map(
      ([column, value]): RawBuilder<SqlBool> => sql`${sql.ref(column)} = ${value}`,
    );
    if (write.id !== undefined) conditions.push(sql`${sql.ref(write.idColumn)} <> ${write.id}`);
    conditions.push(...isAlive(write.deletedAt));
    const isComplete = !Object.values(values).includes(null);
    if (isComplete && (await exists(session, write.table, conditions))) {
      for (const pointer of pointers) {
        taken.set(pointer, { pointer, code: "unique", message: "is taken by another row" });
      }
    }
  }
  if (taken.size > 0) return conflict([...taken.values()]);
  // A row that was deleted after the first look may have freed what was taken.
  const gone = await missingReferences(session, write);
  return gone.length > 0 ? invalid(gone) : unavailable();
}

async function missingReferences(session: Session, write: Write): Promise<readonly Fault[]> {
  const missing: Fault[] = [];
  for (const reference of referencesOf(write)) {
    if (!(await isThere(session, reference))) {
      const { pointer } = reference;
      missing.push({ pointer, code: "reference_not_found", message: "there is no such row" });
    }
  }
  return missing;
}

/**
 * A foreign key does not know of soft deletion, so the rows that the write refers to are looked up, and held.
 *
 * @throws Problem 422 where one of them was softly deleted
 */
export async function requireLiving(session: Session, write: Write): Promise<void> {
  for (const reference of referencesOf(write)) {
    if (reference.deletedAt !== undefined && !(await isThere(session, reference, forShare))) {
      throw await explainRefusal(session, write);
    }
  }
}

function referencesOf({ references, links = [] }: Write): readonly Reference[] {
  const linked = links.flatMap(({ ids, pointer, ...rest }) =>
    ids.map((id, index) => ({ ...rest, id, pointer: `${pointer}/${index}` })),
  );
  return [...references, ...linked];
}

async function isThere(
  session: Session,
  { table, column, id, deletedAt }: Reference,
  lock = sql``,
): Promise<boolean> {
  if (id === null) return true;
  const conditions = [sql<SqlBool>`${sql.ref(column)} = ${id}`, ...isAlive(deletedAt)];
  return exists(session, table, conditions, lock);
}

function isAlive(deletedAt: string | undefined): readonly RawBuilder<SqlBool>[] {
  return deletedAt === undefined ? [] : [sql`${sql.ref(deletedAt)} is null`];
}

async function exists(
  session: Session,
  table: string,
  conditions: readonly Expression<SqlBool>[],
  lock = sql``,
): Promise<boolean> {
  const where = sql.join([...conditions], sql` and `);
  const query = sql`select 1 from ${sql.table(table)} where ${where}${lock}`;
  return (await first(session, compile(raw(query)), {})) !== undefined;
}
