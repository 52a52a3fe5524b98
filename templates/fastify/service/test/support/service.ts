import type { FastifyInstance } from "fastify";
import { buildApp } from "../../src/app.js";
import { readConfig } from "../../src/config.js";
import { DatabaseMigrator } from "../../src/database/migrator.js";
import { seed } from "../../src/database/seeds.js";
import { createTestDatabase } from "./database.js";

export interface TestService {
  readonly app: FastifyInstance;
  stop(): Promise<void>;
}

/** What tests read of a list. */
export interface Page {
  readonly data: readonly { readonly id: unknown }[];
  readonly page: { readonly next_cursor: string | null; readonly total?: number };
}

/** What tests read of a problem document. */
export interface Problem {
  readonly errors?: readonly { readonly pointer?: string; readonly code: string }[];
}

/** The ids of a list's rows. */
export async function listedIds({ app }: TestService, url: string): Promise<unknown[]> {
  const answer = await app.inject({ url });
  if (answer.statusCode !== 200) throw new Error(`${url} is answered ${answer.statusCode}`);
  return answer.json<Page>().data.map((row) => row.id);
}

/** The service as it runs in production, on a migrated database of its own that holds the seed rows. */
export async function startService(): Promise<TestService> {
  const database = await createTestDatabase();
  const migrator = new DatabaseMigrator(database.url);
  await migrator.up();
  await migrator.close();
  const app = await buildApp(readConfig({ DATABASE_URL: database.url, LOG_LEVEL: "silent" }));
  await seed(app.database);
  return {
    app,
    async stop() {
      await app.close();
      await database.remove();
    },
  };
}
