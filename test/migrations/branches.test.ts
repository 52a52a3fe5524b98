/**
 * Branches of a project with a migration each, merged by git: every database, whichever of them it has run already, comes
 * to one schema with all its rows.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isFull } from "../support/cases.ts";
import { emit, pairs, rowsOf, type Emitted, type Filled } from "../support/emitted.ts";

const DECLARATION = `restwright: 1
service: { name: library }
framework: fastify
database: sqlite
resources:
  Author:
    fields:
      name: string(1..80)
      city: string(1..40)?
      born: date?

  Book:
    fields:
      title: string(1..200)
      author: { to: Author, on_delete: cascade }
      pages: integer?
`;

const ROWS = [
  `insert into "authors" ("name", "city", "born", "created_at", "updated_at") values ('Ann', null, '1990-02-03', '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z'), ('Bo', 'Bern', null, '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z')`,
  `insert into "books" ("title", "author_id", "pages", "created_at", "updated_at") values ('A', 1, 10, '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z'), ('B', 2, null, '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z')`,
];

const COUNTRY = [
  "      name: string(1..80)\n",
  "      name: string(1..80)\n      country: string(2)?\n      fee: decimal(10,2)?\n",
] as const;
const ISBN = [
  "      pages: integer?\n",
  "      pages: integer?\n      isbn: string(13)? unique\n      shelf: { type: integer, backfill: 7 }\n",
] as const;
const BORN = [
  "      born: date?\n",
  // Its imports stand in lines that the other side has changed too.
  '      born: { type: date, backfill: "1900-01-01" }\n      met: datetime?\n',
] as const;

type Edit = readonly [find: string, replace: string];

/** A branch off the first commit, generated and committed. @returns the name of its migration */
function branch(emitted: Emitted, name: string, ...edits: readonly Edit[]): string {
  const before = new Set(records(emitted));
  emitted.git("checkout", "-q", "-b", name, "first");
  emitted.declare(...edits);
  expect(emitted.restwright("generate")).toMatchObject({ code: 0 });
  emitted.commit(name);
  return records(emitted).find((one) => !before.has(one)) ?? "";
}

function records({ root }: Emitted): string[] {
  return readdirSync(join(root, ".restwright/migrations")).map((file) => file.replace(".json", ""));
}

async function upAll(emitted: Emitted, databases: readonly Filled[]): Promise<void> {
  for (const { url } of databases) {
    const { code, err } = await emitted.migrate(url);
    expect(code, err).toBe(0);
  }
}

test.each(pairs(isFull))(
  "%s on %s",
  async (framework, database) => {
    const emitted = await emit(
      DECLARATION.replace("fastify", framework).replace("sqlite", database),
    );
    try {
      await journey(emitted);
    } finally {
      await emitted.close();
    }
  },
  900_000,
);

async function journey(emitted: Emitted): Promise<void> {
  const { git, restwright } = emitted;
  git("tag", "first");
  const names = ["neither", "with_one", "with_two", "fresh"];
  const [neither, withOne, withTwo, fresh] = (await Promise.all(
    names.map((name) => emitted.database(name)),
  )) as [Filled, Filled, Filled, Filled];
  await upAll(emitted, [neither, withOne, withTwo]);
  for (const { execute } of [neither, withOne, withTwo]) {
    for (const sql of ROWS) await execute(sql);
  }

  const one = branch(emitted, "one", COUNTRY);
  await upAll(emitted, [withOne]);
  const two = branch(emitted, "two", ISBN);
  await upAll(emitted, [withTwo]);
  expect([one, two]).toEqual([
    "0002_add_country_and_fee_to_authors",
    "0002_add_isbn_and_shelf_to_books",
  ]);

  git("checkout", "-q", "main");
  git("merge", "-q", "one");
  git("merge", "-q", "two", "-m", "two");
  const merged = restwright("generate");
  expect(merged).toMatchObject({ code: 0, err: expect.stringContaining("Up to date") });
  expect(merged.err).toContain(`Branches with a migration each have met: ${one}, ${two}`);
  const planned = restwright("migrations", "plan");
  expect(planned.err).toContain("The tables are as declared.");
  expect(planned.err).toContain(`Branches with a migration each have met: ${one}, ${two}`);
  expect(JSON.parse(restwright("migrations", "plan", "--json").out)).toMatchObject({
    migrations: [],
    ends: [one, two],
  });
  expect(JSON.parse(restwright("migrations", "status", "--json").out)).toMatchObject({
    ends: [one, two],
    dependent: [],
    movable: [one, two],
  });
  expect(git("status", "--short")).toBe("");

  // The second of them is merged late: the first has run already.
  await upAll(emitted, [neither, withOne, withTwo, fresh]);
  const schema = await fresh.reflect();
  for (const found of [neither, withOne, withTwo]) expect(await found.reflect()).toEqual(schema);
  const rows = await rowsOf(neither);
  expect(rows["books"]).toHaveLength(2);
  for (const found of [withOne, withTwo]) expect(await rowsOf(found)).toEqual(rows);

  await late(emitted, [neither, withOne, withTwo, fresh]);
}

/** A third branch, which has run nowhere, and on SQLite makes anew what the first has changed. */
async function late(emitted: Emitted, databases: readonly Filled[]): Promise<void> {
  const { git, restwright, root, project } = emitted;
  const three = branch(emitted, "three", BORN);
  git("checkout", "-q", "main");
  expect(() => git("merge", "-q", "three", "-m", "three")).toThrow("CONFLICT");
  // What nobody has edited is made anew, markers and all; the declaration itself merged.
  expect(restwright("generate")).toMatchObject({ code: 0 });
  expect(git("diff", "--name-only", "HEAD")).toContain("authors");
  emitted.commit("three");
  expect(restwright("generate").err).toContain("Up to date");
  expect(readAll(root, git("ls-files").trim().split("\n"))).not.toContain("<<<<<<<");

  const isSqlite = project.model.database === "sqlite";
  expect(JSON.parse(restwright("migrations", "status", "--json").out)).toMatchObject({
    dependent: isSqlite ? [{ name: three, misfit: null }] : [],
  });
  const before = await (databases[0] as Filled).reflect();
  if (isSqlite) {
    const { code, err, out } = await emitted.migrate((databases[0] as Filled).url);
    expect(code).not.toBe(0);
    expect(err + out).toContain(
      "The table authors has changed since this migration was made: country, fee",
    );
    expect(await (databases[0] as Filled).reflect()).toEqual(before);
  }
  expect(restwright("migrations", "rebase", three)).toMatchObject({ code: 0 });
  const moved = three.replace("0002", "0003");
  git("add", "-A");
  const changed = git("diff", "--cached", "--name-only", "--no-renames").trim().split("\n");
  expect(changed).toHaveLength(4);
  for (const path of changed) expect(path).toMatch(new RegExp(`/(${three}|${moved})\\.\\w+$`));
  const words = git("diff", "--cached", "-M", "--unified=0").match(/^[-+](?![-+]).*/gm) ?? [];
  const isMetadata = (line: string) => /^[-+](\s*"(name|parents)":|(down_)?revision: )/.test(line);
  // On SQLite the statement must now keep the other side's column.
  if (!isSqlite) expect(words.filter((line) => !isMetadata(line))).toEqual([]);
  expect(restwright("generate").err).not.toContain("Branches");
  emitted.commit("rebased");

  await upAll(emitted, databases);
  const [schema, ...others] = await Promise.all(databases.map((one) => one.reflect()));
  for (const other of others) expect(other).toEqual(schema);
  const [rows, ...same] = await Promise.all(databases.slice(0, 3).map(rowsOf));
  for (const other of same) expect(other).toEqual(rows);
  expect(JSON.stringify(rows?.["authors"])).toContain("1900-01-01");

  emitted.declare(["      city: string(1..40)?\n", ""]);
  expect(restwright("generate", "--allow-destructive")).toMatchObject({ code: 0 });
  await upAll(emitted, databases);
  const after = await Promise.all(databases.map((one) => one.reflect()));
  for (const other of after) expect(other).toEqual(after[0]);
  for (const { url } of databases) {
    const { code, err } = await emitted.migrate(url, "down", { ALLOW_DATA_LOSS: "yes" });
    expect(code, err).toBe(0);
  }
  for (const other of await Promise.all(databases.map((one) => one.reflect())))
    expect(other).toEqual(schema);
}

function readAll(root: string, paths: readonly string[]): string {
  return paths.map((path) => readFileSync(join(root, path), "utf8")).join("\n");
}
