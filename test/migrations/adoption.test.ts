/**
 * Projects of versions that wrote one migration and no record of it: their first migration may have run on databases with
 * rows, and may have been edited by hand.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isFull } from "../support/cases.ts";
import { emit, pairs, rowsOf, type Emitted } from "../support/emitted.ts";

const DECLARATION = `restwright: 1
service: { name: library }
framework: fastify
database: sqlite
resources:
  Author:
    fields:
      name: string(1..80)
      born: date?
  Book:
    fields:
      title: string(1..200)
      author: { to: Author, on_delete: cascade }
`;

test.each(pairs(isFull))(
  "%s on %s",
  async (framework, database) => {
    const emitted = await emit(
      DECLARATION.replace("fastify", framework).replace("sqlite", database),
    );
    try {
      const isPython = emitted.project.language === "python";
      const path = isPython
        ? "migrations/versions/0001_initial.py"
        : "src/database/migrations/0001_initial.ts";
      asBefore(emitted, path);
      byHand(join(emitted.root, path));
      const edited = readFileSync(join(emitted.root, path), "utf8");
      const filled = await emitted.database("filled");
      expect(await emitted.migrate(filled.url)).toMatchObject({ code: 0 });
      await filled.execute(`insert into "authors" ("name") values ('Ann')`);
      await filled.execute(`insert into "books" ("title", "author_id") values ('A', 1)`);

      const taken = emitted.restwright("generate");
      expect(taken.code, taken.err).toBe(0);
      expect(migrationsOf(emitted)).toEqual(["0001_initial"]);
      expect(emitted.restwright("generate").err).toContain("Up to date");
      expect(readFileSync(join(emitted.root, path), "utf8")).toBe(edited);

      // Made anew on SQLite, with the index and the view that were made by hand.
      emitted.declare(
        ["      born: date?\n", '      born: { type: date, backfill: "1900-01-01" }\n'],
        [
          "      title: string(1..200)\n",
          "      title: string(1..200)\n      isbn: string(13)? unique\n",
        ],
      );
      const { code, err } = emitted.restwright("generate");
      expect(code, err).toBe(0);
      expect(migrationsOf(emitted)).toHaveLength(2);
      expect(readFileSync(join(emitted.root, path), "utf8")).toBe(edited);
      expect(await emitted.migrate(filled.url)).toMatchObject({ code: 0 });
      expect(await rowsOf(filled)).toMatchObject({
        authors: [expect.stringContaining("1900-01-01")],
        books: [expect.stringContaining('"title":"A"')],
      });
      const fresh = await emitted.database("fresh");
      expect(await emitted.migrate(fresh.url)).toMatchObject({ code: 0 });
      expect(await filled.reflect()).toEqual(await fresh.reflect());
      const authors = (await filled.reflect()).find(({ name }) => name === "authors");
      expect(authors?.indexes.map(({ name }) => name)).toContain("by_hand");
      expect(await filled.query(`select * from "names_by_hand"`)).toEqual([{ name: "Ann" }]);
      if (database === "sqlite") await ownColumn(emitted);
    } finally {
      await emitted.close();
    }
  },
  900_000,
);

/** Without records, and with the first migration among the generated files. */
function asBefore({ root }: Emitted, path: string): void {
  rmSync(join(root, ".restwright/migrations"), { recursive: true });
  rmSync(join(root, ".restwright/output.json"), { force: true });
  const file = join(root, ".restwright/state.json");
  const state = JSON.parse(readFileSync(file, "utf8")) as { files: object[] };
  state.files.push({ id: path, path, class: "append_only" });
  writeFileSync(file, JSON.stringify(state));
}

/** An index and a view that the declaration does not know. */
function byHand(file: string): void {
  const text = readFileSync(file, "utf8");
  const statements = [
    `CREATE INDEX "by_hand" ON "authors" ("born")`,
    `CREATE VIEW "names_by_hand" AS SELECT "name" FROM "authors"`,
  ];
  const [python, typescript] = [
    statements.map((one) => `    ${JSON.stringify(one)},\n`),
    statements.map((one) => `  await sql\`${one}\`.execute(database);\n`),
  ];
  const edited = file.endsWith(".py")
    ? text.replace(/^\)\n\nDOWN/m, `${python.join("")})\n\nDOWN`)
    : text.replace(/^\}\n/m, `${typescript.join("")}}\n`);
  expect(edited).not.toBe(text);
  writeFileSync(file, edited);
}

/** A column of one's own in a table that is made anew: it stops and says so, and nothing is lost. */
async function ownColumn(emitted: Emitted): Promise<void> {
  const filled = await emitted.database("filled");
  await filled.execute(`alter table "authors" add column "shelf_mark" text default 'x'`);
  const [schema, rows] = [await filled.reflect(), await rowsOf(filled)];
  emitted.declare([
    "      name: string(1..80)\n",
    "      name: string(1..60)\n      rank: { type: integer, backfill: 1 }\n",
  ]);
  expect(emitted.restwright("generate")).toMatchObject({ code: 0 });
  const { code, out, err } = await emitted.migrate(filled.url);
  expect(code).not.toBe(0);
  expect(out + err).toContain(
    "The table authors has changed since this migration was made: shelf_mark",
  );
  expect(out + err).toContain("name the columns in `columns`, `create` and `copy`");
  expect(await filled.reflect()).toEqual(schema);
  expect(await rowsOf(filled)).toEqual(rows);
}

function migrationsOf(emitted: Emitted): string[] {
  const { migrations } = JSON.parse(emitted.restwright("migrations", "status", "--json").out) as {
    migrations: { name: string }[];
  };
  return migrations.map(({ name }) => name);
}
