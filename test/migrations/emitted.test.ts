/**
 * Migrations as the emitted project runs them: the edits that lose rows elsewhere, one after the other on a filled
 * database; and what stops one in the middle, which must leave the database as it was.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nothing } from "../../src/migrations/apply.ts";
import { firstSteps } from "../../src/migrations/compare.ts";
import { program } from "../../src/migrations/program.ts";
import { isFull } from "../support/cases.ts";
import { emit, pairs, rowsOf, type Emitted, type Filled } from "../support/emitted.ts";
import { environmentOf, migrateCommand } from "../support/project.ts";
import { pause } from "../support/service.ts";
import { modelAndSchema } from "./schemas.ts";

const DECLARATION = `restwright: 1
service: { name: library }
framework: fastify
database: sqlite
resources:
  Author:
    fields:
      name: string(80)
  Book:
    fields:
      title: string(80)
      author: { to: Author, on_delete: cascade }
      note: string(20)?
      a: string(5)?
      b: string(5)?
  Leaf:
    fields:
      number: integer
      book: { to: Book, on_delete: cascade }
`;

const ROWS = [
  `insert into "authors" ("name") values ('Ann'), ('Bo')`,
  `insert into "books" ("title", "author_id", "note", "a", "b") values ('A', 1, '1', 'x', 'y'), ('B', 2, 'x7', null, 'z'), ('C', 2, null, null, null)`,
  `insert into "leaves" ("number", "book_id") values (1, 1), (2, 1), (1, 3)`,
];

const PATIENCE = 900_000;

describe.each(pairs(isFull))("%s on %s", (framework, database) => {
  let emitted: Emitted;
  let filled: Filled;
  beforeAll(async () => {
    emitted = await emit(DECLARATION.replace("fastify", framework).replace("sqlite", database));
    filled = await emitted.database("filled");
    await up();
    for (const sql of ROWS) await filled.execute(sql);
  }, PATIENCE);
  afterAll(() => emitted.close());

  async function up(): Promise<void> {
    const { code, err } = await emitted.migrate(filled.url);
    expect(code, err).toBe(0);
  }

  /** @returns path of the new migration */
  function generate(...options: string[]): string {
    const { code, err } = emitted.restwright("generate", ...options);
    expect(code, err).toBe(0);
    return /^create +(.*\/\d{4}_\w+\.(ts|py))$/m.exec(err)?.[1] ?? "";
  }

  async function values(sql: string): Promise<string[][]> {
    return (await filled.query(sql)).map((row) => Object.values(row).map(String));
  }

  async function everything(): Promise<unknown> {
    return { schema: await filled.reflect(), rows: await rowsOf(filled) };
  }

  const leaves = (table: string) =>
    `select b."title", count(p."id") from "${table}" b left join "leaves" p on p."book_id" = b."id" group by b."title" order by 1`;
  const counted = [
    ["A", "2"],
    ["B", "0"],
    ["C", "1"],
  ];
  let first: unknown;

  test(
    "two columns change places",
    async () => {
      first = await filled.reflect();
      emitted.declare(
        ["      a: string(5)?\n", "      a: { type: string(5)?, was: b }\n"],
        ["      b: string(5)?\n", "      b: { type: string(5)?, was: a }\n"],
      );
      generate();
      await up();
      expect(await values(`select "a", "b" from "books" order by "id"`)).toEqual([
        ["y", "x"],
        ["z", "null"],
        ["null", "null"],
      ]);
      expect(await values(leaves("books"))).toEqual(counted);
    },
    PATIENCE,
  );

  test(
    "a table and a column are renamed and the type changed in one edit: killed in the middle, stopped by a row, then done",
    async () => {
      emitted.declare(
        ["a: { type: string(5)?, was: b }", "a: string(5)?"],
        ["b: { type: string(5)?, was: a }", "b: string(5)?"],
        ["  Book:\n", "  Tome:\n    was: Book\n"],
        ["note: string(20)?", "code: { type: integer?, was: note }"],
        ["book: { to: Book,", "book: { to: Tome,"],
      );
      const migration = generate();
      const before = await everything();
      // What stops at a row has not begun; so the row is corrected first, and broken again after the kill.
      await filled.execute(`update "books" set "note" = '7' where "id" = 2`);
      const corrected = await everything();
      await killedInTheMiddle(migration);
      expect(await everything()).toEqual(corrected);
      await filled.execute(`update "books" set "note" = 'x7' where "id" = 2`);

      const { code, out, err } = await emitted.migrate(filled.url);
      expect(code).not.toBe(0);
      expect(out + err).toMatch(
        /tomes\.code is to become integer[^]*Change them, then migrate again\. Until then, tomes is called books, and tomes\.code is called note\.[^]*SELECT "id", "code"[^]*x7/,
      );
      expect(out + err).not.toMatch(/^ +at .*node_modules|Traceback/m);
      expect(await everything()).toEqual(before);

      await filled.execute(`update "books" set "note" = '7' where "id" = 2`);
      await up();
      expect(await values(`select "code" from "tomes" order by "id"`)).toEqual([
        ["1"],
        ["7"],
        ["null"],
      ]);
      expect(await values(leaves("tomes"))).toEqual(counted);
    },
    PATIENCE,
  );

  test(
    "names change nothing but the case of their letters",
    async () => {
      emitted.declare(
        ["  Tome:\n    was: Book\n", "  Tome:\n    table: Tomes\n"],
        ["code: { type: integer?, was: note }", "Code: { type: integer?, was: code }"],
      );
      generate();
      await up();
      expect((await filled.reflect()).map(({ name }) => name)).toContain("Tomes");
      expect(await values(`select "code" from "Tomes" order by "id"`)).toEqual([
        ["1"],
        ["7"],
        ["null"],
      ]);
      expect(await values(leaves("Tomes"))).toEqual(counted);
    },
    PATIENCE,
  );

  test(
    "a resource is split in two",
    async () => {
      emitted.declare(
        ["Code: { type: integer?, was: code }", "Code: integer?"],
        ["      b: string(5)?\n", "      remark: -> Remark?\n"],
        ["  Leaf:\n", "  Remark:\n    fields:\n      b: string(5)\n  Leaf:\n"],
      );
      generate("--allow-destructive");
      await up();
      await filled.execute(`insert into "remarks" ("b") values ('n')`);
      await filled.execute(`update "Tomes" set "remark_id" = 1 where "id" = 3`);
      expect(await values(leaves("Tomes"))).toEqual(counted);
      expect(await values(`select "a" from "Tomes" order by "id"`)).toEqual([
        ["y"],
        ["z"],
        ["null"],
      ]);
    },
    PATIENCE,
  );

  test(
    "the schema is that of a fresh database; all goes back where loss is allowed, and forth again",
    async () => {
      const { storage } = modelAndSchema(emitted.declaration);
      const fresh = await emitted.database("fresh");
      await fresh.run(program(firstSteps(storage), nothing, { database, online: false }).up);
      const last = await filled.reflect();
      expect(last).toEqual(await fresh.reflect());

      const refused = await emitted.migrate(filled.url, "down");
      expect(refused.code).not.toBe(0);
      expect(refused.out + refused.err).toContain(
        "Going back drops Tomes.remark_id with its values",
      );
      expect(await filled.reflect()).toEqual(last);
      for (let at = 0; at < 4; at += 1) {
        const { code, err } = await emitted.migrate(filled.url, "down", { ALLOW_DATA_LOSS: "yes" });
        expect(code, err).toBe(0);
      }
      expect(await filled.reflect()).toEqual(first);
      expect(await values(`select "note", "a" from "books" order by "id"`)).toEqual([
        ["1", "null"],
        ["7", "null"],
        ["null", "null"],
      ]);
      await up();
      expect(await filled.reflect()).toEqual(last);
      expect(await values(leaves("Tomes"))).toEqual(counted);
    },
    PATIENCE,
  );

  /** Its statements have run when it is killed, and nothing is committed. */
  async function killedInTheMiddle(migration: string): Promise<void> {
    const { root, project } = emitted;
    const [file, reached] = [join(root, migration), join(root, "reached.db")];
    const text = readFileSync(file, "utf8");
    const isPython = migration.endsWith(".py");
    const waiting = isPython
      ? text.replace(
          "    run(UP)\n",
          `    run(UP)\n    open("reached.db", "w").close()\n    __import__("time").sleep(600)\n`,
        )
      : text.replace(
          /^\}\n/m,
          `  (await import("node:fs")).writeFileSync("reached.db", "");\n  await new Promise((resolve) => setTimeout(resolve, 600_000));\n}\n`,
        );
    expect(waiting).not.toBe(text);
    writeFileSync(file, waiting);
    const [command, ...parameters] = migrateCommand(project);
    const child = spawn(command, parameters, {
      cwd: root,
      env: { ...process.env, ...environmentOf(project), DATABASE_URL: filled.url },
      stdio: "ignore",
      detached: true,
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.once("exit", (_, signal) => resolve(signal));
    });
    while (!existsSync(reached) && child.exitCode === null) await pause(50);
    expect(child.exitCode).toBeNull();
    process.kill(-(child.pid ?? 0), "SIGKILL");
    expect(await ended).toBe("SIGKILL");
    rmSync(reached);
    writeFileSync(file, text);
    expect(readdirSync(join(root, ".restwright/migrations"))).toHaveLength(3);
  }
});
