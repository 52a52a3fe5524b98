/** Edits that lose rows elsewhere, each by name, from declaration to database on both databases. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { program } from "../../src/migrations/program.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { openDatabase, type TestDatabase } from "../support/databases.ts";
import { firstProgram, reflectFresh } from "../support/first-program.ts";
import { type Cluster, startCluster } from "../support/postgres.ts";
import { hasPostgres, onEachDatabase } from "../support/requirements.ts";
import { agreed, declared, migrated } from "./schemas.ts";

let cluster: Cluster;
beforeAll(async () => {
  if (hasPostgres) cluster = await startCluster();
});
afterAll(() => cluster?.stop());

onEachDatabase((database) => {
  let db: TestDatabase;
  let other: TestDatabase;
  beforeAll(async () => {
    db = await openDatabase(database, cluster, "cases");
    other = await openDatabase(database, cluster, "cases_fresh");
  });
  afterAll(async () => {
    await db.close();
    await other.close();
  });
  beforeEach(() => db.reset());
  const wish = { database, online: false };

  /** A database of the first declaration, with rows; and the way to the second. */
  async function between(from: string, to: string, rows: readonly string[]) {
    const before = declared(from).storage;
    await db.run(firstProgram(before, database).up);
    for (const row of rows) await db.execute(row);
    const { steps, after } = migrated(before, declared(to), agreed);
    const { up, down } = program(steps, before, wish);
    return { before, after, up, down };
  }

  async function ids(sql: string): Promise<unknown[]> {
    return (await db.query(sql)).map((row) => Object.values(row).map(String));
  }

  async function everything(storage: Storage): Promise<unknown> {
    const all: Record<string, unknown> = {};
    for (const table of storage.tables) {
      all[table.name] = (await db.rows(table)).map((row) => JSON.stringify(row)).sort();
    }
    return all;
  }

  /** Up, where the rows are as told; down, where all is as before; and up again. */
  async function thereAndBack(
    way: Awaited<ReturnType<typeof between>>,
    query: string,
    wanted: unknown[],
  ): Promise<void> {
    const reflected = await db.reflect();
    const shown = (await everything(way.before)) as Record<string, string[]>;
    for (const round of ["first", "second"]) {
      await db.run(way.up);
      expect(await ids(query), round).toEqual(wanted);
      expect(await db.reflect(), round).toEqual(await reflectFresh(other, way.after));
      if (round === "second") return;
      await db.run(way.down, "forced");
      expect(await db.reflect()).toEqual(reflected);
      const back = (await everything(way.before)) as Record<string, string[]>;
      const withoutVersions = (rows: readonly string[] | undefined) =>
        rows?.map((row) => row.replace(/"row_version":\d+/, ""));
      for (const [table, rows] of Object.entries(shown)) {
        expect(withoutVersions(back[table]), table).toEqual(withoutVersions(rows));
      }
    }
  }

  /** The run stops with these words, and nothing has changed. */
  async function stops(way: Awaited<ReturnType<typeof between>>, words: RegExp): Promise<void> {
    const [reflected, shown] = [await db.reflect(), await everything(way.before)];
    await expect(db.run(way.up)).rejects.toThrow(words);
    expect(await db.reflect()).toEqual(reflected);
    expect(await everything(way.before)).toEqual(shown);
  }

  const families = `
    Author: { fields: { name: string(80) } }
    Book: { fields: { title: string(80), author: { to: Author, on_delete: cascade }, note: string(20)? } }
    Page: { fields: { number: integer, book: { to: Book, on_delete: cascade } } }
  `;
  const rows = [
    `insert into "authors" ("name") values ('Ann'), ('Bo')`,
    `insert into "books" ("title", "author_id", "note") values ('A', 1, '1'), ('B', 2, '2'), ('C', 2, null)`,
    `insert into "pages" ("number", "book_id") values (1, 1), (2, 1), (1, 3)`,
  ];
  const all = `select b."id", b."title", p."number" from "books" b left join "pages" p on p."book_id" = b."id" order by b."id", p."number"`;
  const whole = [
    ["1", "A", "1"],
    ["1", "A", "2"],
    ["2", "B", "null"],
    ["3", "C", "1"],
  ];

  test("two columns change places", async () => {
    const way = await between(
      `P: { fields: { a: string(5), b: string(5) } }`,
      `P: { fields: { a: { type: string(5), was: b }, b: { type: string(5), was: a } } }`,
      [`insert into "ps" ("a", "b") values ('x', 'y')`],
    );
    // The names are the same and the values are not: whoever holds an ETag must learn of it.
    await thereAndBack(way, `select "a", "b", "row_version" > 1 as v from "ps"`, [
      ["y", "x", database === "sqlite" ? "1" : "true"],
    ]);
  });

  test("a table and a column are renamed and the type changed in one edit, children under it", async () => {
    const way = await between(
      families,
      `
      Author: { fields: { name: string(80) } }
      Tome: { was: Book, fields: { title: string(80), author: { to: Author, on_delete: cascade }, code: { type: integer?, was: note } } }
      Page: { fields: { number: integer, book: { to: Tome, on_delete: cascade } } }
    `,
      rows,
    );
    await thereAndBack(
      way,
      `select t."id", t."code", count(p."id") from "tomes" t left join "pages" p on p."book_id" = t."id" group by t."id", t."code" order by t."id"`,
      [
        ["1", "1", "2"],
        ["2", "2", "0"],
        ["3", "null", "1"],
      ],
    );
  });

  test("text becomes a number, and stops at what is none", async () => {
    const way = await between(families, families.replace("note: string(20)?", "note: integer?"), [
      ...rows,
      `update "books" set "note" = 'x7' where "id" = 2`,
    ]);
    await stops(way, /books\.note is to become integer[^]*SELECT "id", "note"[^]*x7/);
    await db.execute(`update "books" set "note" = '7' where "id" = 2`);
    await thereAndBack(way, `select "note" from "books" order by "id"`, [["1"], ["7"], ["null"]]);
    expect(await ids(all)).toEqual(whole);
  });

  test("a parent that is rebuilt keeps its children, though they are deleted with it", async () => {
    const way = await between(
      families,
      families.replace("name: string(80)", "name: { type: text, default: unknown }"),
      rows,
    );
    await thereAndBack(way, all, whole);
    await db.execute(`delete from "authors" where "id" = 2`);
    expect(await ids(all)).toEqual(whole.slice(0, 2));
  });

  test("a length shrinks, and stops at what is too long", async () => {
    const way = await between(families, families.replace("title: string(80)", "title: string(3)"), [
      ...rows,
      `update "books" set "title" = 'four' where "id" = 3`,
    ]);
    await stops(way, /at most 3 characters[^]*four/);
    await db.execute(`update "books" set "title" = 'C' where "id" = 3`);
    await thereAndBack(way, all, whole);
  });

  test("a required field comes to a filled table", async () => {
    const way = await between(
      families,
      families.replace("title:", "pages: { type: integer, backfill: 7 }, title:"),
      rows,
    );
    await thereAndBack(way, `select "pages" from "books"`, [["7"], ["7"], ["7"]]);
    await expect(
      db.execute(`insert into "books" ("title", "author_id") values ('D', 1)`),
    ).rejects.toThrow(/pages/);
    expect(await ids(all)).toEqual(whole);
  });

  test("optional becomes required, and stops at rows without a value", async () => {
    const way = await between(families, families.replace("string(20)?", "string(20)"), rows);
    await stops(way, /needs a value of note[^]*"id"/);
    await db.execute(`update "books" set "note" = '3' where "id" = 3`);
    await thereAndBack(way, all, whole);
  });

  test("a relation is made required", async () => {
    const optional = families.replace("{ to: Author, on_delete: cascade }", "-> Author?");
    const way = await between(optional, families, [
      ...rows,
      `update "books" set "author_id" = null where "id" = 2`,
    ]);
    await stops(way, /needs a value of author_id/);
    await db.execute(`update "books" set "author_id" = 1 where "id" = 2`);
    await thereAndBack(way, all, whole);
  });

  test("unique stops at doubles, and goes where there are none", async () => {
    const way = await between(
      families,
      families.replace("note: string(20)?", "note: string(20)? unique"),
      [...rows, `update "books" set "note" = '1'`],
    );
    await stops(way, /note of books must be unique[^]*"1"/);
    await db.execute(`update "books" set "note" = null where "id" > 1`);
    await thereAndBack(way, all, whole);
  });

  test("a value of an enum is mapped away; only its rows count as changed", async () => {
    const way = await between(
      `P: { fields: { state: "enum(draft, retired, out) = draft" } }`,
      `P: { fields: { state: { type: enum, values: [draft, out], default: draft, map: { retired: out } } } }`,
      [`insert into "ps" ("state") values ('draft'), ('retired'), ('out')`],
    );
    await db.run(way.up);
    expect(await ids(`select "state", "row_version" from "ps" order by "id"`)).toEqual([
      ["draft", "1"],
      ["out", "2"],
      ["out", "1"],
    ]);
    await expect(db.execute(`insert into "ps" ("state") values ('retired')`)).rejects.toThrow(
      /ck_ps_state/,
    );
    // Which of the two it was, nobody can tell: both were there before.
    await db.run(way.down);
    expect(await ids(`select "state" from "ps" order by "id"`)).toEqual([
      ["draft"],
      ["out"],
      ["out"],
    ]);
    await db.execute(`insert into "ps" ("state") values ('retired')`);
  });

  test("a resource is split in two", async () => {
    const way = await between(
      families,
      `
      Author: { fields: { name: string(80) } }
      Book: { fields: { title: string(80), author: { to: Author, on_delete: cascade }, remark: -> Remark? } }
      Remark: { fields: { note: string(20) } }
      Page: { fields: { number: integer, book: { to: Book, on_delete: cascade } } }
    `,
      rows,
    );
    await db.run(way.up);
    expect(await ids(all)).toEqual(whole);
    expect(await db.reflect()).toEqual(await reflectFresh(other, way.after));
    await db.execute(`insert into "remarks" ("note") values ('n')`);
    await expect(db.run(way.down)).rejects.toThrow(/drops the table remarks with its rows/);
    await db.run(way.down, "forced");
    expect(await ids(all)).toEqual(whole);
  });

  test("a rename changes nothing but the case", async () => {
    const way = await between(
      families,
      families
        .replace("Book: {", "Book: { table: Books, ")
        .replace("note: string(20)?", "Note: { type: string(20)?, was: note }"),
      rows,
    );
    const [table] = (await db.query(`select count(*) as n from "books"`)) as { n: unknown }[];
    expect(Number(table?.n)).toBe(3);
    await db.run(way.up);
    expect((await db.reflect()).map(({ name }) => name)).toContain("Books");
    expect(await db.reflect()).toEqual(await reflectFresh(other, way.after));
    expect(await ids(all.replace('"books"', '"Books"'))).toEqual(whole);
    await db.run(way.down);
    expect(await ids(all)).toEqual(whole);
  });

  test("deleted rows go for good with soft deletion, and their children as the relation says", async () => {
    const way = await between(
      families.replace("Book: {", "Book: { soft_delete: true, "),
      families.replace("name: string(80)", "name: { type: string(80), default: x }"),
      [...rows, `update "books" set "deleted_at" = '2024-05-01T00:00:00.000Z' where "id" = 1`],
    );
    await db.run(way.up);
    expect(await ids(all)).toEqual(whole.slice(2));
    expect(await ids(`select count(*) from "pages"`)).toEqual([["1"]]);
  });

  test("what fails in the middle leaves all as it was", async () => {
    const way = await between(
      families,
      families.replace("string(20)?", "text?").replace("number: integer", "number: string(5)"),
      rows,
    );
    const [reflected, shown] = [await db.reflect(), await everything(way.before)];
    const broken = way.up.map((passage) => ({
      ...passage,
      parts: [...passage.parts, { kind: "sql", sql: "SELECT nonsense FROM nowhere" } as const],
    }));
    await expect(db.run(broken)).rejects.toThrow(/nowhere/);
    expect(await db.reflect()).toEqual(reflected);
    expect(await everything(way.before)).toEqual(shown);
    await db.run(way.up);
    expect(await db.reflect()).toEqual(await reflectFresh(other, way.after));
  });

  test("numbers of deleted rows are not given again after a rename and a rebuild", async () => {
    const way = await between(
      families,
      families
        .replaceAll("Book", "Tome")
        .replace("Tome: {", "Tome: { was: Book, ")
        .replace("string(20)?", "text? = n"),
      [
        ...rows,
        `insert into "books" ("title", "author_id") values ('D', 1)`,
        `delete from "books" where "id" = 4`,
      ],
    );
    await db.run(way.up);
    await db.execute(`insert into "tomes" ("title", "author_id") values ('E', 1)`);
    expect(await ids(`select max("id") from "tomes"`)).toEqual([["5"]]);
  });
});
