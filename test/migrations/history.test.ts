/** Names, records and branches of migrations. */
import { expect, test } from "vitest";
import { headsOf, historyOf, Misfit } from "../../src/migrations/history.ts";
import { migrationName } from "../../src/migrations/name.ts";
import { dependents, movables } from "../../src/migrations/branches.ts";
import { rebase } from "../../src/migrations/rebase.ts";
import { parseRecord, printRecord, type MigrationRecord } from "../../src/migrations/record.ts";
import type { Step } from "../../src/migrations/steps.ts";
import type { Column, Table } from "../../src/storage/storage.ts";

const column = (name: string): Column => ({
  uid: `Book.${name}`,
  name,
  declared: name,
  type: { kind: "text" },
  nullable: true,
  default: null,
  identity: false,
});

const books: Table = {
  uid: "Book",
  kind: "resource",
  name: "books",
  declared: "Book",
  columns: [{ ...column("id"), nullable: false }, column("title")],
  primaryKey: { name: "pk_books", columns: ["id"] },
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
};

const add = (name: string): Step => ({ kind: "add_column", table: "books", column: column(name) });
const drop = (name: string): Step => ({ ...add(name), kind: "drop_column" }) as Step;

const first: MigrationRecord = {
  name: "0001_initial",
  parents: [],
  steps: [{ kind: "create_table", table: books, later: [] }],
};
const after = (name: string, parents: readonly string[], ...steps: Step[]): MigrationRecord => ({
  name,
  parents,
  steps,
});
const isbn = after("0002_add_isbn_to_books", ["0001_initial"], add("isbn"));
const pages = after("0002_add_pages_to_books", ["0001_initial"], add("pages"));

test.each<[string, readonly Step[], readonly number[]]>([
  ["0001_initial", first.steps, []],
  ["0002_add_isbn_to_books", [add("isbn")], [1]],
  ["0010_add_isbn_and_pages_to_books", [add("isbn"), add("pages")], [1, 9, 2]],
  ["0002_add_isbn_to_books_and_drop_title_from_books", [add("isbn"), drop("title")], [1]],
  ["0002_add_a_b_to_books", [add('A "b"')], [1]],
])("a migration is called %s", (name, steps, numbers) => {
  expect(migrationName(steps, numbers)).toBe(name);
});

test("a name is short, whatever the names in it", () => {
  const long = "x".repeat(63);
  const name = migrationName(
    [add(long), { kind: "rename_table", from: long, to: long, declared: null }],
    [1],
  );
  expect(name.length).toBeLessThanOrEqual("0002_".length + 50);
  expect(name).toMatch(/^0002_[a-z0-9_]+$/);
});

test("a record is read as it was written, and another is not taken for one", () => {
  expect(parseRecord(printRecord(isbn), isbn.name)).toEqual({ record: isbn });
  expect(parseRecord(printRecord(isbn), "0003_other").record).toBeNull();
  expect(parseRecord("<<<<<<< ours", isbn.name)).toEqual({ fault: "damaged", record: null });
  const newer = printRecord(isbn).replace('"format": 1', '"format": 2');
  expect(parseRecord(newer, isbn.name)).toEqual({ fault: "newer", record: null });
});

test("the schema is the replay of all, whatever their order on disk", () => {
  const { storage, heads } = historyOf([pages, isbn, first]);
  expect(storage.tables[0]?.columns.map(({ name }) => name)).toEqual([
    "id",
    "title",
    "isbn",
    "pages",
  ]);
  expect(heads).toEqual([isbn.name, pages.name]);
});

test("a branch is put after the other, all of it, and gets the next numbers", () => {
  const more = after("0003_drop_title_from_books", [isbn.name], drop("title"));
  const records = [first, isbn, more, pages];
  const { kept, moved } = rebase(records, more.name);
  expect(kept).toEqual([first, pages]);
  expect(moved.map(({ to }) => [to.name, to.parents])).toEqual([
    ["0003_add_isbn_to_books", [pages.name]],
    ["0004_drop_title_from_books", ["0003_add_isbn_to_books"]],
  ]);
  expect(headsOf([...kept, ...moved.map(({ to }) => to)])).toEqual(["0004_drop_title_from_books"]);
});

test("branches that change the same do not fit, and the later one is named", () => {
  const twice = after("0002_also_isbn", ["0001_initial"], add("isbn"));
  const attempt = () => historyOf([first, isbn, twice]);
  expect(attempt).toThrow(Misfit);
  expect(() => rebase([first, isbn, twice], twice.name)).toThrow(Misfit);
});

const strict = after("0002_require_title_of_books", ["0001_initial"], {
  kind: "set_not_null",
  table: "books",
  column: { ...column("title"), nullable: false },
});
const renamed = after("0002_rename_books_to_tomes", ["0001_initial"], {
  kind: "rename_table",
  from: "books",
  to: "tomes",
  declared: { from: "Book", to: "Tome" },
});
const sqlite = { database: "sqlite", online: false } as const;

test("a table made anew by one branch while the other adds a column is told, whichever comes first", () => {
  const told = [{ name: strict.name, misfit: null }];
  expect(dependents([first, isbn, strict], sqlite)).toEqual(told);
  // By its name it comes last, and a database may have run it first all the same.
  const late = after("0002_zip_of_books", ["0001_initial"], add("zip"));
  expect(dependents([first, strict, late], sqlite)).toEqual(told);
  expect(dependents([first, isbn, pages], sqlite)).toEqual([]);
  expect(dependents([first, isbn, strict], { ...sqlite, database: "postgres" })).toEqual([]);
});

test("what one branch renames under the other is told, and which of them can come last", () => {
  const records = [first, isbn, renamed];
  expect(dependents(records, sqlite)).toEqual([
    { name: isbn.name, misfit: "There is no books in the schema." },
  ]);
  expect(
    movables(records).map(({ head, obstacle }) => [head, obstacle?.migration ?? null]),
  ).toEqual([
    [isbn.name, "0003_add_isbn_to_books"],
    [renamed.name, null],
  ]);
});

test("only the migrations that are not shared are looked at, on branches of any length", () => {
  const more = after("0003_rename_books_to_tomes", [isbn.name], ...renamed.steps);
  const late = after("0003_require_title_of_books", [pages.name], ...strict.steps);
  expect(dependents([first, isbn, more, pages, late], sqlite).map(({ name }) => name)).toEqual([
    pages.name,
    late.name,
  ]);
  const joined = after("0004_join", [more.name, late.name]);
  expect(dependents([first, isbn, more, pages, late, joined], sqlite)).toEqual([]);
});
