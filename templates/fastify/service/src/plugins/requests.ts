/**
 * What is judged before a request reaches its handler, in the order of the contract: ids in the path, `Accept`,
 * size, media type and encoding of the body, stray parameters.
 */
import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { acceptsJson } from "../http/accept.js";
import { checkIfMatchSyntax } from "../http/conditional.js";
import { parseJsonBody } from "../http/json-body.js";
import { rejectQuery } from "../http/list-query.js";
import { type PathReader, pathReader } from "../http/path-parameters.js";
import { Problem, notFound } from "../http/problem.js";
import { queryPairs } from "../http/query-string.js";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Reads the ids in the path; made from the schema of the path's parameters. */
    pathReader?: PathReader;
  }
}

/** Ids in the path become values of their type; a path whose ids are not of their form names nothing. */
export const pathParameters = fp(async (app) => {
  app.addHook("onRoute", (route) => {
    route.config = { ...route.config, pathReader: pathReader(route.schema?.params) };
  });
  app.addHook("onRequest", (request, _reply, done) => {
    const parameters = request.routeOptions.config.pathReader?.(request.params);
    if (parameters === undefined) return done(notFound());
    request.params = parameters;
    done();
  });
}, { name: "path-parameters" });

export const negotiation = fp(async (app) => {
  app.addHook("onRequest", (request, _reply, done) => {
    if (acceptsJson(request.headers.accept)) return done();
    done(new Problem(406, "The service answers in JSON, which Accept does not admit."));
  });
}, { name: "negotiation" });

export const bodies = fp(async (app) => {
  // A body has no meaning where a route does not say which; that of DELETE is not even read.
  app.addHttpMethod("DELETE", { hasBody: false, overrideExisting: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "*",
    { parseAs: "buffer" },
    (request: FastifyRequest, body: Buffer, done) => {
      try {
        const { schema } = request.routeOptions;
        done(null, schema?.body === undefined ? undefined : parseJsonBody(body));
      } catch (error) {
        done(error as Problem);
      }
    },
  );
  app.addHook("onRequest", (request, _reply, done) => {
    const { schema, bodyLimit = app.initialConfig.bodyLimit } = request.routeOptions;
    if (schema?.body !== undefined) checkBodyHeaders(request, bodyLimit);
    if (request.method !== "GET" && request.method !== "HEAD") {
      rejectQuery(queryPairs(request.url));
    }
    if (schema?.headers !== undefined) {
      checkIfMatchSyntax(request.headers["if-match"]);
    }
    done();
  });
}, { name: "bodies" });

/** @throws Problem 413, 415 */
function checkBodyHeaders(request: FastifyRequest, limit = Infinity): void {
  const { headers } = request;
  if (Number(headers["content-length"] ?? 0) > limit) {
    throw new Problem(413, "The request body is too large.");
  }
  const [type = "", ...parameters] = (headers["content-type"] ?? "")
    .split(";")
    .map((part) => part.trim().toLowerCase());
  const isPatch = request.method === "PATCH" && type === "application/merge-patch+json";
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  if (
    !(type === "application/json" || isPatch) ||
    !(charset === undefined || /^charset="?utf-?8"?$/.test(charset)) ||
    !/^(?:identity)?$/i.test((headers["content-encoding"] ?? "").trim())
  ) {
    throw new Problem(415, "The request body must be JSON in UTF-8, without compression.");
  }
}
