/**
 * `online` on PostgreSQL, judged by locks and not by time: while a statement holds a lock that stops readers or writers,
 * it looks at no row and writes none; and while it looks at rows, other sessions read and write.
 */
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nothing, replay } from "../../src/migrations/apply.ts";
import { firstSteps } from "../../src/migrations/compare.ts";
import type { Part, Passage } from "../../src/migrations/passages.ts";
import { program, stages } from "../../src/migrations/program.ts";
import { openPostgres, type TestDatabase } from "../support/databases.ts";
import { startCluster, type Cluster } from "../support/postgres.ts";
import { RowsInTheWay } from "../support/run-program.ts";
import { agreed, declared, migrated } from "./schemas.ts";

const BEFORE = `
  Author: { fields: { name: string(80) } }
  Book:
    fields:
      title: string(80)
      pages: integer?
      state: "enum(draft, retired, out) = draft"
      author_number: integer?
`;
const AFTER = `
  Author: { fields: { name: string(80) } }
  Book:
    fields:
      title: string(80)
      pages: integer >= 1
      state: { type: enum, values: [draft, out], default: draft, map: { retired: out } }
      author_number: integer?
      isbn: string(13)? unique
      shelf: { type: integer, backfill: 7 }
      author: -> Author?
    index: [[title]]
`;
/** More than two batches. */
const ROWS = 12_000;

/** https://www.postgresql.org/docs/current/explicit-locking.html: those that conflict with ROW EXCLUSIVE. */
const STOPPING = new Set([
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
]);

let cluster: Cluster;
let db: TestDatabase;
let migrating: Client;
let other: Client;
let blocker: Client;
beforeAll(async () => {
  cluster = await startCluster();
  const url = cluster.database("online");
  db = await openPostgres(url);
  const connect = async () => {
    const client = new Client({ connectionString: url });
    client.on("notice", () => {});
    await client.connect();
    return client;
  };
  [migrating, other, blocker] = [await connect(), await connect(), await connect()];
  await other.query("SET lock_timeout = '3s'");
  await migrating.query("SET application_name = 'migrating'");
});
afterAll(async () => {
  for (const client of [migrating, other, blocker]) await client.end();
  await db.close();
  await cluster.stop();
});

/** Statements that keep others waiting while they look at rows; and all that looked at rows without that. */
interface Judged {
  readonly stopping: string[];
  readonly beside: string[];
}

/** Runs the way from one declaration to the other, and judges each statement. */
async function judge(online: boolean): Promise<Judged> {
  for (const client of [blocker, migrating, other]) await client.query("ROLLBACK");
  await db.reset();
  const wish = { database: "postgres", online } as const;
  const before = declared(BEFORE).storage;
  await db.run(program(firstSteps(before), nothing, wish).up);
  await db.execute(`insert into "authors" ("name") values ('Ann')`);
  await db.execute(
    `insert into "books" ("title", "pages", "state") select 'T' || n, n, (array['draft', 'retired', 'out'])[1 + n % 3] from generate_series(1, ${ROWS}) n`,
  );
  const { steps, after } = migrated(before, declared(AFTER), agreed);
  const judged: Judged = { stopping: [], beside: [] };
  let storage = before;
  for (const stage of stages(steps, wish)) {
    for (const passage of program(stage, storage, wish).up) await runPassage(passage, judged);
    storage = replay(storage, stage);
  }
  const migratedSchema = await db.reflect();
  await db.reset();
  await db.run(program(firstSteps(after), nothing, { ...wish, online: false }).up);
  expect(migratedSchema).toEqual(await db.reflect());
  return judged;
}

async function runPassage({ mode, parts }: Passage, judged: Judged): Promise<void> {
  if (mode !== "outside") {
    await migrating.query("BEGIN");
    for (const part of parts) await look(part, judged);
    await migrating.query("COMMIT");
    return;
  }
  for (const part of parts) {
    const sql = textOf(part);
    if (/ CONCURRENTLY /.test(sql)) await concurrently(sql, judged);
    else if (sql.startsWith("DO ")) await inBatches(sql, judged);
    else if (/^(RE)?SET /.test(sql)) await migrating.query(sql);
    else {
      await migrating.query("BEGIN");
      await look(part, judged);
      await migrating.query("COMMIT");
    }
  }
}

function textOf(part: Part): string {
  if (part.kind === "sql") return part.sql;
  if (part.kind === "check" || part.kind === "loss") return part.query;
  throw new Error(`PostgreSQL has no ${part.kind}.`);
}

/** Within a transaction, whose locks stay: what the statement looked at, and under which locks. */
async function look(part: Part, judged: Judged): Promise<void> {
  const sql = textOf(part);
  const before = await work();
  const { rows } = await migrating.query<object>(sql);
  if (part.kind === "check") expect(rows).toEqual([]);
  const now = await work();
  const hasLooked = now.some(({ relid, rows: seen, file }) =>
    before.some((one) => one.relid === relid && (one.rows !== seen || one.file !== file)),
  );
  if (!hasLooked) return;
  const { rows: locks } = await migrating.query<{ mode: string }>(
    "select mode from pg_locks where pid = pg_backend_pid() and relation in (select relid from pg_stat_user_tables)",
  );
  if (locks.some(({ mode }) => STOPPING.has(mode))) judged.stopping.push(sql);
  else {
    await readAndWrite("a new row, beside it");
    judged.beside.push(sql);
  }
}

/** Rows read and written of each table in this session so far, and the file that holds it, which a rewrite replaces. */
async function work(): Promise<{ relid: string; rows: string; file: string }[]> {
  const { rows } = await migrating.query<{ relid: string; rows: string; file: string }>(
    `select relid::text, (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd + n_tup_del)::text as rows,
            pg_relation_filenode(relid)::text as file
       from pg_stat_xact_user_tables order by relid`,
  );
  return rows;
}

/** It waits for a transaction that has written, and others go on meanwhile. */
async function concurrently(sql: string, judged: Judged): Promise<void> {
  if (sql.startsWith("DROP ")) {
    await migrating.query(sql);
    return;
  }
  await blocker.query("BEGIN");
  await blocker.query(`update "books" set "author_number" = 1 where "id" = 6000`);
  const done = migrating.query(sql);
  await waiting();
  await readAndWrite("beside an index that is made");
  await blocker.query("COMMIT");
  await done;
  judged.beside.push(sql);
}

/** It waits for a row of its second batch, and what the first has changed is free again. */
async function inBatches(sql: string, judged: Judged): Promise<void> {
  await blocker.query("BEGIN");
  await blocker.query(`select 1 from "books" where "id" between 8000 and 8010 for update`);
  const done = migrating.query(sql);
  await waiting();
  await readAndWrite("beside rows that are filled");
  await blocker.query("COMMIT");
  await done;
  judged.beside.push(sql);
}

/** Until the migrating session waits for the blocker. */
async function waiting(): Promise<void> {
  const { rows } = await other.query<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = 'migrating'",
  );
  const pid = rows[0]?.pid;
  for (;;) {
    const { rows: found } = await other.query(
      "select 1 where cardinality(pg_blocking_pids($1)) > 0",
      [pid],
    );
    if (found.length > 0) return;
  }
}

/** @throws where a lock is waited for */
async function readAndWrite(title: string): Promise<void> {
  await other.query(`select count(*) from "books"`);
  await other.query(`update "books" set "title" = $1 where "id" between 1 and 3`, [title]);
  await other.query("BEGIN");
  await other.query(`insert into "books" select * from "books" where false`);
  await other.query(`delete from "books" where "id" = 4`);
  await other.query("ROLLBACK");
}

test("online, no statement looks at rows under a lock that stops others", async () => {
  const { stopping, beside } = await judge(true);
  expect(stopping).toEqual([]);
  const told = beside.join("\n");
  for (const words of [
    /CREATE UNIQUE INDEX CONCURRENTLY "uq_books_isbn"/,
    /CREATE INDEX CONCURRENTLY "ix_books_title"/,
    /VALIDATE CONSTRAINT "nn_books_pages"/,
    /VALIDATE CONSTRAINT "fk_books_author_id"/,
    /VALIDATE CONSTRAINT "ck_books_state"/,
    /DO \$batches\$[^]*"shelf"/,
    /DO \$batches\$[^]*"state"/,
  ]) {
    expect(told).toMatch(words);
  }
}, 300_000);

test("without online the same way stops others, or this would prove nothing", async () => {
  const { stopping } = await judge(false);
  const told = stopping.join("\n");
  for (const words of [
    /CREATE INDEX "ix_books_title"/,
    /ALTER COLUMN "pages" SET NOT NULL/,
    /UPDATE "books"/,
  ]) {
    expect(told).toMatch(words);
  }
}, 300_000);

/** A writer's transaction that is open when the migration comes. */
interface Meeting {
  readonly before: string;
  readonly after: string;
  readonly rows: string;
  /** What the writer does before the migration, and while it waits. */
  readonly writes: readonly [string, string];
  readonly query: string;
  readonly found: readonly object[];
}

const MEETINGS: Readonly<Record<string, Meeting>> = {
  "a backfill": {
    before: "Book: { fields: { title: string(80), pages: integer? } }",
    after: "Book: { fields: { title: string(80), pages: { type: integer, backfill: 7 } } }",
    rows: `insert into "books" ("title") values ('A'), ('B')`,
    writes: [
      `update "books" set "title" = 'C' where "id" = 2`,
      `update "books" set "title" = 'D' where "id" = 1`,
    ],
    query: `select "title", "pages" from "books" order by "id"`,
    found: [
      { title: "D", pages: 7 },
      { title: "C", pages: 7 },
    ],
  },
  "another form of a list": {
    before: 'Book: { fields: { title: string(80), marks: "integer[]" } }',
    after: 'Book: { fields: { title: string(80), marks: "string(9)[]" } }',
    rows: `insert into "books" ("title", "marks") values ('A', '[1]'), ('B', '[2]')`,
    writes: [
      `update "books" set "title" = 'C' where "id" = 2`,
      `update "books" set "title" = 'D' where "id" = 1`,
    ],
    query: `select "title", "marks" from "books" order by "id"`,
    found: [
      { title: "D", marks: ["1"] },
      { title: "C", marks: ["2"] },
    ],
  },
  "rows that go for good, with others that refer to them": {
    before: `
      Author: { soft_delete: true, fields: { name: string(80) } }
      Book: { fields: { title: string(80), author: { type: -> Author, on_delete: cascade } } }`,
    after: `
      Author: { fields: { name: string(80) } }
      Book: { fields: { title: string(80), author: { type: -> Author, on_delete: cascade } } }`,
    rows: `insert into "authors" ("name", "deleted_at") values ('A', now()), ('B', null);
           insert into "books" ("title", "author_id") values ('A', 1), ('B', 1), ('C', 2)`,
    writes: [
      `update "books" set "title" = 'D' where "id" = 2`,
      `update "books" set "title" = 'E' where "id" = 1`,
    ],
    query: `select "title" from "books" order by "id"`,
    found: [{ title: "C" }],
  },
  "links that move": {
    before: `
      Author: { fields: { name: string(80) } }
      Book: { fields: { title: string(80), authors: <-> Author } }`,
    after: `
      Author: { fields: { name: string(80) } }
      Book: { fields: { title: string(80), authors: { to: Author, many: true, via: Credit } } }
      Credit: { fields: { book: -> Book, author: -> Author }, unique: [[book, author]] }`,
    rows: `insert into "authors" ("name") values ('A'), ('B');
           insert into "books" ("title") values ('A'), ('B');
           insert into "book_authors" ("book_id", "author_id") values (1, 1)`,
    writes: [
      `insert into "book_authors" ("book_id", "author_id") values (1, 2)`,
      `insert into "book_authors" ("book_id", "author_id") values (2, 2)`,
    ],
    query: `select "book_id"::int as "book", "author_id"::int as "author" from "credits" order by 1, 2`,
    found: [
      { book: 1, author: 1 },
      { book: 1, author: 2 },
      { book: 2, author: 2 },
    ],
  },
};

test.each(Object.entries(MEETINGS))(
  "without online, who writes rows at the same time and %s do not wait for each other, and nothing is lost",
  async (_name, { before: text, after, rows: made, writes: [first, second], query, found }) => {
    for (const client of [blocker, migrating, other]) await client.query("ROLLBACK");
    await db.reset();
    const wish = { database: "postgres", online: false } as const;
    const before = declared(text).storage;
    await db.run(program(firstSteps(before), nothing, wish).up);
    await db.execute(made);
    const { steps } = migrated(before, declared(after), agreed);
    await blocker.query("BEGIN");
    await blocker.query(first);
    const done = runPassages(program(steps, before, wish).up);
    await waiting();
    // The migration waits for all of this transaction, and has written nothing that it waits for.
    await blocker.query(second);
    await blocker.query("COMMIT");
    await done;
    const { rows } = await other.query(query);
    expect(rows).toEqual(found);
  },
  300_000,
);

test("a value that comes while a migration waits is not cut", async () => {
  for (const client of [blocker, migrating, other]) await client.query("ROLLBACK");
  await db.reset();
  const wish = { database: "postgres", online: false } as const;
  const before = declared("Book: { fields: { title: string(80) } }").storage;
  await db.run(program(firstSteps(before), nothing, wish).up);
  await db.execute(`insert into "books" ("title") values ('A')`);
  const { steps } = migrated(before, declared("Book: { fields: { title: string(5) } }"), agreed);
  await blocker.query("BEGIN");
  await blocker.query(`update "books" set "title" = 'longer than five'`);
  const done = runPassages(program(steps, before, wish).up);
  const stopped = expect(done).rejects.toThrow(RowsInTheWay);
  await waiting();
  await blocker.query("COMMIT");
  await stopped;
  await migrating.query("ROLLBACK");
  const { rows } = await other.query(`select "title" from "books"`);
  expect(rows).toEqual([{ title: "longer than five" }]);
}, 300_000);

test("what comes while the way back waits stops it", async () => {
  for (const client of [blocker, migrating, other]) await client.query("ROLLBACK");
  await db.reset();
  const wish = { database: "postgres", online: false } as const;
  const before = declared("Book: { fields: { title: string(80) } }").storage;
  await db.run(program(firstSteps(before), nothing, wish).up);
  await db.execute(`insert into "books" ("title") values ('A')`);
  const wanted = declared("Book: { fields: { title: string(80), isbn: string(13)? } }");
  const { up, down } = program(migrated(before, wanted, agreed).steps, before, wish);
  await runPassages(up);
  await blocker.query("BEGIN");
  await blocker.query(`update "books" set "isbn" = '9783161484100'`);
  const stopped = expect(runPassages(down)).rejects.toThrow(RowsInTheWay);
  await waiting();
  await blocker.query("COMMIT");
  await stopped;
  await migrating.query("ROLLBACK");
  const { rows } = await other.query(`select "isbn" from "books"`);
  expect(rows).toEqual([{ isbn: "9783161484100" }]);
}, 300_000);

/** @throws where rows are in the way */
async function runPassages(passages: readonly Passage[]): Promise<void> {
  for (const { parts } of passages) {
    await migrating.query("BEGIN");
    for (const part of parts) {
      const { rows } = await migrating.query<object>(textOf(part));
      if (part.kind !== "sql" && rows.length > 0) {
        throw new RowsInTheWay(part.kind, textOf(part), rows);
      }
    }
    await migrating.query("COMMIT");
  }
}
