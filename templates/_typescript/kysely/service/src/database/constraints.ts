/** Finds out why the database refused a write: every missing reference, else every unique that is taken. */
import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import { type Fault, type Problem, conflict, invalid, unavailable } from "../http/problem.js";
import { type Session, first } from "./database.js";
import { arrayOf, forShare, isOneOf } from "./expressions.js";
import { compile, parameter, raw } from "./statement.js";

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

/** Rows of one table that a write refers to, by the places in the body that name them. */
interface Referred extends Pick<Reference, "table" | "column" | "deletedAt"> {
  readonly places: readonly (readonly [pointer: string, id: unknown])[];
}

async function missingReferences(session: Session, write: Write): Promise<readonly Fault[]> {
  const missing: Fault[] = [];
  for (const referred of referencesOf(write)) {
    for (const pointer of await placesOfMissing(session, referred)) {
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
  for (const referred of referencesOf(write)) {
    if (referred.deletedAt === undefined) continue;
    if ((await placesOfMissing(session, referred, forShare)).length > 0) {
      throw await explainRefusal(session, write);
    }
  }
}

function referencesOf({ references, links = [] }: Write): readonly Referred[] {
  return [
    ...references.map(({ id, pointer, ...rest }) => ({
      ...rest,
      places: id === null ? [] : [[pointer, id] as const],
    })),
    ...links.map(({ ids, pointer, ...rest }) => ({
      ...rest,
      places: ids.map((id, index) => [`${pointer}/${index}`, id] as const),
    })),
  ];
}

/** One query, however many rows are named. */
async function placesOfMissing(
  session: Session,
  { table, column, deletedAt, places }: Referred,
  lock = sql``,
): Promise<readonly string[]> {
  if (places.length === 0) return [];
  const conditions = [isOneOf(sql.ref(column), parameter("ids")), ...isAlive(deletedAt)];
  const where = sql.join(conditions, sql` and `);
  const found = raw<{ readonly id: unknown }>(
    sql`select ${sql.ref(column)} as ${sql.ref("id")} from ${sql.table(table)} where ${where}${lock}`,
  );
  const rows = await session.all(compile(found), { ids: arrayOf(places.map(([, id]) => id)) });
  const there = new Set(rows.map(({ id }) => id));
  return places.filter(([, id]) => !there.has(id)).map(([pointer]) => pointer);
}

function isAlive(deletedAt: string | undefined): readonly RawBuilder<SqlBool>[] {
  return deletedAt === undefined ? [] : [sql`${sql.ref(deletedAt)} is null`];
}

async function exists(
  session: Session,
  table: string,
  conditions: readonly Expression<SqlBool>[],
): Promise<boolean> {
  const where = sql.join([...conditions], sql` and `);
  const query = sql`select 1 from ${sql.table(table)} where ${where}`;
  return (await first(session, compile(raw(query)), {})) !== undefined;
}
