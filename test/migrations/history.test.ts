/** Names, records and branches of migrations. */
import { expect, test } from "vitest";
import { headsOf, historyOf, Misfit } from "../../src/migrations/history.ts";
import { migrationName } from "../../src/migrations/name.ts";
import { entangled, rebase } from "../../src/migrations/rebase.ts";
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

test("a table made anew by one branch while the other adds a column is told", () => {
  const required: Step = {
    kind: "set_not_null",
    table: "books",
    column: { ...column("title"), nullable: false },
  };
  const strict = after("0002_require_title_of_books", ["0001_initial"], required);
  const wish = { database: "sqlite", online: false } as const;
  expect(entangled([first, isbn, strict], wish)).toEqual([strict.name]);
  expect(entangled([first, isbn, pages], wish)).toEqual([]);
  expect(entangled([first, isbn, strict], { ...wish, database: "postgres" })).toEqual([]);
});
