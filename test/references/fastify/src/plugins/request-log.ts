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

/** The client did not wait for its answer. No status of HTTP says so; this is what nginx and others log. */
const abandoned = 499;

export const requestLog = fp(
  async (app, { logLevel }: Pick<Config, "logLevel">) => {
    app.addHook("onRequest", (request, reply, done) => {
      reply.header("x-request-id", request.id);
      done();
    });
    if (logLevel === "silent") return;
    app.addHook("onRequest", (request, reply, done) => {
      const start = performance.now();
      // Comes after the last byte, and where the client goes away before that.
      reply.raw.once("close", () => {
        request.log.info(
          {
            method: request.method,
            path: pathOf(request.url),
            status: reply.raw.writableFinished ? reply.raw.statusCode : abandoned,
            duration_ms: Math.round((performance.now() - start) * 1000) / 1000,
          },
          "request",
        );
      });
      done();
    });
  },
  { name: "request-log" },
);
