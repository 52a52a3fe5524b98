/** Migrations written by hand on either of two branches, one of which is put after the other. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emit, pairs, type Emitted } from "../support/emitted.ts";
import { canRun } from "../support/requirements.ts";

const DECLARATION = `restwright: 1
service: { name: library }
framework: fastify
database: sqlite
resources:
  Author:
    fields:
      name: string(1..80)

  Book:
    fields:
      title: string(1..200)
`;
const COUNTRY = [
  "name: string(1..80)\n",
  "name: string(1..80)\n      country: string(2)?\n",
] as const;
const ISBN = [
  "title: string(1..200)\n",
  "title: string(1..200)\n      isbn: string(13)?\n",
] as const;
const [ONE, TWO] = ["0002_add_country_to_authors", "0002_add_isbn_to_books"];
const MOVED = "0004_add_isbn_to_books";

test.for(pairs(false))(
  "%s on %s",
  { timeout: 600_000 },
  async ([framework, database], { skip }) => {
    skip(!canRun({ framework, database }), "Python is not installed");
    const emitted = await emit(DECLARATION.replace("fastify", framework));
    try {
      emitted.git("tag", "first");
      const country = branch(emitted, {
        edit: COUNTRY,
        after: ONE,
        table: "authors",
        column: "country",
      });
      const isbn = branch(emitted, { edit: ISBN, after: TWO, table: "books", column: "isbn" });
      emitted.git("checkout", "-q", "main");
      emitted.git("merge", "-q", "country");
      emitted.git("merge", "-q", "isbn", "-m", "isbn");
      if (framework === "fastify") await byNames(emitted, { country, isbn });
      else await byRevisions(emitted, { country, isbn });

      const fresh = await emitted.database("fresh");
      const { code, out, err } = await emitted.migrate(fresh.url);
      expect(code, out + err).toBe(0);
      expect(emitted.restwright("generate").err).toContain("Up to date");
    } finally {
      await emitted.close();
    }
  },
);

const PAGES = [
  "isbn: string(13)?\n",
  "isbn: string(13)?\n      pages: { type: integer, backfill: 7 }\n",
] as const;

test(
  "a generated revision that follows one written by hand does not move: it is generated anew",
  { timeout: 600_000 },
  async ({ skip }) => {
    skip(!canRun({ framework: "fastapi" }), "Python is not installed");
    const emitted = await emit(DECLARATION.replace("fastify", "fastapi"));
    const { restwright, root, git } = emitted;
    try {
      git("tag", "first");
      const both = [
        { edit: COUNTRY, after: ONE, table: "authors", column: "country" },
        { edit: ISBN, after: TWO, table: "books", column: "isbn" },
      ] as const;
      branch(emitted, both[0]);
      const isbn = branch(emitted, both[1]);
      emitted.declare(PAGES);
      expect(restwright("generate")).toMatchObject({ code: 0 });
      emitted.commit("pages");
      const three = "0004_add_pages_to_books";
      const pages = `migrations/versions/${three}.py`;
      expect(readFileSync(join(root, pages), "utf8")).toContain('= "own_isbn"');
      git("checkout", "-q", "main");
      git("merge", "-q", "country");
      git("merge", "-q", "isbn", "-m", "isbn");
      const filled = await emitted.database("filled");
      git("checkout", "-q", "country");
      expect(await emitted.migrate(filled.url)).toMatchObject({ code: 0 });
      await filled.execute(`insert into "books" ("title") values ('A')`);
      git("checkout", "-q", "main");

      const first = restwright("migrations", "rebase", three);
      expect(first.code).toBe(4);
      expect(first.err).toContain(`${isbn}: it is written by hand and follows`);
      expect(first.err).toContain(
        `${pages}: it follows ${isbn}, which is written by hand and follows what moves`,
      );
      expect(git("status", "--short")).toBe("");
      const [, next = "", last = ""] = /write (\w+) where it says (\w+),/.exec(first.err) ?? [];
      const file = join(root, isbn);
      writeFileSync(file, readFileSync(file, "utf8").replace(last, next));

      const second = restwright("migrations", "rebase", three);
      expect(second.code).toBe(4);
      expect(second.err).toContain(
        `${pages}: it follows ${isbn}, which is written by hand and follows what moves`,
      );
      expect(second.err).toContain(
        `delete ${pages} and its record, run this again for the end that is left, and generate it anew`,
      );
      expect(git("diff", "--name-only").trim()).toBe(isbn);

      // As it says.
      for (const path of [pages, `.restwright/migrations/${three}.json`]) rmSync(join(root, path));
      const { code, err } = restwright("migrations", "rebase", TWO);
      expect(code, err).toBe(0);
      const anew = restwright("generate");
      expect(anew.code, anew.err).toBe(0);
      expect(anew.err).toContain("require books.pages");
      const migrated = await emitted.migrate(filled.url);
      expect(migrated.code, migrated.out + migrated.err).toBe(0);
      expect(await filled.query(`select "title", "isbn", "pages" from "books"`)).toEqual([
        { title: "A", isbn: "x", pages: 7 },
      ]);
      expect(restwright("generate").err).toContain("Up to date");
    } finally {
      await emitted.close();
    }
  },
);

interface Own {
  readonly country: string;
  readonly isbn: string;
}

/** Kysely: nothing says which of them was made upon what moves. */
async function byNames({ restwright, root, git }: Emitted, { country, isbn }: Own): Promise<void> {
  const refused = restwright("migrations", "rebase", TWO);
  expect(refused.code).toBe(4);
  for (const path of [country, isbn]) expect(refused.err).toContain(path);
  expect(refused.err).toContain(`back under a number after ${MOVED}`);
  expect(git("status", "--short")).toBe("");

  renameSync(join(root, isbn), join(root, "aside.ts"));
  expect(restwright("migrations", "rebase", TWO)).toMatchObject({ code: 4 });
  const { code, err } = restwright("migrations", "rebase", TWO, "--after-hand-written");
  expect(code, err).toBe(0);
  expect(readFileSync(join(root, `src/database/migrations/${MOVED}.ts`), "utf8")).toContain("isbn");
  renameSync(join(root, "aside.ts"), join(root, isbn.replace("0003", "0005")));
}

/** Alembic: each says what it follows. */
async function byRevisions(
  { restwright, root, git }: Emitted,
  { country, isbn }: Own,
): Promise<void> {
  const refused = restwright("migrations", "rebase", TWO);
  expect(refused.code).toBe(4);
  expect(refused.err).toContain(isbn);
  expect(refused.err).not.toContain(country);
  expect(git("status", "--short")).toBe("");
  const [, next = "", last = ""] = /write (\w+) where it says (\w+),/.exec(refused.err) ?? [];
  const file = join(root, isbn);
  writeFileSync(file, readFileSync(file, "utf8").replace(last, next));

  const { code, err } = restwright("migrations", "rebase", TWO);
  expect(code, err).toBe(0);
  const moved = readFileSync(join(root, `migrations/versions/${MOVED}.py`), "utf8");
  expect(moved).toContain(`revision: str = "${next}"`);
  expect(moved).toContain(`down_revision: str | None = "own_country"`);
  // The next one has one end to follow.
  expect(restwright("generate").code).toBe(0);
}

interface Branch {
  readonly edit: readonly [find: string, replace: string];
  /** The migration that the one written by hand was made upon. */
  readonly after: string;
  readonly table: string;
  readonly column: string;
}

/** Off the first commit. @returns path of the migration written by hand */
function branch(emitted: Emitted, { edit, after, table, column }: Branch): string {
  const { git, root, project } = emitted;
  git("checkout", "-q", "-b", column, "first");
  emitted.declare(edit);
  expect(emitted.restwright("generate")).toMatchObject({ code: 0 });
  const sql = `UPDATE ${table} SET ${column} = 'x' WHERE ${column} IS NULL`;
  const isPython = project.language === "python";
  const folder = isPython ? "migrations/versions" : "src/database/migrations";
  const path = `${folder}/0003_fill_${column}.${isPython ? "py" : "ts"}`;
  writeFileSync(
    join(root, path),
    isPython ? inPython(root, { after, column, sql }) : inTypeScript(sql),
  );
  emitted.commit(column);
  return path;
}

function inTypeScript(statement: string): string {
  return `import { type Kysely, sql } from "kysely";

export async function up(database: Kysely<unknown>): Promise<void> {
  await sql\`${statement}\`.execute(database);
}

export async function down(): Promise<void> {}
`;
}

function inPython(root: string, one: { after: string; column: string; sql: string }): string {
  const generated = readFileSync(join(root, `migrations/versions/${one.after}.py`), "utf8");
  const follows = /^revision: str = "(\w+)"/m.exec(generated)?.[1] ?? "";
  return `"""Fill ${one.column}."""

from alembic import op

revision = "own_${one.column}"
down_revision = "${follows}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("${one.sql}")


def downgrade() -> None:
    pass
`;
}
