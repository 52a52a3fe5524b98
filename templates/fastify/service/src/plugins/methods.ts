/** Answers every method that a known path does not have: OPTIONS with `Allow`, any other with 405. */
import type { FastifyInstance, HTTPMethods } from "fastify";
import { Problem } from "../http/problem.js";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Watches the routes that are added to `app` from now on; the result adds the answers for the rest. */
export function watchMethods(app: FastifyInstance): () => void {
  const paths = new Map<string, unknown>();
  app.addHook("onRoute", ({ url, schema }) => {
    if (!paths.has(url)) paths.set(url, schema?.params);
  });
  return () => {
    const watched = [...paths];
    for (const [url, params] of watched) {
      // Asked of the router, since a route that stands with and without a final slash is told of only once.
      const allowed = new Set(
        app.supportedMethods.filter((method) => app.hasRoute({ url, method: method as HTTPMethods })),
      ).add("OPTIONS");
      const allow = methods.filter((method) => allowed.has(method)).join(", ");
      const rest = app.supportedMethods.filter((method) => !allowed.has(method));
      const schema = params === undefined ? { hide: true } : { params, hide: true };
      const route = { url: url.slice(app.prefix.length), schema };
      app.route({
        ...route,
        method: "OPTIONS",
        handler: async (_request, reply) => reply.code(204).header("allow", allow).send(),
      });
      app.route({
        ...route,
        method: rest as HTTPMethods[],
        exposeHeadRoute: false,
        onRequest: async () => {
          throw new Problem(405, `This address knows ${allow}.`, { headers: { allow } });
        },
        handler: async () => undefined,
      });
    }
  };
}
