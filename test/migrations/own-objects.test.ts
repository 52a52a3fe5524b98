/** What users put into their SQLite database themselves lives on through rebuilds, or stops them in time. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { program } from "../../src/migrations/program.ts";
import { openSqlite, type TestDatabase } from "../support/databases.ts";
import { firstProgram } from "../support/first-program.ts";
import { agreed, declared, migrated } from "./schemas.ts";

const wish = { database: "sqlite", online: false } as const;
const first = `
  Book: { fields: { title: string(80), note: string(20)?, shelf: integer? } }
  Page: { fields: { number: integer, book: { to: Book, on_delete: cascade } } }
`;

let db: TestDatabase;
beforeEach(async () => {
  db = await openSqlite();
  await db.run(firstProgram(declared(first).storage, "sqlite").up);
  for (const sql of [
    `CREATE TABLE log (entry TEXT)`,
    `CREATE INDEX own_index ON books (title COLLATE NOCASE) WHERE shelf > 0`,
    `CREATE TRIGGER own_trigger AFTER UPDATE OF title ON books BEGIN INSERT INTO log VALUES (old.title || '; ' || new.title); END`,
    `CREATE TRIGGER other_trigger AFTER INSERT ON pages BEGIN UPDATE books SET shelf = new.number WHERE id = new.book_id; END`,
    `CREATE VIEW own_view AS SELECT title, count(pages.id) AS pages FROM books LEFT JOIN pages ON book_id = books.id GROUP BY books.id`,
    `INSERT INTO books (title) VALUES ('A'), ('B')`,
    `INSERT INTO pages (number, book_id) VALUES (7, 1)`,
  ]) {
    await db.execute(sql);
  }
});
afterEach(() => db.close());

function upTo(wanted: string) {
  const before = declared(first).storage;
  const { steps } = migrated(before, declared(wanted), agreed);
  return program(steps, before, wish);
}

test("indexes, triggers and views work as before, and nothing fires meanwhile", async () => {
  const { up } = upTo(first.replace("note: string(20)?", "note: integer?"));
  expect(up.map(({ mode }) => mode)).toEqual(["foreign_keys_off"]);
  await db.run(up);
  expect(await db.query("SELECT * FROM log")).toEqual([]);
  await db.execute("UPDATE books SET title = 'C' WHERE id = 2");
  await db.execute("INSERT INTO pages (number, book_id) VALUES (9, 2)");
  expect((await db.query("SELECT * FROM log")).map((row) => row["entry"])).toEqual(["B; C"]);
  expect((await db.query("SELECT shelf FROM books")).map((row) => row["shelf"])).toEqual([7, 9]);
  expect((await db.query("SELECT * FROM own_view")).map((row) => ({ ...row }))).toEqual([
    { title: "A", pages: 1 },
    { title: "C", pages: 1 },
  ]);
  const [index] = await db.query("SELECT sql FROM sqlite_master WHERE name = 'own_index'");
  expect(index?.["sql"]).toContain("COLLATE NOCASE");
  expect(await db.query("PRAGMA foreign_keys")).toMatchObject([{ foreign_keys: 1 }]);
  expect(await db.query("PRAGMA legacy_alter_table")).toMatchObject([{ legacy_alter_table: 0 }]);
});

test("renames go on into triggers and views", async () => {
  const { up } = upTo(
    first
      .replace("Book: {", "Tome: { was: Book,")
      .replace("to: Book", "to: Tome")
      .replace("title: string(80)", "name: { type: string(80), was: title }"),
  );
  await db.run(up);
  await db.execute("UPDATE tomes SET name = 'C' WHERE id = 2");
  expect((await db.query("SELECT * FROM log")).map((row) => row["entry"])).toEqual(["B; C"]);
  expect((await db.query("SELECT * FROM own_view")).length).toBe(2);
});

test("a view of a column that goes stops the migration", async () => {
  await db.execute("DROP INDEX own_index");
  const reflected = await db.reflect();
  for (const wanted of [
    first.replace("title: string(80),", ""),
    first.replace("title: string(80),", "").replace("note: string(20)?", "note: text? = n"),
  ]) {
    await expect(db.run(upTo(wanted).up)).rejects.toThrow(/own_(view|trigger)/);
    expect(await db.reflect()).toEqual(reflected);
  }
});

test("a column of the user's own stops a rebuild, which would lose it", async () => {
  await db.execute("ALTER TABLE books ADD COLUMN legacy_code TEXT");
  await db.execute("UPDATE books SET legacy_code = 'kept'");
  const { up } = upTo(first.replace("note: string(20)?", "note: integer?"));
  await expect(db.run(up)).rejects.toThrow(/legacy_code/);
  expect(await db.query("SELECT DISTINCT legacy_code FROM books")).toMatchObject([
    { legacy_code: "kept" },
  ]);
  // What needs no rebuild leaves it alone.
  await db.run(upTo(first.replace("note:", "extra: integer?, note:")).up);
  expect(await db.query("SELECT DISTINCT legacy_code FROM books")).toMatchObject([
    { legacy_code: "kept" },
  ]);
});
