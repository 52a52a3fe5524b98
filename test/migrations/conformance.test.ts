/**
 * A project whose declaration is edited again and again while its database has rows, generated and migrated each time:
 * at the end every row is shown as the edits say, the project's own tests pass, and on the database that came all this
 * way the service keeps its contract. With `PIPELINE=full`, random edits of random declarations lead there, too; Alembic
 * finds the database as declared.
 *
 * The contract is checked on databases without rows, so those that came the way are read through the service first, and
 * then deleted: what the suite meets is the schema that the migrations made.
 */
import { join } from "node:path";
import { expect, test } from "vitest";
import { failedChecks } from "../conformance/failed-checks.ts";
import { loadModelFromText } from "../../src/model/load.ts";
import { randomDeclaration } from "../random/declaration.ts";
import { Dice } from "../random/dice.ts";
import { randomEdit } from "../random/edits.ts";
import { isFull } from "../support/cases.ts";
import { openPostgres, openSqliteFile, type TestDatabase } from "../support/databases.ts";
import { emit, pairs, type Emitted } from "../support/emitted.ts";
import { promises, projectLauncher, run, seedProject, startProject } from "../support/project.ts";
import type { Project } from "../support/project.ts";
import { canRun } from "../support/requirements.ts";

const DECLARATION = `restwright: 1
service: { name: library }
framework: fastify
database: sqlite
types:
  Address:
    street: string(1..80)
    zip: string(1..10)?
resources:
  Author:
    fields:
      name: string(1..80)
      city: string(1..40)?
      home: Address?
  Book:
    fields:
      title: string(1..200)
      isbn: string(13)? unique
      pages: string(1..6)?
      state: enum(draft, out, gone) = draft
      shelf: integer?
      low: integer?
      high: integer?
      tags: string(1..20)[0..5]
      author: { to: Author, on_delete: cascade }
  Member:
    fields:
      name: string(1..60)
      card: string(8) unique
  Note:
    fields:
      text: string(1..100)
`;

type Edit = readonly [find: string, replace: string];

interface Chapter {
  readonly edits: readonly Edit[];
  /** Statements after the migration: rows that the next one meets. */
  readonly rows?: readonly string[];
}

const ROWS = [
  `insert into "authors" ("name", "city", "home") values ('Ann', 'Bern', '{"street":"A 1","zip":"3000"}'), ('Bo', null, null)`,
  `insert into "books" ("title", "isbn", "pages", "state", "shelf", "low", "high", "tags", "author_id") values ('One', '9783161484100', '120', 'gone', 4, 1, 2, '["x","y"]', 1), ('Two', null, null, 'draft', null, 3, null, '[]', 2)`,
  `insert into "members" ("name", "card") values ('Cy', '12345678')`,
  `insert into "notes" ("text") values ('left')`,
];

const CHAPTERS: readonly Chapter[] = [
  // A field and a resource are renamed; two fields change places.
  {
    edits: [
      ["      title: string(1..200)\n", "      heading: { type: string(1..200), was: title }\n"],
      ["  Member:\n", "  Reader:\n    was: Member\n"],
      [
        "      low: integer?\n      high: integer?\n",
        "      low: { type: integer?, was: high }\n      high: { type: integer?, was: low }\n",
      ],
    ],
  },
  // Another type, for which the values are converted; a new field that every row must have.
  {
    edits: [
      ["      pages: string(1..6)?\n", "      pages: integer? > 0\n"],
      ["      city: ", "      language: { type: string(2), backfill: en }\n      city: "],
    ],
  },
  // Relations to one and to many.
  {
    edits: [
      [
        "      author: {",
        "      editor: { to: Author, optional: true, on_delete: set_null, inverse: edited }\n      readers: <-> Reader\n      author: {",
      ],
    ],
    rows: [
      `update "books" set "editor_id" = 2 where "id" = 1`,
      `insert into "book_readers" ("book_id", "reader_id") values (1, 1), (2, 1)`,
    ],
  },
  // A value of an enum goes; what was optional is required.
  {
    edits: [
      [
        "      state: enum(draft, out, gone) = draft\n",
        "      state: { type: enum, values: [draft, out, lent], default: draft, map: { gone: out } }\n",
      ],
      ["      shelf: integer?\n", "      shelf: { type: integer, backfill: 1 }\n"],
    ],
  },
  // Rows are deleted softly; a field and a resource go, and stay in the database.
  {
    edits: [
      ["  Book:\n", "  Book:\n    soft_delete: true\n"],
      ["      city: string(1..40)?\n", "      city: { drop: keep }\n"],
      ["  Note:\n    fields:\n      text: string(1..100)\n", "  Note: { drop: keep }\n"],
    ],
  },
  // An embedded object takes another form, and so do the items of a list; the links go through a resource.
  {
    edits: [
      [
        "    street: string(1..80)\n    zip: string(1..10)?\n",
        "    line: { type: string(1..80), was: street }\n    zip: integer?\n    country: { type: string(2), backfill: CH }\n",
      ],
      ["      tags: string(1..20)[0..5]\n", "      tags: text[0..5]\n"],
      [
        "      readers: <-> Reader\n",
        "      readers: { to: Reader, many: true, via: Loan, inverse: books }\n",
      ],
      [
        "  Note: {",
        "  Loan:\n    fields:\n      book: { to: Book, on_delete: cascade, inverse: loans }\n      reader: { to: Reader, on_delete: cascade, inverse: loans }\n      days: { type: integer, backfill: 14 }\n      mood: string(1..10)? = calm\n    unique: [[book, reader]]\n  Note: {",
      ],
    ],
  },
];

/** What of the rows the service shows at the end. */
const SHOWN: Readonly<Record<string, readonly object[]>> = {
  authors: [
    { name: "Ann", language: "en", home: { line: "A 1", zip: 3000, country: "CH" } },
    { name: "Bo", language: "en", home: null },
  ],
  books: [
    {
      heading: "One",
      isbn: "9783161484100",
      pages: 120,
      state: "out",
      shelf: 4,
      low: 2,
      high: 1,
      tags: ["x", "y"],
      author_id: 1,
      editor_id: 2,
    },
    {
      heading: "Two",
      isbn: null,
      pages: null,
      state: "draft",
      shelf: 1,
      low: null,
      high: 3,
      tags: [],
      author_id: 2,
      editor_id: null,
    },
  ],
  readers: [{ name: "Cy", card: "12345678" }],
  loans: [
    { book_id: 1, reader_id: 1, days: 14 },
    { book_id: 2, reader_id: 1, days: 14 },
  ],
};

const PATIENCE = 900_000;
const NAME = "chain";

const cases = pairs(true).filter(
  ([framework, database]) => isFull || (framework === "fastify" && database === "sqlite"),
);

test.for(cases)("%s on %s", { timeout: PATIENCE }, async ([framework, database], { skip }) => {
  skip(!canRun({ framework, database }), "Python or PostgreSQL is not installed");
  const emitted = await emit(DECLARATION.replace("fastify", framework).replace("sqlite", database));
  try {
    const { url } = databaseOf(emitted);
    expect(await emitted.migrate(url)).toMatchObject({ code: 0 });
    await withDatabase(emitted, (db) => executeAll(db, ROWS));
    for (const { edits, rows = [] } of CHAPTERS) {
      emitted.declare(...edits);
      const { code, err } = emitted.restwright("generate", "--allow-destructive");
      expect(code, err).toBe(0);
      const done = await emitted.migrate(url);
      expect(done.code, done.out + done.err).toBe(0);
      await withDatabase(emitted, (db) => executeAll(db, rows));
    }
    const project = await finished(emitted);
    const service = await startProject(project, { DATABASE_URL: url });
    for (const [name, rows] of Object.entries(SHOWN)) {
      expect(await shown(`${service.url}/api/v1/${name}`), name).toMatchObject(rows);
    }
    await service.stop();
    await withDatabase(emitted, async (db) => {
      expect(await db.query(`select "city" from "authors" order by "id"`)).toEqual([
        { city: "Bern" },
        { city: null },
      ]);
      expect(await db.query(`select "text" from "notes"`)).toEqual([{ text: "left" }]);
    });
    await keepsItsPromises(project, emitted);
  } finally {
    await emitted.close();
  }
});

/** Pairs by turns: one seed of four is for each. `CONFORMANCE_CHAINS` and `CONFORMANCE_SEED` choose others. */
const chains = Number(process.env["CONFORMANCE_CHAINS"] ?? (isFull ? 4 : 0));
const first = Number(process.env["CONFORMANCE_SEED"] ?? 101);
const seeds = Array.from({ length: chains }, (_, at) => first + at);

test.for(seeds)("random edits %i", { timeout: PATIENCE }, async (seed, { skip }) => {
  const [framework, database] = pairs(true)[seed % 4] ?? ["fastify", "sqlite"];
  skip(!canRun({ framework, database }), "Python or PostgreSQL is not installed");
  const emitted = await emit(randomDeclaration(seed, { framework, database }));
  try {
    const { url } = databaseOf(emitted);
    expect(await emitted.migrate(url)).toMatchObject({ code: 0 });
    await seedProject(emitted.project, { DATABASE_URL: url });
    const dice = new Dice(seed);
    let made = 0;
    for (let tried = 0; made < 5 && tried < 20; tried += 1) {
      const before = emitted.declaration;
      const { text, what } = randomEdit(before, dice);
      emitted.declare([before, text]);
      const { code, err } = emitted.restwright("generate", "--allow-destructive");
      expect(code, `${what}: ${err}`).toBe(0);
      const done = await emitted.migrate(url);
      if (done.code === 0) {
        emitted.commit(what);
        made += 1;
        continue;
      }
      // Rows are in the way: another edit is tried.
      expect(done.out + done.err, what).toContain("migrate again");
      emitted.git("reset", "-q", "--hard");
      emitted.git("clean", "-qfd", "--exclude", "*.db*", "--exclude", "node_modules");
    }
    expect(made).toBe(5);
    await keepsItsPromises(await finished(emitted), emitted);
  } finally {
    await emitted.close();
  }
});

/** Built anew, with what is declared by now. */
async function finished({ project, declaration }: Emitted): Promise<Project> {
  if (project.language === "typescript") await run(project, ["npm", "run", "--silent", "build"]);
  const { model } = loadModelFromText(declaration, "restwright.yaml");
  if (model === null) throw new Error(`not a valid declaration:\n${declaration}`);
  return { ...project, model };
}

async function keepsItsPromises(project: Project, emitted: Emitted): Promise<void> {
  const { cluster } = emitted;
  const server = cluster === null ? {} : { TEST_DATABASE_URL: cluster.database("tests") };
  const broken: string[] = [];
  for (const [name, command] of promises(project)) {
    const failed = await run(project, command, server).then(() => null, String);
    if (failed !== null) broken.push(`${name}: ${failed}`);
  }
  if (project.language === "python") {
    const { url: DATABASE_URL } = databaseOf(emitted);
    const compared = run(project, ["alembic", "check"], { DATABASE_URL });
    await compared.catch((error: unknown) => broken.push(String(error)));
  }
  expect(broken, emitted.declaration).toEqual([]);
  await withDatabase(emitted, async (db) => {
    const tables = (await db.reflect()).map(({ name }) => name).filter((name) => !isTools(name));
    await executeAll(
      db,
      db.database === "sqlite"
        ? ["PRAGMA foreign_keys = OFF", ...tables.map((name) => `DELETE FROM "${name}"`)]
        : [`TRUNCATE ${tables.map((name) => `"${name}"`).join(", ")}`],
    );
    // What is copied is the one file.
    if (db.database === "sqlite") await db.query("PRAGMA wal_checkpoint(TRUNCATE)");
  });
  const launcher = projectLauncher(project, cluster, NAME);
  expect(await failedChecks({ project, launcher })).toEqual([]);
}

/** Which migrations have run is theirs to say. */
function isTools(table: string): boolean {
  return /^(kysely_|alembic_)/.test(table);
}

function databaseOf({ cluster, root }: Emitted): { url: string; open(): Promise<TestDatabase> } {
  if (cluster !== null) {
    const url = cluster.database(NAME);
    return { url, open: () => openPostgres(url) };
  }
  const file = join(root, `${NAME}.db`);
  return { url: `sqlite:${file}`, open: async () => openSqliteFile(file) };
}

/** Closed at the end: a database is copied while nobody uses it. */
async function withDatabase(
  emitted: Emitted,
  use: (db: TestDatabase) => Promise<void>,
): Promise<void> {
  const db = await databaseOf(emitted).open();
  try {
    await use(db);
  } finally {
    await db.close();
  }
}

async function executeAll(db: TestDatabase, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await db.execute(sql);
}

async function shown(collection: string): Promise<unknown> {
  const answer = await fetch(`${collection}?sort=id`);
  expect(answer.status, collection).toBe(200);
  const { data } = (await answer.json()) as { data: unknown };
  return data;
}
