/** The program that makes the tables of an empty database, and takes them away again. */
import { nothing } from "../../src/migrations/apply.ts";
import { firstSteps } from "../../src/migrations/compare.ts";
import type { Passage, Program } from "../../src/migrations/passages.ts";
import { program } from "../../src/migrations/program.ts";
import type { Database } from "../../src/model/model.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { TestDatabase } from "./databases.ts";
import type { ReflectedTable } from "./reflect.ts";

export function firstProgram(storage: Storage, database: Database): Program {
  return program(firstSteps(storage), nothing, { database, online: false });
}

/** The statements of passages without what stands between them: enough for an empty database. */
export function statementsOf(passages: readonly Passage[]): string[] {
  return passages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === "sql" ? [part.sql] : [])),
  );
}

/** What a database that was made fresh says of itself. @param db loses all that it has */
export async function reflectFresh(db: TestDatabase, storage: Storage): Promise<ReflectedTable[]> {
  await db.reset();
  await db.run(firstProgram(storage, db.database).up);
  return db.reflect();
}
