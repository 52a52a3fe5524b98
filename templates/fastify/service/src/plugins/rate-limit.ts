/** Requests per client address, with the headers of draft-ietf-httpapi-ratelimit-headers. */
import limiter from "@fastify/rate-limit";
import fp from "fastify-plugin";
import type { Config } from "../config.js";
import { Problem } from "../http/problem.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Seconds until this client may ask again; undefined: now. */
    retryAfter: number | undefined;
  }
}

/** Counts every request but OPTIONS, whatever comes of it; `rateLimit` refuses those that are too many. */
export const rateCount = fp(async (app, { rateLimit: limit }: Pick<Config, "rateLimit">) => {
  app.decorateRequest("retryAfter", undefined);
  if (limit === undefined) return;
  const { requests, seconds } = limit;
  await app.register(limiter, { global: false });
  const count = app.createRateLimit({ max: requests, timeWindow: seconds * 1000 });
  app.addHook("onRequest", async (request, reply) => {
    if (request.method === "OPTIONS") return;
    const counted = await count(request);
    if (counted.isAllowed) return;
    const { isExceeded, remaining, ttlInSeconds } = counted;
    if (isExceeded) request.retryAfter = ttlInSeconds;
    reply.headers({
      "ratelimit-policy": `"default";q=${requests};w=${seconds}`,
      ratelimit: `"default";r=${remaining};t=${ttlInSeconds}`,
    });
  });
}, { name: "rate-count" });

export const rateLimit = fp(async (app) => {
  app.addHook("onRequest", (request, _reply, done) => {
    if (request.retryAfter === undefined) return done();
    const headers = { "retry-after": String(Math.max(1, request.retryAfter)) };
    done(new Problem(429, "There were too many requests from this address.", { headers }));
  });
}, { name: "rate-limit" });
