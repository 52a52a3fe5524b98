/** Headers that browsers heed: what a page may do with an answer, and from which origins it may ask. */
import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
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

export const security = fp(async (app, { corsOrigins }: Pick<Config, "corsOrigins">) => {
  await app.register(helmet);
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: corsOrigins.includes("*") ? "*" : [...corsOrigins],
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    exposedHeaders: exposed,
    preflightContinue: true,
    strictPreflight: false,
  });
});
