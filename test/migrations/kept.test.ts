/** What `drop: keep` leaves in the database is passed over by the tools that compare it with the code, and nothing else is. */
import { expect, test } from "vitest";
import { isFull } from "../support/cases.ts";
import { emit, pairs } from "../support/emitted.ts";
import { run } from "../support/project.ts";
import { canRun } from "../support/requirements.ts";

const DECLARATION = `restwright: 1
service: { name: library }
framework: fastapi
database: sqlite
resources:
  Author:
    fields:
      name: string(80)
      city: string(40)? unique
      readers: <-> Reader
  Book:
    fields:
      title: string(80)
      author: { to: Author, on_delete: cascade }
  Reader:
    fields:
      name: string(80)
  Leaf:
    fields:
      number: integer
  Note:
    fields:
      text: string(100) unique
`;

const cases = pairs(isFull).filter(([framework]) => framework === "fastapi");

test.for(cases)("%s on %s", { timeout: 600_000 }, async ([framework, database], { skip }) => {
  skip(!canRun({ framework, database }), "Python or PostgreSQL is not installed");
  const emitted = await emit(DECLARATION.replace("sqlite", database));
  try {
    const { project, cluster } = emitted;
    const filled = await emitted.database("filled");
    expect(await emitted.migrate(filled.url)).toMatchObject({ code: 0 });
    emitted.declare(
      ["      city: string(40)? unique\n", "      city: { drop: keep }\n"],
      ["      readers: <-> Reader\n", "      readers: { drop: keep }\n"],
      ["      author: { to: Author, on_delete: cascade }\n", "      author: { drop: keep }\n"],
      [
        "      number: integer\n",
        "      number: integer\n      book: { to: Book, optional: true, on_delete: cascade }\n",
      ],
      ["  Note:\n    fields:\n      text: string(100) unique\n", "  Note: { drop: keep }\n"],
    );
    const { code, err } = emitted.restwright("generate");
    expect(code, err).toBe(0);
    expect(await emitted.migrate(filled.url)).toMatchObject({ code: 0 });
    expect((await filled.reflect()).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["author_readers", "notes"]),
    );
    const compared = () =>
      run(project, ["alembic", "check"], { DATABASE_URL: filled.url }).then(() => "alike", String);
    expect(await compared()).toBe("alike");
    const server = cluster === null ? {} : { TEST_DATABASE_URL: cluster.database("tests") };
    await run(project, ["pytest", "-q", "-k", "migrations_go_up_and_down"], server);
    await run(project, ["mypy"]);
    await run(project, ["ruff", "check"]);
    await run(project, ["ruff", "format", "--check"]);

    // Of the same names elsewhere, and beside what is kept.
    const differences = [
      [`ALTER TABLE "readers" ADD COLUMN "city" text`, `ALTER TABLE "readers" DROP COLUMN "city"`],
      [`CREATE TABLE "city" ("id" integer)`, `DROP TABLE "city"`],
      [
        `ALTER TABLE "authors" ADD COLUMN "notes" text`,
        `ALTER TABLE "authors" DROP COLUMN "notes"`,
      ],
      [`CREATE INDEX "own" ON "authors" ("city")`, `DROP INDEX "own"`],
      [`ALTER TABLE "books" RENAME COLUMN "title" TO "name"`, null],
    ] as const;
    for (const [make, undo] of differences) {
      await filled.execute(make);
      expect(await compared(), make).toMatch(/New upgrade operations detected/);
      if (undo !== null) await filled.execute(undo);
    }
  } finally {
    await emitted.close();
  }
});
