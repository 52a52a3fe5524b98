/** For whatever watches the process: `/healthz` says that it is up, `/readyz` that it can serve. */
import type { FastifyInstance } from "fastify";
import { requireMigrations } from "../database/schema.js";
import { unavailable } from "../http/problem.js";
import { watchMethods } from "./methods.js";

export async function health(app: FastifyInstance): Promise<void> {
  const answerOtherMethods = watchMethods(app);

  app.get("/healthz", { schema: { hide: true } }, async () => ({ status: "ok" }));

  app.get("/readyz", { schema: { hide: true } }, async () => {
    await requireMigrations(app.database).catch((error: unknown) => {
      app.log.error({ err: error }, "the service is not ready");
      throw unavailable();
    });
    return { status: "ready" };
  });
  answerOtherMethods();
}
