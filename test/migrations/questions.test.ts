/** Every kind of question and danger, and that each is answered by what it offers. */
import { expect, test } from "vitest";
import { compare } from "../../src/migrations/compare.ts";
import type { DangerKind } from "../../src/migrations/dangers.ts";
import type { Question } from "../../src/migrations/questions.ts";
import { agreed, declared, migrated } from "./schemas.ts";

const before = declared(`
  Author: { fields: { name: string(80) } }
  Book:
    fields:
      title: string(1..200)
      isbn: string(13) unique
      pages: integer?
      status: enum(draft, published, retired) = draft
      author: -> Author
      tags: <-> Tag
    soft_delete: true
  Tag: { fields: { name: string(40) } }
`).storage;

const parts = {
  author: "Author: { fields: { name: string(80) } }",
  tag: "Tag: { fields: { name: string(40) } }",
  title: "title: string(1..200)",
  isbn: "isbn: string(13) unique",
  pages: "pages: integer?",
  status: "{ type: enum, values: [draft, published, retired], default: draft }",
  relation: "author: -> Author",
  tags: "tags: <-> Tag",
  rest: "soft_delete: true",
};

/** The declaration of before with some of its lines written otherwise; an empty one leaves the line out. */
function changed(changes: Partial<typeof parts>) {
  const { author, tag, title, isbn, pages, status, relation, tags, rest } = {
    ...parts,
    ...changes,
  };
  const fields = [title, isbn, pages, status && `status: ${status}`, relation, tags];
  const lines = fields.filter((line) => line !== "").map((line) => `      ${line}`);
  return declared(
    ["  " + author, "  Book:", "    fields:", ...lines, rest && `    ${rest}`, tag && `  ${tag}`]
      .filter((line) => line.trim() !== "")
      .join("\n"),
  );
}

function only(changes: Partial<typeof parts>): Question {
  const { questions, steps } = compare(before, changed(changes));
  expect(steps).toEqual([]);
  expect(questions).toHaveLength(1);
  const [question] = questions;
  if (!question) throw new Error("There is no question.");
  return question;
}

function edits(question: Question) {
  return question.choices.flatMap((choice) => (choice.kind === "declare" ? choice.edits : []));
}

function consents(question: Question): (boolean | null)[] {
  return question.choices.flatMap((choice) => (choice.kind === "consent" ? [choice.byFlag] : []));
}

test("nothing is asked, and nothing done, where nothing has changed", () => {
  expect(migrated(before, changed({})).steps).toEqual([]);
});

test("a field that is gone beside one that is new: renamed, kept, or one gone and one new", () => {
  const question = only({ isbn: "ean: string(13) unique", pages: "pages: integer?" });
  expect(question).toMatchObject({
    kind: "rename_column",
    key: "rename_column books.isbn",
    path: ["resources", "Book", "fields", "ean"],
  });
  expect(edits(question)).toEqual([
    { path: ["resources", "Book", "fields", "ean", "was"], value: "isbn" },
    { path: ["resources", "Book", "fields", "isbn"], value: { drop: "keep" } },
    { path: ["resources", "Book", "fields", "ean", "was"], value: [] },
  ]);
  // What was agreed to is destruction, not a guess.
  expect(consents(question)).toEqual([false]);
  const guessed = changed({ isbn: "ean: string(13) unique" });
  expect(compare(before, guessed, agreed).questions.map(({ kind }) => kind)).toEqual([
    "rename_column",
  ]);
});

test("each answer to a rename is taken", () => {
  const renamed = changed({ isbn: "ean: { type: string(13) unique, was: isbn }" });
  expect(migrated(before, renamed).steps.map(({ kind }) => kind)).toEqual([
    "rename_column",
    "rename_constraint",
  ]);
  const kept = changed({ isbn: "isbn: { drop: keep }\n      ean: string(13)? unique" });
  expect(migrated(before, kept).steps.map(({ kind }) => kind)).toEqual(
    ["drop_index", "add_column", "drop_not_null", "retire_column", "create_unique"].map((kind) =>
      kind === "drop_index" ? "drop_unique" : kind,
    ),
  );
  const apart = changed({ isbn: "ean: { type: string(13)? unique, was: [] }" });
  expect(compare(before, apart).questions.map(({ kind }) => kind)).toEqual(["drop_column"]);
  expect(migrated(before, apart, agreed).steps.map(({ kind }) => kind)).toContain("drop_column");
  const byKey = { destructive: false, keys: new Set(["rename_column books.isbn"]) };
  const guessed = changed({ isbn: "ean: string(13)? unique" });
  expect(migrated(before, guessed, byKey).steps.map(({ kind }) => kind)).toContain("drop_column");
});

test("a field that is gone, and nothing like it is new", () => {
  const question = only({ isbn: "" });
  expect(question).toMatchObject({ kind: "drop_column", key: "drop_column books.isbn" });
  expect(consents(question)).toEqual([true]);
  expect(edits(question)).toEqual([
    { path: ["resources", "Book", "fields", "isbn"], value: { drop: "keep" } },
  ]);
  const { comparison } = migrated(before, changed({ isbn: "" }), agreed);
  expect(comparison.dangers.map(({ kind }) => kind)).toEqual(["loses"]);
});

test("a resource that is gone beside one that is new", () => {
  const question = only({
    tag: "Label: { fields: { name: string(40) } }",
    tags: "tags: <-> Label",
  });
  expect(question).toMatchObject({ kind: "rename_table", key: "rename_table tags" });
  expect(edits(question)).toEqual([
    { path: ["resources", "Label", "was"], value: "Tag" },
    { path: ["resources", "Tag"], value: { drop: "keep" } },
    { path: ["resources", "Label", "was"], value: [] },
  ]);
  const renamed = changed({
    tag: "Label: { was: Tag, fields: { name: string(40) } }",
    tags: "tags: <-> Label",
  });
  expect(new Set(migrated(before, renamed).steps.map(({ kind }) => kind))).toEqual(
    new Set(["rename_table", "rename_column", "rename_constraint"]),
  );
});

test("a resource that is gone: its links go with it, unasked", () => {
  const question = only({ tag: "", tags: "" });
  expect(question).toMatchObject({
    kind: "drop_table",
    key: "drop_table tags",
    path: ["resources"],
  });
  const { steps } = migrated(before, changed({ tag: "", tags: "" }), agreed);
  expect(steps.map(({ kind }) => kind)).toEqual(["drop_table", "drop_table"]);
});

test("links that are gone", () => {
  const question = only({ tags: "" });
  expect(question).toMatchObject({ kind: "drop_table", key: "drop_table book_tags" });
  expect(edits(question)).toEqual([
    { path: ["resources", "Book", "fields", "tags"], value: { drop: "keep" } },
  ]);
  const { steps, after } = migrated(before, changed({ tags: "tags: { drop: keep }" }));
  expect(steps.map(({ kind }) => kind)).toEqual([
    "drop_foreign_key",
    "drop_foreign_key",
    "drop_index",
    "retire_table",
  ]);
  expect(migrated(after, changed({})).steps.map(({ kind }) => kind)).toEqual([
    "restore_table",
    "create_index",
    "add_foreign_key",
    "add_foreign_key",
  ]);
});

test("a new field that is required needs a value for the rows that are there", () => {
  const question = only({ pages: "pages: integer?\n      stock: integer" });
  expect(question).toMatchObject({
    kind: "backfill",
    path: ["resources", "Book", "fields", "stock"],
    choices: [
      { kind: "enter", path: ["resources", "Book", "fields", "stock", "backfill"] },
      { kind: "enter", path: ["resources", "Book", "fields", "stock", "default"] },
      {
        kind: "declare",
        edits: [{ path: ["resources", "Book", "fields", "stock", "optional"], value: true }],
      },
    ],
  });
  const filled = changed({ pages: "pages: integer?\n      stock: { type: integer, backfill: 3 }" });
  const { steps, comparison } = migrated(before, filled);
  expect(steps.map(({ kind }) => kind)).toEqual(["add_column", "backfill", "set_not_null"]);
  expect(comparison.dangers.map(({ kind }) => kind)).toEqual(["rewrites", "locks"]);
  for (const answer of ["{ type: integer, optional: true }", "integer = 4"]) {
    const other = changed({ pages: `pages: integer?\n      stock: ${answer}` });
    expect(migrated(before, other).steps.map(({ kind }) => kind)).toEqual(["add_column"]);
  }
});

test("a new relation that is required needs a row to lead to", () => {
  const question = only({ relation: "author: -> Author\n      editor: -> Author" });
  expect(question.choices).toMatchObject([
    { kind: "enter", expects: "the id of a row of authors" },
    { kind: "declare" },
  ]);
  const filled = changed({
    relation: "author: -> Author\n      editor: { to: Author, backfill: 1, inverse: edited }",
  });
  expect(migrated(before, filled).steps.map(({ kind }) => kind)).toEqual([
    "add_column",
    "backfill",
    "set_not_null",
    "create_index",
    "add_foreign_key",
  ]);
});

test("optional becomes required: by a backfill, by the default, else where no row lacks it", () => {
  const kinds = (pages: string) => migrated(before, changed({ pages })).comparison;
  const bare = kinds("pages: integer");
  expect(bare.steps.map(({ kind }) => kind)).toEqual(["set_not_null"]);
  expect(bare.dangers.map(({ kind }) => kind)).toEqual(["locks", "checks"]);
  const filled = kinds("pages: { type: integer, backfill: 0 }");
  expect(filled.steps.map(({ kind }) => kind)).toEqual(["backfill", "set_not_null"]);
  const byDefault = kinds("pages: integer = 0");
  expect(byDefault.steps.map(({ kind }) => kind)).toEqual([
    "alter_default",
    "backfill",
    "set_not_null",
  ]);
});

test("a value that an enum loses needs another one, or no row that holds it", () => {
  const status = "{ type: enum, values: [draft, published, archived], default: draft }";
  const question = only({ status });
  expect(question).toMatchObject({ kind: "enum_values", key: "enum_values books.status=retired" });
  expect(edits(question)[0]).toEqual({
    path: ["resources", "Book", "fields", "status", "map", "retired"],
    value: "archived",
  });
  expect(consents(question)).toEqual([true]);
  const mapped = changed({
    status:
      "{ type: enum, values: [draft, published, archived], default: draft, map: { retired: archived } }",
  });
  const { steps, comparison } = migrated(before, mapped);
  expect(steps.map(({ kind }) => kind)).toEqual(["drop_check", "map_values", "add_check"]);
  expect(comparison.dangers.map(({ kind }) => kind)).toEqual(["rewrites", "locks", "checks"]);
  const checked = migrated(before, changed({ status }), agreed);
  expect(checked.steps.map(({ kind }) => kind)).toEqual(["drop_check", "add_check"]);
  const merged = changed({
    status: "{ type: enum, values: [draft, published], default: draft, map: { retired: draft } }",
  });
  expect(migrated(before, merged).comparison.dangers.map(({ kind }) => kind)).toContain(
    "irreversible",
  );
});

test("a value that an enum gains asks nothing, and a new default only for new rows", () => {
  const more = "{ type: enum, values: [draft, published, retired, lost], default: published }";
  expect(migrated(before, changed({ status: more })).steps.map(({ kind }) => kind)).toEqual([
    "drop_check",
    "alter_default",
    "add_check",
  ]);
});

test("values that cannot be read as the new type", () => {
  const pages = "pages: date?";
  const question = only({ pages });
  expect(question).toMatchObject({ kind: "convert", key: "convert books.pages" });
  expect(consents(question)).toEqual([true]);
  expect(migrated(before, changed({ pages }), agreed).steps.map(({ kind }) => kind)).toEqual([
    "drop_column",
    "add_column",
  ]);
});

test("text that becomes a relation is no link", () => {
  const question = only({ title: "title: -> Tag?" });
  expect(question).toMatchObject({ kind: "convert", key: "convert books.title_id" });
});

test("what keeps its name is nothing that another was renamed to, though it keeps no values", () => {
  const { questions } = compare(before, changed({ title: "title: -> Author?", relation: "" }));
  expect(questions.map(({ key }) => key)).toEqual([
    "convert books.title_id",
    "drop_column books.author_id",
  ]);
});

test("a relation to another resource leads its old links nowhere", () => {
  const relation = "author: -> Tag?";
  expect(only({ relation })).toMatchObject({ kind: "retarget", key: "retarget books.author_id" });
  expect(migrated(before, changed({ relation }), agreed).steps.map(({ kind }) => kind)).toEqual([
    "drop_foreign_key",
    "drop_index",
    "drop_column",
    "add_column",
    "create_index",
    "add_foreign_key",
  ]);
});

test("links to another resource are other links", () => {
  const question = only({ tags: "tags: { to: Author, many: true, inverse: tagged }" });
  expect(question).toMatchObject({ kind: "drop_table", key: "drop_table book_tags" });
});

test("without soft_delete the rows that were deleted go for good", () => {
  const question = only({ rest: "" });
  expect(question).toMatchObject({ kind: "drop_deleted", key: "drop_deleted books.deleted_at" });
  const { steps, comparison } = migrated(before, changed({ rest: "" }), agreed);
  expect(steps.map(({ kind }) => kind)).toEqual([
    "delete_rows",
    "drop_unique",
    "create_unique",
    "drop_column",
  ]);
  expect(comparison.dangers.map(({ kind }) => kind)).toEqual(["loses", "locks", "checks", "loses"]);
});

test("with soft_delete, uniques hold among living rows", () => {
  const hard = declared(`Book: { fields: { isbn: string(13) unique } }`).storage;
  const soft = declared(`Book: { soft_delete: true, fields: { isbn: string(13) unique } }`);
  expect(migrated(hard, soft).steps.map(({ kind }) => kind)).toEqual([
    "drop_unique",
    "add_column",
    "create_unique",
  ]);
});

test("without timestamps their times are lost; with them, old rows get the time of the migration", () => {
  const { questions } = compare(
    before,
    changed({ rest: "timestamps: false\n    soft_delete: true" }),
  );
  expect(questions.map(({ key }) => key)).toEqual([
    "drop_column books.created_at",
    "drop_column books.updated_at",
  ]);
  const bare = changed({ rest: "timestamps: false\n    soft_delete: true" });
  const { after } = migrated(before, bare, agreed);
  expect(migrated(after, changed({})).steps.map(({ kind }) => kind)).toEqual([
    "add_column",
    "add_column",
  ]);
});

test.each([
  ["id: uuid", "integer", "uuid"],
  ["id: string(2..5)", "integer", "text"],
])("an id does not turn into %s, and the way round is told", (id) => {
  const { questions } = compare(
    before,
    changed({ author: `Author: { fields: { ${id}, name: string(80) } }` }),
    agreed,
  );
  expect(questions).toMatchObject([
    { kind: "impossible", key: "impossible authors.id", choices: [] },
  ]);
  expect(questions[0]?.text).toContain("copy the rows");
});

test("an id of text changes its length with all that refers to it", () => {
  const keyed = (id: string) =>
    declared(`
    Country: { fields: { id: "${id}", name: string(10) } }
    City: { fields: { country: -> Country, twins: <-> City } }
    Club: { fields: { countries: <-> Country } }
  `);
  const { steps } = migrated(keyed("string(2..5)").storage, keyed("string(2..9)"));
  expect(steps.map(({ kind }) => kind)).toEqual(["alter_type", "alter_type", "alter_type"]);
  const uuid = keyed("uuid").storage;
  const { steps: widened } = migrated(uuid, keyed("string(1..40)"));
  expect(new Set(widened.map(({ kind }) => kind))).toEqual(
    new Set(["drop_foreign_key", "alter_type", "add_foreign_key"]),
  );
});

test("narrowing asks nothing, and stops where a row does not fit", () => {
  const dangers = (title: string): DangerKind[] =>
    migrated(before, changed({ title })).comparison.dangers.map(({ kind }) => kind);
  expect(dangers("title: string(1..100)")).toEqual(["rewrites", "checks"]);
  expect(dangers("title: string(1..300)")).toEqual([]);
  expect(dangers("title: text")).toEqual([]);
  expect(dangers("title: integer")).toEqual(["rewrites", "checks"]);
});

test("a unique, a check and a foreign key on rows that are there are looked at first", () => {
  const { comparison } = migrated(
    before,
    changed({ pages: "pages: integer? unique", rest: "soft_delete: true\n    check: [pages > 0]" }),
  );
  expect(comparison.dangers.map(({ kind }) => kind)).toEqual([
    "locks",
    "checks",
    "locks",
    "checks",
  ]);
});

test("a kept field comes back with its values, and what was made without it gets one", () => {
  const { after } = migrated(before, changed({ isbn: "isbn: { drop: keep }" }));
  // Never asked about again, also without its line.
  expect(migrated(after, changed({ isbn: "" })).steps).toEqual([]);
  const back = compare(after, changed({}));
  expect(back.questions.map(({ kind, key }) => [kind, key])).toEqual([
    ["backfill", "backfill books.isbn"],
  ]);
  const filled = changed({ isbn: "isbn: { type: string(13) unique, backfill: x }" });
  expect(migrated(after, filled).steps.map(({ kind }) => kind)).toEqual([
    "restore_column",
    "backfill",
    "set_not_null",
    "create_unique",
  ]);
});

test("a kept resource binds no row, and comes back with its table", () => {
  const without = changed({ tag: "Tag: { drop: keep }", tags: "tags: { drop: keep }" });
  const { after } = migrated(before, without);
  expect(
    after.tables
      .filter(({ retired }) => retired)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(["book_tags", "tags"]);
  expect(migrated(after, changed({ tag: "", tags: "" })).steps).toEqual([]);
  expect(migrated(after, changed({})).steps.map(({ kind }) => kind)).toContain("restore_table");
});

test("a resource is split in two, and what moves is kept until it is copied", () => {
  const one = declared(`
    Person: { fields: { name: string(80), street: string(80), city: string(80) } }
  `).storage;
  const two = (kept: string) =>
    declared(`
    Person: { fields: { name: string(80), address: -> Address?${kept} } }
    Address: { fields: { street: string(80), city: string(80) } }
  `);
  expect(compare(one, two("")).questions.map(({ kind }) => kind)).toEqual([
    "drop_column",
    "drop_column",
  ]);
  const { steps } = migrated(one, two(", street: { drop: keep }, city: { drop: keep }"));
  expect(steps.map(({ kind }) => kind)).not.toContain("drop_column");
});
