/**
 * Headers that browsers heed: what a page may do with an answer, and from which origins it may ask. Those of every answer
 * are what OWASP asks of an API that sends no HTML.
 * (https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html)
 */
import cors from "@fastify/cors";
import fp from "fastify-plugin";
import type { Config } from "../config.js";

const exposed = [
  "ETag",
  "Link",
  "Location",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "X-Request-Id",
];

/** Of every answer; the documentation has a policy of its own. */
export const alwaysHeaders = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
};

export const security = fp(
  async (app, { corsOrigins }: Pick<Config, "corsOrigins">) => {
    app.addHook("onRequest", (_request, reply, done) => {
      reply.headers(alwaysHeaders);
      done();
    });
    if (corsOrigins.length === 0) return;
    // With every origin allowed, too: an answer has these headers only where the request named one.
    app.addHook("onRequest", (_request, reply, done) => {
      reply.header("vary", "Origin");
      done();
    });
    await app.register(cors, {
      origin: corsOrigins.includes("*") ? "*" : [...corsOrigins],
      methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      exposedHeaders: exposed,
      preflightContinue: true,
      strictPreflight: false,
    });
  },
  { name: "security" },
);
