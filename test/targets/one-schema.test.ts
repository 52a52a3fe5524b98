/** One declaration, one schema: whichever framework made a database, the others work on it as they find it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DatabaseSync } from "@photostructure/sqlite";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../src/model/model.ts";
import { migrateProject, run, startProject } from "../support/project.ts";
import type { Project } from "../support/project.ts";
import { canRun, hasPython } from "../support/requirements.ts";
import { reflectPostgres, reflectSqlite } from "../support/reflect.ts";
import type { ReflectedTable } from "../support/reflect.ts";
import type { Service } from "../support/service.ts";
import { ask, everything, fill, Shelf } from "./one-schema/services.ts";

const editInAdmin = fileURLToPath(new URL("one-schema/edit_in_admin.py", import.meta.url));

describe.skipIf(!hasPython)("python is installed", () => {
  describe.each<Database>(["sqlite", "postgres"])("on %s", (database) => {
    describe.skipIf(!canRun({ database }))("one schema", () => {
      let shelf: Shelf;
      beforeAll(async () => {
        shelf = await Shelf.open(database);
      });
      afterAll(async () => {
        await shelf.close();
      });

      test.for([
        ["fastify", "fastapi"],
        ["fastapi", "fastify"],
        ["django-rest", "fastify"],
      ] as const)(
        "what %s migrated and filled, %s serves beside it",
        { timeout: 600_000 },
        async ([maker, other]) => {
          const DATABASE_URL = shelf.fresh(`${maker}_${other}`.replaceAll("-", "_"));
          const [one, two] = [await shelf.project(maker), await shelf.project(other)];
          await migrateProject(one, { DATABASE_URL });
          await withServices([one, two], DATABASE_URL, async (first, second) => {
            await fill(first);
            const filled = await everything(first);
            expect(Object.keys(filled)).toHaveLength(8);
            expect(await everything(second)).toEqual(filled);

            for (const [writer, reader] of [
              [first, second],
              [second, first],
            ] as const) {
              const before = await ask(reader, "GET /books/1");
              const written = await ask(writer, "PATCH /books/1", { pages: 5, tag_ids: [2] });
              expect(written.status).toBe(200);
              expect(written.etag).not.toBe(before.etag);
              expect(await ask(reader, "GET /books/1")).toEqual(written);
              const late = { "if-match": String(before.etag) };
              expect((await ask(reader, "PATCH /books/1", { pages: 6 }, late)).status).toBe(412);
              const { status } = await ask(reader, "PATCH /books/1", { pages: 6, tag_ids: [1] });
              expect(status).toBe(200);
              await expectRefusals(writer);
            }
            expect(await everything(second)).toEqual(await everything(first));
          });
        },
      );

      test("the first migration of Django makes the schema of the others", async () => {
        const [theirs, its] = [shelf.fresh("of_fastify"), shelf.fresh("of_django")];
        await migrateProject(await shelf.project("fastify"), { DATABASE_URL: theirs });
        await migrateProject(await shelf.project("django-rest"), { DATABASE_URL: its });
        expect(await schemaOf(its)).toEqual(await schemaOf(theirs));
      }, 600_000);

      test("Django takes over what Fastify filled, edits and migrates it, and Fastify goes on", async () => {
        const DATABASE_URL = shelf.fresh("taken_over");
        const environment = { DATABASE_URL, DJANGO_SETTINGS_MODULE: "app.settings" };
        const fastify = await shelf.project("fastify");
        const fastapi = await shelf.project("fastapi");
        const django = await shelf.project("django-rest");
        const manage = (...command: string[]): Promise<void> =>
          run(django, ["python", "manage.py", ...command], environment);
        await migrateProject(fastify, { DATABASE_URL });
        const filled = await withServices([fastify], DATABASE_URL, async (service) => {
          await fill(service);
          return everything(service);
        });

        await manage("migrate", "--fake-initial");
        await manage("makemigrations", "--check", "--dry-run");
        await withServices([fastify], DATABASE_URL, async (service) => {
          expect(await everything(service)).toEqual(filled);
        });

        // Book 1, author 2, and the tag of book 2.
        await run(django, ["python", editInAdmin, "1", "2", "2"], {
          ...environment,
          PYTHONPATH: django.directory,
        });
        addFieldOfTheUser(django);
        await manage("makemigrations", "app", "--name", "shelf");
        await manage("migrate");
        await manage("makemigrations", "--check", "--dry-run");

        await withServices([fastify, fastapi, django], DATABASE_URL, async (...services) => {
          for (const service of services) {
            const rows = await everything(service);
            const edited = {
              title: "Édité",
              price: "7.05",
              published_on: "0999-12-31",
              summary: null,
              tag_ids: [1, 4],
              pages: 2_147_483_647,
              isbn: "0000000000001",
            };
            expect(rows["/books/1"]?.json).toMatchObject(edited);
            expect(rows["/tags/4"]?.json).toMatchObject({ name: "of the admin" });
            expect(rows["/tags/2"]).toBeUndefined();
            expect(rows["/books/2"]?.json).toMatchObject({ tag_ids: [], price: "0.10" });
            expect(rows["/authors/2"]?.json).toMatchObject({ born: "1850-02-03" });
            for (const path of ["/books/1", "/books/2", "/authors/2"]) {
              expect(rows[path]?.etag, path).not.toBe(filled[path]?.etag);
            }
            for (const path of ["/books/3", "/authors/1", "/tags/1", "/tags/3"]) {
              expect(rows[path], path).toEqual(filled[path]);
            }
            await expectRefusals(service);
          }
        });
        const made = await schemaOf(DATABASE_URL);
        const wanted = await schemaOf(await freshSchema(shelf, fastify));
        for (const table of wanted) {
          const now = made.find(({ name }) => name === table.name);
          const columns = now?.columns.filter(({ name }) => name !== "shelf");
          expect({ ...now, columns }).toEqual(table);
        }
      }, 600_000);
    });
  });
});

/** Keys and rules that the database itself must keep, whoever migrated it; afterwards all is as before. */
async function expectRefusals(service: Service): Promise<void> {
  const book = {
    title: "Of passage",
    isbn: "9999999999999",
    pages: 1,
    price: "1.00",
    author_id: 1,
  };
  const created = await ask(service, "POST /books", { ...book, tag_ids: [1] });
  expect(created.status).toBe(201);
  expect((await ask(service, "POST /books", book)).status).toBe(409);
  const nowhere = await ask(service, "POST /books", { ...book, author_id: 99 });
  expect(nowhere.json["errors"]).toMatchObject([{ code: "reference_not_found" }]);
  expect((await ask(service, "DELETE /authors/1")).status).toBe(409);
  const path = `/books/${String(created.json["id"])}`;
  // Its links go with it.
  expect((await ask(service, `DELETE ${path}`)).status).toBe(204);
}

async function withServices<Result>(
  projects: readonly Project[],
  DATABASE_URL: string,
  work: (...services: readonly [Service, Service, ...Service[]]) => Promise<Result>,
): Promise<Result> {
  const services: Service[] = [];
  try {
    for (const project of projects)
      services.push(await startProject(project, { DATABASE_URL, LOG_LEVEL: "warn" }));
    return await work(...(services as [Service, Service, ...Service[]]));
  } finally {
    for (const service of services) await service.stop();
  }
}

/** A column that only Django knows; on SQLite it has to make the table anew for it. */
function addFieldOfTheUser({ directory }: Project): void {
  const file = join(directory, "app/books/models.py");
  const text = readFileSync(file, "utf8");
  const before = "    created_at = ";
  if (!text.includes(before)) throw new Error("there is no place for a field");
  const field = '    shelf = columns.CharField(max_length=20, default="", db_default="")\n';
  writeFileSync(file, text.replace(before, `${field}${before}`));
}

let count = 0;

async function freshSchema(shelf: Shelf, project: Project): Promise<string> {
  count += 1;
  const DATABASE_URL = shelf.fresh(`fresh_${count}`);
  await migrateProject(project, { DATABASE_URL });
  return DATABASE_URL;
}

const TABLES = new Set(["authors", "tags", "books", "book_tags"]);

/** The tables of the declaration, as the database tells; columns by name, for no statement depends on their order. */
async function schemaOf(url: string): Promise<ReflectedTable[]> {
  const tables = url.startsWith("sqlite:") ? sqliteSchema(url) : await postgresSchema(url);
  return tables
    .filter(({ name }) => TABLES.has(name))
    .map((table) => ({
      ...table,
      columns: [...table.columns].sort((a, b) => (a.name < b.name ? -1 : 1)),
    }));
}

async function postgresSchema(url: string): Promise<ReflectedTable[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return await reflectPostgres(client);
  } finally {
    await client.end();
  }
}

function sqliteSchema(url: string): ReflectedTable[] {
  const database = new DatabaseSync(url.replace("sqlite:", ""));
  try {
    const texts = database
      .prepare("select name, sql from sqlite_master where type = 'table'")
      .all();
    const sql = new Map(texts.map((row) => [row["name"], String(row["sql"])]));
    // Types are words of either case, and the name of a primary key is text that SQLite never reads.
    return reflectSqlite(database).map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({ ...column, type: column.type.toUpperCase() })),
      primaryKey: { ...table.primaryKey, name: "" },
      checks: checksIn(sql.get(table.name) ?? ""),
    }));
  } finally {
    database.close();
  }
}

function checksIn(sql: string): { name: string; condition: string }[] {
  return [...sql.matchAll(/CONSTRAINT "([^"]+)" CHECK \((.*?\))\)/g)].map(
    ([, name = "", condition = ""]) => ({ name, condition }),
  );
}
