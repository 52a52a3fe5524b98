import type { FastifyInstance } from "fastify";
import type { Config } from "./config.js";
import { modules } from "./modules/index.js";
import { sendProblem } from "./plugins/errors.js";
import { watchMethods } from "./plugins/methods.js";
import { rateCount, rateLimit } from "./plugins/rate-limit.js";
import { bodies, negotiation, pathParameters } from "./plugins/requests.js";
import { notFound } from "./http/problem.js";

/** Everything under the base path. The order of registration is the order in which a request is judged. */
export async function api(app: FastifyInstance, { config }: { config: Config }): Promise<void> {
  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("cache-control", "no-cache");
    done();
  });
  app.setNotFoundHandler(async (request, reply) => sendProblem(request, reply, notFound()));
  await app.register(rateCount, config);
  await app.register(pathParameters);
  const answerOtherMethods = watchMethods(app);
  await app.register(async (operations) => {
    await operations.register(negotiation);
    await operations.register(rateLimit);
    await operations.register(bodies);
    await operations.register(modules);
  });
  answerOtherMethods();
}
