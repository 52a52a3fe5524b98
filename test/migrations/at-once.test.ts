/**
 * Processes of an emitted project that migrate one database at once, as replicas do that are deployed together: one does
 * it, the others wait for it and find nothing to do; where it is killed, another one does it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emit, type Emitted, type Filled } from "../support/emitted.ts";
import { environmentOf, migrateCommand } from "../support/project.ts";
import { canRun } from "../support/requirements.ts";
import { pause } from "../support/service.ts";

const DECLARATION = `restwright: 1
service: { name: library }
framework: fastify
database: sqlite
online: true
resources:
  Author:
    fields:
      name: string(1..80)
  Book:
    fields:
      title: string(1..200)
`;

const PATIENCE = 300_000;

describe.each(["sqlite", "postgres"] as const)("on %s", (database) => {
  const isPostgres = database === "postgres";
  let emitted: Emitted;
  let filled: Filled;
  beforeAll(async () => {
    if (!canRun({ database })) return;
    emitted = await emit(DECLARATION.replace("sqlite", database));
    filled = await emitted.database("filled");
  }, PATIENCE);
  afterAll(async () => emitted?.close());

  const inTurn = (name: string, act: () => Promise<void>) =>
    test(name, { timeout: PATIENCE }, async ({ skip }) => {
      skip(!canRun({ database }), "PostgreSQL is not installed");
      await act();
    });

  inTurn("each migration of a new database is done once", async () => {
    generate("name: string(1..80)\n", "name: string(1..80)\n      country: string(2)?\n");
    generate("title: string(1..200)\n", "title: string(1..200)\n      isbn: string(13)?\n");
    const all = [1, 2, 3, 4].map(() => new Migrating(emitted, filled.url));
    const ends = await Promise.all(all.map(({ ended }) => ended));
    expect(ends, JSON.stringify(ends)).toMatchObject(all.map(() => ({ code: 0, err: "" })));
    const done = ends.flatMap(({ out }) => out.match(/(?<=^up +success +)\w+$/gm) ?? []);
    expect(done.sort()).toEqual([
      "0001_initial",
      "0002_add_country_to_authors",
      "0003_add_isbn_to_books",
    ]);
    await filled.execute(`insert into "books" ("title") values ('A')`);
  });

  inTurn("the second waits for the first, and finds nothing to do", async () => {
    const file = generate(
      "      country: string(2)?\n",
      "      country: string(2)?\n      city: string(9)?\n",
    );
    const [first, second] = await held(file);
    writeFileSync(join(emitted.root, "go.db"), "");
    expect(await first.ended).toEqual({ code: 0, err: "", out: `up    success  ${nameOf(file)}` });
    expect(await second.ended).toMatchObject({ code: 0, err: "" });
    expect((await second.ended).out.split("\n").at(-1)).toBe("Nothing to do.");
    expect((await second.ended).out).not.toContain("success");
    letGo(file);
  });

  inTurn("the second does it where the first is killed", async () => {
    const file = generate(
      "      isbn: string(13)?\n",
      "      isbn: string(13)?\n      shelf: integer = 7\n",
    );
    const [first, second] = await held(file);
    first.kill();
    writeFileSync(join(emitted.root, "go.db"), "");
    expect(await first.ended).toMatchObject({ code: null });
    expect(await second.ended).toMatchObject({ code: 0, err: "" });
    expect((await second.ended).out).toMatch(new RegExp(`^up +success +${nameOf(file)}$`, "m"));
    expect(await filled.query(`select "shelf" from "books"`)).toEqual([{ shelf: 7 }]);
    letGo(file);
  });

  if (isPostgres) {
    // It waits for every query that began before it.
    inTurn("those that wait are in the way of no index that is made beside requests", async () => {
      const file = generate("title: string(1..200)\n", "title: string(1..200) index\n");
      const [first, second] = await held(file, "first");
      writeFileSync(join(emitted.root, "go.db"), "");
      expect(await first.ended).toMatchObject({ code: 0, err: "" });
      expect(await second.ended).toMatchObject({ code: 0, err: "" });
      const indexes = await filled.query(
        `select indisvalid from pg_index where indexrelid = 'ix_books_title'::regclass`,
      );
      expect(indexes).toEqual([{ indisvalid: true }]);
      letGo(file);
    });
  }

  /** @returns path of the new migration */
  function generate(find: string, replace: string): string {
    emitted.declare([find, replace]);
    const { code, err } = emitted.restwright("generate");
    expect(code, err).toBe(0);
    return join(emitted.root, /^create +(.*\/\d{4}_\w+\.ts)$/m.exec(err)?.[1] ?? "");
  }

  let original = "";

  /**
   * Two processes: the first is in the middle of the migration, and the second has come; both go on when there is a
   * file `go.db`.
   */
  async function held(file: string, where: "first" | "last" = "last") {
    const { root } = emitted;
    original = readFileSync(file, "utf8");
    const wait = [
      `  writeFileSync("reached.db", "");`,
      `  while (!existsSync("go.db")) await new Promise((resolve) => setTimeout(resolve, 20));`,
    ].join("\n");
    const waiting =
      where === "first"
        ? original.replace(/^export async function up.*\n/m, (line) => `${line}${wait}\n`)
        : original.replace(/^\}\n/m, `${wait}\n}\n`);
    expect(waiting).not.toBe(original);
    writeFileSync(
      file,
      `import { appendFileSync, existsSync, writeFileSync } from "node:fs";\nappendFileSync("read.db", ".");\n${waiting}`,
    );
    const first = new Migrating(emitted, filled.url);
    await first.until(() => existsSync(join(root, "reached.db")));
    const second = new Migrating(emitted, filled.url);
    await second.until(
      isPostgres ? asksForTheLock : () => statSync(join(root, "read.db")).size === 2,
    );
    return [first, second] as const;
  }

  async function asksForTheLock(): Promise<boolean> {
    const found = await filled.query(
      `select 1 from pg_stat_activity where pid <> pg_backend_pid() and query like '%advisory_lock%'`,
    );
    return found.length > 0;
  }

  function letGo(file: string): void {
    writeFileSync(file, original);
    for (const name of ["reached.db", "go.db", "read.db"]) rmSync(join(emitted.root, name));
  }
});

function nameOf(file: string): string {
  return /(\w+)\.ts$/.exec(file)?.[1] ?? "";
}

interface End {
  /** Null where it was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `npm run migrate`, at work. */
class Migrating {
  readonly #child: ChildProcess;
  readonly ended: Promise<End>;

  constructor({ root, project }: Emitted, url: string) {
    const [command, ...parameters] = migrateCommand(project);
    const child = spawn(command, parameters, {
      cwd: root,
      env: { ...process.env, ...environmentOf(project), DATABASE_URL: url },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, that ends as a whole.
      detached: true,
    });
    const texts = { out: "", err: "" };
    child.stdout.on("data", (chunk) => (texts.out += String(chunk)));
    child.stderr.on("data", (chunk) => (texts.err += String(chunk)));
    this.#child = child;
    this.ended = new Promise((resolve) => {
      child.once("close", (code) =>
        resolve({ code, out: texts.out.trimEnd(), err: texts.err.trimEnd() }),
      );
    });
  }

  /** @throws where it ends before */
  async until(condition: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await condition())) {
      if (this.#child.exitCode !== null) {
        const { code, out, err } = await this.ended;
        throw new Error(`It ended with ${code}:\n${out}\n${err}`);
      }
      await pause(20);
    }
  }

  kill(): void {
    process.kill(-(this.#child.pid ?? 0), "SIGKILL");
  }
}
