/** For whatever watches the process: `/healthz` says that it is up, `/readyz` that it can serve. */
import fp from "fastify-plugin";
import { unavailable } from "../http/problem.js";

export const health = fp(async (app) => {
  app.get("/healthz", { schema: { hide: true } }, async () => ({ status: "ok" }));

  app.get("/readyz", { schema: { hide: true } }, async () => {
    await app.database.ping().catch((error: unknown) => {
      app.log.error({ err: error }, "the database does not answer");
      throw unavailable();
    });
    return { status: "ready" };
  });
});
