/** One line per request, and an id that joins it to the client's own records. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import fp from "fastify-plugin";
import type { Config } from "../config.js";
import { pathOf } from "../http/query-string.js";

/** Taken over from the client where it is harmless, else made. */
export function requestId(request: Pick<IncomingMessage, "headers">): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[A-Za-z0-9._-]{1,128}$/.test(given) ? given : randomUUID();
}

export const requestLog = fp(
  async (app, { logLevel }: Pick<Config, "logLevel">) => {
    app.addHook("onRequest", (request, reply, done) => {
      reply.header("x-request-id", request.id);
      done();
    });
    if (logLevel === "silent") return;
    app.addHook("onResponse", (request, reply, done) => {
      request.log.info(
        {
          method: request.method,
          path: pathOf(request.url),
          status: reply.statusCode,
          duration_ms: Math.round(reply.elapsedTime * 1000) / 1000,
        },
        "request",
      );
      done();
    });
  },
  { name: "request-log" },
);
