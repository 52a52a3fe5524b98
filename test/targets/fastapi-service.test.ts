/** What an emitted FastAPI service does beside its contract: how it starts, or says why it cannot. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../src/model/model.ts";
import { openSqliteFile } from "../support/databases.ts";
import {
  environmentOf,
  generateProject,
  installProject,
  startProject,
  type Project,
} from "../support/project.ts";
import { canRun } from "../support/requirements.ts";

const DECLARATION = `restwright: 1
service: { name: shelf }
framework: fastapi
database: sqlite
resources:
  Book:
    fields:
      title: string(80)
`;

const SECRET = "s3cr3t";

const SERVICE = ["-m", "app"];
const SEED = ["-m", "app.seed"];
const MIGRATE = ["-m", "alembic", "upgrade", "heads"];

/** A program, its settings, what it says, and its exit code, which is Alembic's own where it is Alembic's program. */
type Case = readonly [string[], Record<string, string>, RegExp, number];

const CASES: Readonly<Record<Database, readonly Case[]>> = {
  sqlite: [
    [SERVICE, { PORT: "abc" }, /^PORT: must be a whole number from 0 to 65535$/, 1],
    [SERVICE, { PORT: "3_000" }, /^PORT: must be a whole number from 0 to 65535$/, 1],
    [
      SERVICE,
      { HOST: "192.0.2.1" },
      /^HOST, PORT: .*: Cannot assign requested address\. HOST must/,
      1,
    ],
    [SERVICE, { HOST: "x..x" }, /^HOST, PORT: cannot listen on x\.\.x:.*HOST must/, 1],
    [SERVICE, { DATABASE_URL: `mysql://u:${SECRET}@db/x` }, /^DATABASE_URL: must have the form/, 1],
    [
      SERVICE,
      { DATABASE_URL: SECRET, PORT: "-1" },
      /^PORT: .*\nDATABASE_URL: must have the form/,
      1,
    ],
    [SEED, { DATABASE_URL: `mysql://u:${SECRET}@db/x` }, /^DATABASE_URL: must have the form/, 1],
    [MIGRATE, { DATABASE_URL: `mysql://u:${SECRET}@db/x` }, /FAILED: DATABASE_URL: must have/, 255],
    [SERVICE, { DATABASE_URL: "sqlite::memory:" }, /^DATABASE_URL: .* sqlite:<path>$/, 1],
    [SEED, { DATABASE_URL: "sqlite:new.db" }, /run `alembic upgrade heads` first\.$/, 1],
    [SEED, { DATABASE_URL: "sqlite:nowhere/x.db" }, /not available: unable to open/, 1],
    [
      MIGRATE,
      { DATABASE_URL: "sqlite:nowhere/x.db" },
      /FAILED: unable to open .* must be there/,
      255,
    ],
  ],
  postgres: [
    ...["@db:port/x", "@db:0/x", "@db:65536/x", "@[::1/x", "@db", "%zz@db/x", "@db/x?what=1"].map(
      (rest): Case => [
        SERVICE,
        { DATABASE_URL: `postgres://u:${SECRET}${rest}` },
        /^DATABASE_URL: must (have the form postgres:|write % as %25, and name)/,
        1,
      ],
    ),
    [SEED, { DATABASE_URL: `postgres://u:${SECRET}@127.0.0.1:1/x` }, /available: .* refused$/, 1],
    [
      MIGRATE,
      { DATABASE_URL: `postgres://u:${SECRET}@127.0.0.1:1/x` },
      /available: .* refused$/,
      255,
    ],
  ],
};

for (const database of ["sqlite", "postgres"] as const) {
  describe.skipIf(!canRun({ framework: "fastapi" }))(`on ${database}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "restwright-fastapi-"));
    let project: Project;

    beforeAll(async () => {
      const declaration = join(folder, "restwright.yaml");
      writeFileSync(declaration, DECLARATION);
      const model = await generateProject(declaration, folder, { database });
      project = await installProject(model, folder);
    }, 600_000);

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test.for(CASES[database])(
      "a program that cannot do its work says why, and ends: %j %j",
      async ([program, settings, message, code]) => {
        const { stdout, stderr, exitCode } = await ended(program, settings);
        // Alembic's own way is standard output.
        expect(program === MIGRATE ? stdout : stderr).toMatch(message);
        expect(stdout + stderr).not.toMatch(/Traceback|s3cr3t/);
        expect(exitCode).toBe(code);
      },
    );

    test("a port that another process has ends the start", async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
      const { port } = other.address() as AddressInfo;
      const { stderr, exitCode } = await ended(SERVICE, { PORT: String(port) });
      await new Promise((resolve) => other.close(resolve));
      expect(stderr).toMatch(
        new RegExp(
          `^HOST, PORT: cannot listen on 127\\.0\\.0\\.1:${port}: Address already in use\\. `,
        ),
      );
      expect([stderr.split("\n").length, exitCode]).toEqual([1, 1]);
    });

    test("an empty HOST is none, so that the service is for this machine alone", async () => {
      const service = await startProject(project, { HOST: "" });
      await service.stop();
      expect(service.logs()).toContain("listening on http://127.0.0.1:");
    });

    if (database === "sqlite") {
      test("seeds are added as a whole, or not at all", async () => {
        const settings = { DATABASE_URL: "sqlite:seeded.db" };
        await ended(MIGRATE, settings);
        const file = join(folder, "seeds/books.json");
        const rows = JSON.parse(readFileSync(file, "utf8")) as object[];
        const seeded = openSqliteFile(join(folder, "seeded.db"));
        const count = async () => (await seeded.query("SELECT * FROM books")).length;
        writeFileSync(file, JSON.stringify([...rows, rows[0]]));
        expect([(await ended(SEED, settings)).exitCode, await count()]).toEqual([1, 0]);
        writeFileSync(file, JSON.stringify(rows));
        expect([(await ended(SEED, settings)).exitCode, await count()]).toEqual([0, rows.length]);
        await seeded.close();
      });
    }

    function ended(program: string[], settings: Record<string, string>) {
      return execa(join(project.programs, "python"), program, {
        cwd: folder,
        env: { ...environmentOf(project), ...settings },
        reject: false,
        timeout: 20_000,
      });
    }
  });
}
