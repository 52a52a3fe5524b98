import Fastify, { type FastifyInstance, LogController } from "fastify";
import { api } from "./api.js";
import type { Config } from "./config.js";
import { notFound } from "./http/problem.js";
import { originForm } from "./http/query-string.js";
import { answerClientError } from "./plugins/client-errors.js";
import { database } from "./plugins/database.js";
import { documentation } from "./plugins/documentation.js";
import { errors, sendProblem, toProblem } from "./plugins/errors.js";
import { health } from "./plugins/health.js";
import { requestId, requestLog } from "./plugins/request-log.js";
import { security } from "./plugins/security.js";
import { stopping } from "./plugins/stopping.js";
import { validation } from "./plugins/validation.js";

declare module "fastify" {
  interface FastifyInstance {
    /** Where the API lives; links in answers begin with it. */
    readonly basePath: string;
  }
}

export const basePath = "/api/v1";

/** Node takes no longer ones (`--max-http-header-size`). */
const maxPathLength = 16_384;

/** Milliseconds in which a request must have arrived as a whole. */
const requestTimeout = 60_000;

/** The service as it runs in production, not yet listening. */
export async function buildApp(config: Config): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    logger: config.logLevel === "silent" ? false : { level: config.logLevel },
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: "request_id",
    }),
    genReqId: requestId,
    bodyLimit: config.bodyLimit,
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    routerOptions: { maxParamLength: maxPathLength },
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, toProblem(error)),
    rewriteUrl: ({ url = "/" }) => originForm(url),
    clientErrorHandler: (error, socket) => answerClientError(error, socket, app.log),
    requestTimeout,
    // While stopping, requests that connections already carry are served.
    return503OnClosing: false,
  });
  app.decorate("basePath", basePath);

  await app.register(stopping);
  await app.register(validation);
  await app.register(errors);
  await app.register(database, config);
  await app.register(requestLog, config);
  await app.register(security, config);
  await app.register(documentation);
  await app.register(health);
  app.setNotFoundHandler(async (request, reply) => sendProblem(request, reply, notFound()));
  await app.register(api, { prefix: basePath, config });
  return app;
}
