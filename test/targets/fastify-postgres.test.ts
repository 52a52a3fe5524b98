/** An emitted Fastify service on a PostgreSQL that breaks, blocks or changes while it runs. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPostgres, type TestDatabase } from "../support/databases.ts";
import { freshProject, type FreshProject } from "../support/fresh-project.ts";
import type { Cluster } from "../support/postgres.ts";
import { migrateProject, startProject } from "../support/project.ts";
import { canRun } from "../support/requirements.ts";
import type { Service } from "../support/service.ts";

const DECLARATION = `restwright: 1
service: { name: shelf }
framework: fastify
database: postgres
resources:
  Author:
    fields:
      name: string(80)
  Book:
    fields:
      title: string(80)
      pages: integer
      author: { type: -> Author, optional: true, on_delete: set_null }
`;

const WAITING = "from pg_stat_activity where datname = 'shelf' and wait_event_type = 'Lock'";

describe.skipIf(!canRun({ database: "postgres" }))("on PostgreSQL", () => {
  let fresh: FreshProject;
  let cluster: Cluster;
  let service: Service;
  let other: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), "restwright-postgres-"));

  beforeAll(async () => {
    const declaration = join(folder, "restwright.yaml");
    writeFileSync(declaration, DECLARATION);
    fresh = await freshProject(declaration, { framework: "fastify", database: "postgres" });
    if (fresh.cluster === null) throw new Error("there is no cluster");
    cluster = fresh.cluster;
    const DATABASE_URL = cluster.database("shelf");
    await migrateProject(fresh.project, { DATABASE_URL });
    service = await startProject(fresh.project, { DATABASE_URL, LOG_LEVEL: "info" });
    other = await openPostgres(DATABASE_URL);
  }, 600_000);

  afterAll(async () => {
    await other.close();
    await service.stop();
    await fresh.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a child that comes while its parent goes is versioned as it is cleared", async () => {
    const id = await create("authors", { name: "A" });
    await other.execute("begin");
    await other.execute(
      `insert into books (title, pages, author_id, created_at, updated_at, row_version) values ('B', 1, ${id}, now(), now(), 1)`,
    );
    const deletion = fetch(`${service.url}/api/v1/authors/${id}`, { method: "DELETE" });
    await expect.poll(() => cluster.query("shelf", `select count(*) ${WAITING}`)).toBe("1");
    await other.execute("commit");
    expect((await deletion).status).toBe(204);
    expect(await other.query("select author_id, row_version::int as version from books")).toEqual([
      { author_id: null, version: 2 },
    ]);
  });

  test("a connection that is cut within a transaction is a 503, and the service lives", async () => {
    const id = await create("authors", { name: "A" });
    await other.execute("begin");
    await other.execute(`select 1 from authors where id = ${id} for update`);
    const deletion = fetch(`${service.url}/api/v1/authors/${id}`, { method: "DELETE" });
    await expect.poll(() => cluster.query("shelf", `select count(*) ${WAITING}`)).toBe("1");
    cluster.query("shelf", `select pg_terminate_backend(pid) ${WAITING}`);
    expect((await deletion).status).toBe(503);
    await other.execute("rollback");
    const again = await fetch(`${service.url}/api/v1/authors/${id}`, { method: "DELETE" });
    expect(again.status).toBe(204);
  });

  test("a locked table takes down nothing but what needs it", { timeout: 30_000 }, async () => {
    await create("authors", { name: "A" });
    await other.execute("begin");
    await other.execute("lock table books in access exclusive mode");
    const blocked = Array.from({ length: 12 }, () => fetch(`${service.url}/api/v1/books`));
    for (const answer of await Promise.all(blocked)) {
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    }
    expect((await fetch(`${service.url}/api/v1/authors`)).status).toBe(200);
    await other.execute("rollback");
    expect((await fetch(`${service.url}/api/v1/books`)).status).toBe(200);
  });

  test("statements are planned anew when a column has changed its type", async () => {
    await create("books", { title: "B", pages: 1 });
    const lists = () =>
      Promise.all(Array.from({ length: 10 }, () => fetch(`${service.url}/api/v1/books`)));
    await lists();
    await other.execute("alter table books alter column pages type bigint");
    const statuses = (await lists()).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await create("books", { title: "B", pages: 1 })).toBeGreaterThan(0);
  });

  test("an upload that the client gives up is no outage of the database", async () => {
    const control = new AbortController();
    const body = new ReadableStream({
      start: (stream) => stream.enqueue(new TextEncoder().encode("{")),
    });
    const upload = fetch(`${service.url}/api/v1/authors`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-request-id": "given-up" },
      body,
      signal: control.signal,
      duplex: "half",
    } as RequestInit).catch(() => null);
    await fetch(`${service.url}/api/v1/authors`);
    control.abort();
    await upload;
    await expect.poll(() => service.logs()).toMatch(/"given-up".*"status":499/);
    expect(service.logs()).not.toMatch(/"level":50[^\n]*"given-up"/);
  });

  test("options of the URL are kept, and times are in UTC whatever they say", async () => {
    const given = "-c timezone=Asia/Tokyo -c application_name=of_the_user";
    const url = `${cluster.database("shelf")}?options=${encodeURIComponent(given)}`;
    const own = await startProject(fresh.project, { DATABASE_URL: url });
    const made = await fetch(`${own.url}/api/v1/authors`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "A" }),
    });
    const row = (await made.json()) as { readonly id: number; readonly created_at: string };
    const found = await fetch(`${own.url}/api/v1/authors/${row.id}`);
    expect(await found.json()).toEqual(row);
    const stored = `select round(extract(epoch from created_at) * 1000) from authors where id = ${row.id}`;
    expect(Number(cluster.query("shelf", stored))).toBe(Date.parse(row.created_at));
    const named =
      "select count(*) > 0 from pg_stat_activity where application_name = 'of_the_user'";
    expect(cluster.query("shelf", named)).toBe("t");
    await own.stop();
  });

  async function create(collection: string, row: object): Promise<number> {
    const answer = await fetch(`${service.url}/api/v1/${collection}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(row),
    });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { readonly id: number }).id;
  }
});
