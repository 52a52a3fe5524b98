/** For whatever watches the process: `/healthz` says that it is up, `/readyz` that it can serve. */
import type { FastifyInstance } from "fastify";
import { unavailable } from "../http/problem.js";
import { watchMethods } from "./methods.js";

export async function health(app: FastifyInstance): Promise<void> {
  const answerOtherMethods = watchMethods(app);

  app.get("/healthz", { schema: { hide: true } }, async () => ({ status: "ok" }));

  app.get("/readyz", { schema: { hide: true } }, async () => {
    await app.database.ping().catch((error: unknown) => {
      app.log.error({ err: error }, "the database does not answer");
      throw unavailable();
    });
    return { status: "ready" };
  });
  answerOtherMethods();
}
