/**
 * What a machine must have for some of the tests. Where it is missing they are skipped: the test command names them at its
 * end, and counts them as failures under continuous integration.
 */
import { describe } from "vitest";
import type { Database } from "../../src/model/model.ts";
import { hasPostgres, hasPython, python } from "./programs.ts";

export { hasPostgres, hasPython, python };

/** Whether there is what a service of the framework needs on the database; either may be left out. */
export function canRun({ framework = "fastify", database = "sqlite" }: Needs): boolean {
  return (hasPython || framework === "fastify") && (hasPostgres || database === "sqlite");
}

interface Needs {
  readonly framework?: string;
  readonly database?: Database;
}

/** The same tests on both databases. */
export function onEachDatabase(tests: (database: Database) => void): void {
  for (const database of ["sqlite", "postgres"] as const) {
    describe.skipIf(!canRun({ database }))(`on ${database}`, () => tests(database));
  }
}
