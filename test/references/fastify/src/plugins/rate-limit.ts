/** Requests per client address, with the headers of draft-ietf-httpapi-ratelimit-headers. */
import limiter from "@fastify/rate-limit";
import fp from "fastify-plugin";
import type { Config } from "../config.js";
import { Problem } from "../http/problem.js";

export const rateLimit = fp(
  async (app, { rateLimit: limit }: Pick<Config, "rateLimit">) => {
    if (limit === undefined) return;
    const { requests, seconds } = limit;
    await app.register(limiter, {
      global: false,
      max: requests,
      timeWindow: seconds * 1000,
      errorResponseBuilder: (_request, { ttl }) =>
        new Problem(429, "There were too many requests from this address.", {
          headers: { "retry-after": String(Math.ceil(ttl / 1000)) },
        }),
    });
    // As a hook of the application, not of each route, it stands before those that judge bodies.
    app.addHook("onRequest", app.rateLimit());
    app.addHook("onSend", async (_request, reply) => {
      const remaining = reply.getHeader("x-ratelimit-remaining");
      const reset = reply.getHeader("x-ratelimit-reset");
      for (const name of ["limit", "remaining", "reset"]) reply.removeHeader(`x-ratelimit-${name}`);
      if (remaining === undefined) return;
      reply.header("ratelimit-policy", `"default";q=${requests};w=${seconds}`);
      reply.header("ratelimit", `"default";r=${String(remaining)};t=${String(reset)}`);
    });
  },
  { name: "rate-limit" },
);
