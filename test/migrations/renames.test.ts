import { expect, test } from "vitest";
import type { Step } from "../../src/migrations/steps.ts";
import { agreed, declared, migrated } from "./schemas.ts";

function kinds(steps: readonly Step[]): string[] {
  return steps.map(({ kind }) => kind);
}

function words(steps: readonly Step[]): string[] {
  return steps.map((step) =>
    "from" in step && typeof step.from === "string" && "to" in step
      ? `${step.kind} ${step.from} ${String(step.to)}`
      : step.kind,
  );
}

const books = declared(`
  Author: { fields: { name: string(80) } }
  Book:
    fields:
      title: string(1..200)
      isbn: string(13) unique
      author: -> Author
      tags: <-> Tag
    index: [[title, -isbn]]
  Tag: { fields: { name: string(40) } }
`).storage;

test("a field with `was` is renamed, and the constraints that bear its name with it", () => {
  const next = declared(`
    Author: { fields: { name: string(80) } }
    Book:
      fields:
        title: string(1..200)
        ean: { type: string(13) unique, was: isbn }
        author: -> Author
        tags: <-> Tag
      index: [[title, -ean]]
    Tag: { fields: { name: string(40) } }
  `);
  const { steps, after } = migrated(books, next);
  expect(words(steps)).toEqual([
    "rename_column isbn ean",
    "rename_constraint uq_books_isbn uq_books_ean",
    "rename_constraint ix_books_title_isbn ix_books_title_ean",
  ]);
  // Used once, it may go or stay.
  const without = declared(`
    Author: { fields: { name: string(80) } }
    Book:
      fields: { title: string(1..200), ean: string(13) unique, author: -> Author, tags: <-> Tag }
      index: [[title, -ean]]
    Tag: { fields: { name: string(40) } }
  `);
  expect(migrated(after, without).steps).toEqual([]);
});

test("a resource with `was` is renamed, with its join tables and what refers to it", () => {
  const next = declared(`
    Author: { fields: { name: string(80) } }
    Volume:
      was: Book
      fields:
        title: string(1..200)
        isbn: string(13) unique
        author: -> Author
        tags: <-> Label
      index: [[title, -isbn]]
    Label: { was: Tag, fields: { name: string(40) } }
  `);
  const { steps } = migrated(books, next);
  expect(words(steps)).toContain("rename_table books volumes");
  expect(words(steps)).toContain("rename_table book_tags volume_tags");
  expect(words(steps)).toContain("rename_column book_id volume_id");
  expect(words(steps)).toContain("rename_column tag_id label_id");
  expect(new Set(kinds(steps))).toEqual(
    new Set(["rename_table", "rename_column", "rename_constraint"]),
  );
});

test("two fields swap names, once", () => {
  const before = declared(
    `Pair: { fields: { first: string(10) unique, second: integer } }`,
  ).storage;
  const next = declared(`
    Pair:
      fields:
        first: { type: integer, was: second }
        second: { type: string(10) unique, was: first }
  `);
  const { steps, after } = migrated(before, next);
  expect(kinds(steps)).toEqual([
    "rename_column",
    "rename_column",
    "rename_column",
    "rename_constraint",
  ]);
  const plain = declared(`Pair: { fields: { first: integer, second: string(10) unique } }`);
  expect(migrated(after, plain).steps).toEqual([]);
});

test("two resources swap names", () => {
  const before = declared(`
    Cat: { fields: { name: string(10) unique, lives: integer, friend: -> Dog? } }
    Dog: { fields: { name: string(20) unique, friend: -> Cat? } }
  `).storage;
  const next = declared(`
    Dog: { was: Cat, fields: { name: string(10) unique, lives: integer, friend: -> Cat? } }
    Cat: { was: Dog, fields: { name: string(20) unique, friend: -> Dog? } }
  `);
  const { steps } = migrated(before, next);
  expect(new Set(kinds(steps))).toEqual(new Set(["rename_table", "rename_constraint"]));
});

test("a column that is kept moves aside, for good, where another takes its name", () => {
  const before = declared(`Book: { fields: { title: string, a: integer?, b: integer? } }`).storage;
  const next = declared(
    `Book: { fields: { title: string, a: { type: integer?, was: b }, b: { drop: keep, was: a } } }`,
  );
  const { steps, after } = migrated(before, next);
  expect(words(steps)).toEqual([
    "rename_column a a_kept",
    "rename_column b a",
    "redeclare_column",
    "retire_column",
  ]);
  expect(migrated(after, next).steps).toEqual([]);
  // It comes back by the name that it was kept under, whether the lines say what was once or not.
  for (const was of ["", ", was: a"]) {
    const back = declared(
      `Book: { fields: { title: string, a: { type: integer?${was && ", was: b"} }, b: { type: integer?${was} } } }`,
    );
    expect(words(migrated(after, back).steps)).toEqual([
      "rename_column a_kept b",
      "restore_column",
    ]);
  }
  const later = declared(
    `Book: { fields: { title: string, a_kept: { type: integer?, was: [] }, a: { type: integer?, was: b }, b: { drop: keep, was: a } } }`,
  );
  expect(words(migrated(after, later).steps)).toEqual([
    "rename_column a_kept a_kept_kept",
    "add_column",
  ]);
});

test("a column that was kept and comes back as what its values cannot be goes", () => {
  const before = declared(`Book: { fields: { title: string, a: integer? } }`).storage;
  const kept = migrated(before, declared(`Book: { fields: { title: string, a: { drop: keep } } }`));
  const next = declared(`Book: { fields: { title: string, a: uuid? } }`);
  expect(words(migrated(kept.after, next, agreed).steps)).toEqual(["drop_column", "add_column"]);
});

test("a table that is kept moves aside, for good, where another takes its name", () => {
  const before = declared(`
    Cat: { fields: { name: string(10) unique } }
    Dog: { fields: { name: string(20) } }
  `).storage;
  const next = declared(`
    Cat: { was: Dog, fields: { name: string(20) } }
    Dog: { drop: keep, was: Cat }
  `);
  const { steps, after } = migrated(before, next);
  expect(words(steps)).toEqual([
    "drop_unique",
    "rename_table cats cats_kept",
    "rename_constraint pk_cats pk_cats_kept",
    "rename_table dogs cats",
    "rename_constraint pk_dogs pk_cats",
    "redeclare_table",
    "retire_table",
  ]);
  expect(migrated(after, next).steps).toEqual([]);
  const back = declared(`
    Cat: { fields: { name: string(20) } }
    Dog: { fields: { name: string(10) unique } }
  `);
  expect(words(migrated(after, back).steps)).toEqual([
    "rename_table cats_kept dogs",
    "rename_constraint pk_cats_kept pk_dogs",
    "restore_table",
    "create_unique",
  ]);
});

test("what is renamed and kept in one edit, or renamed while it is kept, comes back by its last name", () => {
  const before = declared(`
    Book: { fields: { title: string, isbn: string?, tags: <-> Tag } }
    Tag: { fields: { name: string } }
    Note: { fields: { text: string, tags: <-> Tag } }
  `).storage;
  const kept = declared(`
    Tome: { was: Book, fields: { title: string, ean: { drop: keep, was: isbn }, labels: { drop: keep, was: tags } } }
    Tag: { fields: { name: string } }
    Remark: { drop: keep, was: Note }
  `);
  const { after } = migrated(before, kept);
  const renamed = declared(`
    Work: { was: Tome, fields: { title: string, code: { drop: keep, was: ean }, marks: { drop: keep, was: labels } } }
    Tag: { fields: { name: string } }
    Memo: { drop: keep, was: Remark }
  `);
  const { after: later, steps } = migrated(after, renamed);
  expect(kinds(steps).filter((kind) => kind.startsWith("redeclare"))).toEqual([
    "redeclare_column",
    "redeclare_table",
    "redeclare_table",
    "redeclare_table",
  ]);
  const stages = [
    [after, "Tome", "ean", "labels", "Remark"],
    [later, "Work", "code", "marks", "Memo"],
  ] as const;
  for (const [schema, resource, field, links, other] of stages) {
    const back = declared(`
      ${resource}: { fields: { title: string, ${field}: string?, ${links}: <-> Tag } }
      Tag: { fields: { name: string } }
      ${other}: { fields: { text: string, tags: <-> Tag } }
    `);
    const found = kinds(migrated(schema, back).steps);
    expect(found.filter((kind) => kind.startsWith("restore"))).toEqual([
      "restore_table",
      "restore_table",
      "restore_table",
      "restore_column",
    ]);
    expect(found).not.toContain("create_table");
    expect(found).not.toContain("add_column");
  }
});

test("what was kept takes no name that its line gives to another", () => {
  const before = declared(`Book: { fields: { title: string, c: integer? } }`).storage;
  const next = declared(
    `Book: { fields: { title: string, b: { drop: keep, was: c }, c: { type: text?, was: [] } } }`,
  );
  const { steps } = migrated(before, next);
  expect(words(steps)).toEqual([
    "rename_column c c_kept",
    "add_column",
    "redeclare_column",
    "retire_column",
  ]);
});

test("a table goes with the links to it, where another takes its name", () => {
  const before = declared(`
    Cat: { fields: { name: string(10), friends: <-> Dog } }
    Dog: { fields: { name: string(20) } }
  `).storage;
  const next = declared(`Dog: { was: Cat, fields: { name: string(10) } }`);
  const { steps } = migrated(before, next, agreed);
  expect(words(steps)).toEqual([
    "drop_table",
    "drop_table",
    "rename_table cats dogs",
    "rename_constraint pk_cats pk_dogs",
  ]);
});

test("two resources swap names, and their links go with them, whatever these were called once", () => {
  const before = declared(`
    Cat: { fields: { name: string(10), peers: { to: Dog, many: true, was: [] } } }
    Dog: { fields: { name: string(10), friends: { to: Cat, many: true, was: [] } } }
  `).storage;
  const renamed = declared(`
    Cat: { fields: { name: string(10), all: { to: Dog, many: true, was: [friends, peers] } } }
    Dog: { fields: { name: string(10), friends: { to: Cat, many: true, was: [] } } }
  `);
  const { after } = migrated(before, renamed);
  const next = declared(`
    Dog: { was: Cat, fields: { name: string(10), all: { to: Cat, many: true, was: [friends, peers] } } }
    Cat: { was: Dog, fields: { name: string(10), friends: { to: Dog, many: true, was: [] } } }
  `);
  const { steps } = migrated(after, next);
  expect(new Set(kinds(steps))).toEqual(
    new Set(["rename_table", "rename_column", "rename_constraint"]),
  );
});

test("a rename in case only goes through another name", () => {
  const before = declared(`Book: { table: Books, fields: { title: string } }`).storage;
  const next = declared(`Book: { table: books, fields: { title: string } }`);
  expect(words(migrated(before, next).steps)).toEqual([
    "rename_table Books books_tmp1",
    "rename_table books_tmp1 books",
    "rename_constraint pk_Books pk_books_tmp1",
    "rename_constraint pk_books_tmp1 pk_books",
  ]);
});

test("a table and its column are renamed, and the type changed, in one edit", () => {
  const next = declared(`
    Author: { fields: { name: string(80) } }
    Volume:
      was: Book
      fields:
        title: string(1..200)
        number: { type: bigint unique, was: isbn }
        author: -> Author
        tags: <-> Tag
      index: [[title, -number]]
    Tag: { fields: { name: string(40) } }
  `);
  const { steps } = migrated(books, next);
  expect(kinds(steps)).toContain("alter_type");
  expect(kinds(steps).filter((kind) => /drop|create|add/.test(kind))).toEqual([]);
});

test.each([
  [
    "plural",
    `Datum: { plural: Data, fields: { x: integer } }`,
    `Datum: { plural: Datums, fields: { x: integer } }`,
  ],
  [
    "table",
    `Datum: { table: a, fields: { x: integer } }`,
    `Datum: { table: b, fields: { x: integer } }`,
  ],
])("a new %s renames the table", (_, one, other) => {
  const { steps, after } = migrated(declared(one).storage, declared(other));
  expect(kinds(steps)).toEqual(["rename_table", "rename_constraint"]);
  migrated(after, declared(one));
});

test("a table name that stays, and a property that changes, change nothing in the database", () => {
  const before = declared(`
    Book: { table: things, fields: { author: -> Author, firstName: string } }
    Author: { fields: { x: integer } }
  `).storage;
  const next = declared(`
    Tome: { table: things, fields: { author: { to: Author, property: writer }, first_name: string } }
    Author: { fields: { x: integer } }
  `);
  const { steps, after } = migrated(before, next);
  expect(kinds(steps)).toEqual(["redeclare_table"]);
  // So it is known by its new name, whatever becomes of its table.
  const kept = declared(`
    Tome: { drop: keep }
    Author: { fields: { x: integer } }
  `);
  expect(kinds(migrated(after, kept).steps)).toEqual([
    "drop_foreign_key",
    "drop_index",
    "retire_table",
  ]);
});

test("a name that was given away can be given to something new", () => {
  const before = declared(`Book: { fields: { code: string(13) unique, x: integer } }`).storage;
  const next = declared(`
    Book: { fields: { isbn: { type: string(13) unique, was: code }, code: { type: integer, was: [], backfill: 1 }, x: integer } }
  `);
  const { steps, after } = migrated(before, next);
  expect(kinds(steps)).toEqual([
    "rename_column",
    "rename_constraint",
    "add_column",
    "backfill",
    "set_not_null",
  ]);
  const later = declared(`
    Book: { fields: { isbn: { type: string(13) unique, was: code }, code: { type: integer, was: [] }, x: integer } }
  `);
  expect(migrated(after, later).steps).toEqual([]);
});

test("names that are cut to 63 bytes are followed", () => {
  const long = "a_field_with_a_name_of_more_than_forty_letters_of_the_alphabet";
  const before = declared(
    `LongNamedResource: { fields: { x: integer, ${long.slice(0, 58)}: integer unique } }`,
  ).storage;
  const next = declared(`
    AnotherLongNamedResource:
      was: LongNamedResource
      fields: { x: integer, ${long.slice(0, 57)}: { type: integer unique, was: ${long.slice(0, 58)} } }
  `);
  const { steps } = migrated(before, next);
  expect(new Set(kinds(steps))).toEqual(
    new Set(["rename_table", "rename_column", "rename_constraint"]),
  );
});

test("many to many becomes a resource of its own, and its links are copied", () => {
  const next = declared(`
    Author: { fields: { name: string(80) } }
    Book:
      fields:
        title: string(1..200)
        isbn: string(13) unique
        author: -> Author
        tags: { to: Tag, many: true, via: BookTag }
      index: [[title, -isbn]]
    Tag: { fields: { name: string(40) } }
    BookTag:
      fields: { book: -> Book, tag: -> Tag, weight: { type: integer, backfill: 5 } }
      unique: [[book, tag]]
  `);
  const { steps } = migrated(books, next, agreed);
  const copy = steps.find((step) => step.kind === "copy_rows");
  expect(copy).toMatchObject({
    from: "book_tags_tmp1",
    to: "book_tags",
    columns: [
      { from: "book_id", to: "book_id" },
      { from: "tag_id", to: "tag_id" },
    ],
    values: [{ column: "weight", value: { kind: "value", value: 5 } }],
  });
});

test("a relation to one becomes one to many, and its links are copied", () => {
  const next = declared(`
    Author: { fields: { name: string(80) } }
    Book:
      fields:
        title: string(1..200)
        isbn: string(13) unique
        authors: { to: Author, many: true, was: author }
        tags: <-> Tag
      index: [[title, -isbn]]
    Tag: { fields: { name: string(40) } }
  `);
  const { steps } = migrated(books, next);
  expect(kinds(steps)).toEqual([
    "drop_foreign_key",
    "drop_index",
    "create_table",
    "copy_rows",
    "drop_column",
  ]);
});
