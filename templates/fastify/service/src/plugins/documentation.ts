/**
 * The OpenAPI document at `/openapi.json` and its page at `/docs`. The document lists the routes that are really there.
 * What `openapi.json` says of a route stands in it; any other route is described by its own schema.
 */
import { readFileSync } from "node:fs";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import fp from "fastify-plugin";
import { watchMethods } from "./methods.js";

type Operations = Record<string, object>;

/** The page takes everything from this service; Swagger UI writes styles into it, and has images in them. */
const contentPolicy = {
  "default-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "img-src": "'self' data:",
  "object-src": "'none'",
  "style-src": "'self' 'unsafe-inline'",
};

interface Description {
  readonly paths: Readonly<Record<string, Operations>>;
}

export const documentation = fp(
  async (app) => {
    const file = new URL("../../openapi.json", import.meta.url);
    const described: Description = JSON.parse(readFileSync(file, "utf8"));

    await app.register(swagger, { openapi: { openapi: "3.1.1" } });
    let document: object | undefined;
    const live = () =>
      (document ??= {
        ...described,
        paths: describePaths(app.swagger().paths ?? {}, described.paths),
      });
    await app.register(async (pages) => {
      const answerOtherMethods = watchMethods(pages);
      await pages.register(swaggerUi, {
        routePrefix: "/docs",
        staticCSP: contentPolicy,
        uiConfig: { validatorUrl: null },
        transformSpecification: live,
        transformSpecificationClone: false,
      });
      pages.get("/openapi.json", { schema: { hide: true } }, async () => live());
      answerOtherMethods();
    });
  },
  { name: "documentation" },
);

/** In the order of the description; routes that it does not know come last. */
function describePaths(live: object, described: Description["paths"]): Record<string, Operations> {
  const routes = new Map<string, Operations>(Object.entries(live));
  const order = new Set([...Object.keys(described), ...routes.keys()]);
  return Object.fromEntries(
    [...order].flatMap((path) => {
      const operations = routes.get(path);
      return operations === undefined ? [] : [[path, describe(operations, described[path] ?? {})]];
    }),
  );
}

function describe(live: Operations, described: Operations): Operations {
  const own = Object.entries(live).filter(([method]) => !Object.hasOwn(described, method));
  const known = Object.entries(described).filter(([method]) => Object.hasOwn(live, method));
  return Object.fromEntries([...known, ...own]);
}
