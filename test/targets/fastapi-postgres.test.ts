/** An emitted FastAPI project on a PostgreSQL that two processes migrate at once, and one that stops to answer. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emit, type Emitted, type Filled } from "../support/emitted.ts";
import { execa } from "execa";
import { environmentOf, startProject } from "../support/project.ts";
import { canRun } from "../support/requirements.ts";

const DECLARATION = `restwright: 1
service: { name: shelf }
framework: fastapi
database: postgres
online: true
resources:
  Book:
    fields:
      title: string(80)
`;

const TURN = "hashtext('alembic_version')";
const WAITING = /another process migrates this database; waiting/;

describe.skipIf(!canRun({ framework: "fastapi", database: "postgres" }))("on PostgreSQL", () => {
  let emitted: Emitted;
  let other: Filled;

  beforeAll(async () => {
    emitted = await emit(DECLARATION);
    other = await emitted.database("shelf");
  }, 600_000);

  afterAll(() => emitted.close());

  test(
    "two processes that migrate at once do it one after the other",
    { timeout: 60_000 },
    async () => {
      await other.execute(`select pg_advisory_lock(${TURN})`);
      const [one, two] = [migrating(), migrating()];
      await expect.poll(() => one.said() + two.said(), PATIENT).toMatch(/waiting[^]*waiting/);
      await other.execute(`select pg_advisory_unlock(${TURN})`);
      expect([await one.ended, await two.ended]).toEqual([0, 0]);
      expect(await other.query("select count(*)::int as count from alembic_version")).toEqual([
        { count: 1 },
      ]);
    },
  );

  test(
    "who waits for a turn is not waited for by an index made beside requests",
    { timeout: 90_000 },
    async () => {
      emitted.declare(["title: string(80)\n", "title: string(80)\n    index: [[title]]\n"]);
      expect(emitted.restwright("generate").code).toBe(0);
      // Keeps the index from being made until it ends.
      await other.execute("begin");
      await other.execute("lock table books in row exclusive mode");
      const first = migrating();
      await expect.poll(() => inTransit("CREATE INDEX CONCURRENTLY%"), PATIENT).toBe("1");
      const second = migrating();
      await expect.poll(() => second.said(), PATIENT).toMatch(WAITING);
      await other.execute("commit");
      expect([await first.ended, await second.ended]).toEqual([0, 0]);
      expect(first.said()).toBe("");
    },
  );

  test(
    "requests to a database that does not answer end, and later ones are served",
    { timeout: 120_000 },
    async () => {
      const service = await startProject(emitted.project, {
        DATABASE_URL: other.url,
        LOG_LEVEL: "info",
      });
      const list = () =>
        fetch(`${service.url}/api/v1/books`, { signal: AbortSignal.timeout(60_000) }).then(
          ({ status }) => status,
        );
      try {
        const warm = await Promise.all(Array.from({ length: 30 }, list));
        expect(new Set(warm)).toEqual(new Set([200]));
        const backends = sessions().map(Number);
        for (const pid of backends) process.kill(pid, "SIGSTOP");
        try {
          const hung = await Promise.all(Array.from({ length: 30 }, list));
          expect(hung).toContain(503);
          expect(new Set(hung).size).toBeLessThanOrEqual(2);
          expect(await list()).toBe(200);
          expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
        } finally {
          for (const pid of backends) process.kill(pid, "SIGCONT");
        }
        expect(service.logs()).toContain("were in use for too long");
      } finally {
        await service.stop();
      }
    },
  );

  function migrating() {
    const { project, root } = emitted;
    const child = execa("alembic", ["upgrade", "heads"], {
      cwd: root,
      env: { ...environmentOf(project), DATABASE_URL: other.url },
      reject: false,
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    return { said: () => said, ended: child.then(({ exitCode }) => exitCode) };
  }

  function inTransit(statement: string): string | undefined {
    return emitted.cluster?.query(
      "shelf",
      `select count(*) from pg_stat_activity where query like '${statement}' and state = 'active' and wait_event_type = 'Lock'`,
    );
  }

  /** Processes of PostgreSQL that serve the service. */
  function sessions(): string[] {
    const found = emitted.cluster?.query(
      "shelf",
      "select pid from pg_stat_activity where datname = 'shelf' and query like '%books%' and pid <> pg_backend_pid()",
    );
    return found?.split("\n") ?? [];
  }
});

const PATIENT = { timeout: 20_000 };
