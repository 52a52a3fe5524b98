/** The database: opened with the application, closed after its last request. */
import fp from "fastify-plugin";
import type { Config } from "../config.js";
import { Database } from "../database/database.js";

declare module "fastify" {
  interface FastifyInstance {
    readonly database: Database;
  }
}

export const database = fp(
  async (app, { databaseUrl }: Pick<Config, "databaseUrl">) => {
    const opened = new Database(databaseUrl);
    app.decorate("database", opened);
    app.addHook("onClose", async () => opened.close());
  },
  { name: "database" },
);
