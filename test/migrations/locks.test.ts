/** A migration of an emitted project that does not get a lock: it gives up, changes nothing, and says what to do. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isFull } from "../support/cases.ts";
import { emit, pairs, rowsOf, type Emitted } from "../support/emitted.ts";
import { canRun } from "../support/requirements.ts";

const DECLARATION = `restwright: 1
service: { name: library }
framework: fastify
database: sqlite
resources:
  Book:
    fields:
      title: string(80)
`;
const HOLDING = "update books set title = upper(title)";
const SHELF = [
  "string(80)\n",
  "string(80)\n      shelf: { type: integer, backfill: 7 }\n",
] as const;

/** PostgreSQL in the normal run: its migrations wait by `lock_timeout`. */
const cases = pairs(true).filter(([, database]) => isFull || database === "postgres");

test.for(cases)("%s on %s", { timeout: 900_000 }, async ([framework, database], { skip }) => {
  skip(!canRun({ framework, database }), "Python or PostgreSQL is not installed");
  const emitted = await emit(DECLARATION.replace("fastify", framework).replace("sqlite", database));
  try {
    const filled = await emitted.database("filled");
    expect(await emitted.migrate(filled.url)).toMatchObject({ code: 0 });
    await filled.execute(`insert into "books" ("title") values ('A')`);
    emitted.declare(SHELF);
    expect(emitted.restwright("generate")).toMatchObject({ code: 0 });
    if (database === "postgres") waitsBriefly(emitted);
    const [schema, rows] = [await filled.reflect(), await rowsOf(filled)];

    await filled.execute(database === "sqlite" ? "BEGIN IMMEDIATE" : "BEGIN");
    await filled.execute(HOLDING);
    const { code, out, err } = await emitted.migrate(filled.url);
    await filled.execute("ROLLBACK");
    const told = out + err;
    expect(code, told).not.toBe(0);
    expect(told).toContain("at a quiet time");
    expect(told).not.toMatch(/Traceback|\n {4}at /);
    if (database === "postgres") {
      const [session] = await filled.query("select pg_backend_pid() as pid");
      expect(told).toContain("canceling statement due to lock timeout");
      expect(told).toMatch(new RegExp(`["']pid["']: ?${String(session?.["pid"])}\\b`));
      expect(told).toContain(HOLDING);
      expect(told).toContain("pg_terminate_backend");
      expect(told).toContain("raise lock_timeout in the migration itself");
    } else {
      expect(told).toContain("Another process is writing to the database");
    }
    expect(await filled.reflect()).toEqual(schema);
    expect(await rowsOf(filled)).toEqual(rows);

    expect(await emitted.migrate(filled.url)).toMatchObject({ code: 0 });
    expect(await filled.query(`select "title", "shelf" from "books"`)).toEqual([
      { title: "A", shelf: 7 },
    ]);
  } finally {
    await emitted.close();
  }
});

/** As the advice says, the other way round: five seconds are long for a test. */
function waitsBriefly({ root, git }: Emitted): void {
  const path = git("ls-files", "--others", "--exclude-standard")
    .split("\n")
    .find((file) => /0002_\w+\.(ts|py)$/.test(file));
  const file = join(root, path ?? "");
  const text = readFileSync(file, "utf8");
  expect(text).toContain("lock_timeout = '5s'");
  writeFileSync(file, text.replaceAll("lock_timeout = '5s'", "lock_timeout = '100ms'"));
}
