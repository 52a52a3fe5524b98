/** What surrounds the resources: health, documents, request ids, caching, error documents. */
import type { Area } from "../check.ts";
import { documentation } from "../documentation.ts";
import { expectHeader, expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import { noFaults, plainErrors, problemMembersLost, wrongStatus } from "../mutants/catalogue.ts";
import { bodyMutant, header, headerIgnored, responseMutant, statusTo } from "../mutants/mutant.ts";
import { response as altered } from "../client.ts";
import { has } from "../model.ts";
import { expectFaults, expectProblem } from "../problem.ts";
import { rowOf } from "../rows.ts";
import { main, resources } from "../subjects.ts";

const UUID_OR_SUCH = /^[A-Za-z0-9._-]{1,128}$/;

export const service: Area = (plan) => {
  const { model } = plan;
  const subject = main(model, "list", "retrieve");

  for (const [path, answer] of [
    ["/healthz", "ok"],
    ["/readyz", "ready"],
  ] as const) {
    plan.check(
      `GET ${path} is 200 and says «${answer}»`,
      bodyMutant("another answer", () => ({ status: "fine" })),
      async ({ http }) => {
        const response = await http.get(path);
        expectStatus(response, 200);
        expectHeader(response, "content-type", /^application\/json/);
        expectSame(response.json, { status: answer }, "body", response);
      },
    );
    plan.check(`${path} ignores query and Accept`, statusTo(200, 406), async ({ http }) => {
      expectStatus(await http.get(`${path}?x=1`, { accept: "text/html" }), 200);
    });
    plan.check(`HEAD ${path} is 200`, wrongStatus, async ({ http }) => {
      expectStatus(await http.head(path), 200);
    });
  }
  plan.check("other methods on /healthz are 405 with Allow", wrongStatus, async ({ http }) => {
    const response = await http.post("/healthz", {});
    expectProblem(response, 405);
    expectHeader(response, "allow", "GET, HEAD, OPTIONS");
  });

  plan.check(
    "/openapi.json is an OpenAPI 3.1 document of this service",
    bodyMutant("another version", (json) => ({ ...(json as object), openapi: "3.0.3" })),
    async ({ http }) => {
      const response = await http.get("/openapi.json");
      expectStatus(response, 200);
      expectHeader(response, "content-type", /^application\/json/);
      const document = rowOf(response) as unknown as Document;
      expectTrue(document.openapi.startsWith("3.1."), `openapi: ${document.openapi}`, response);
      expectSame(
        [document.info.title, document.info.version],
        [model.service.title, model.service.version],
        "info",
      );
    },
  );
  plan.check(
    "/openapi.json lists every path, its methods and no others",
    bodyMutant("a path is missing", (json) => ({
      ...(json as Document),
      paths: Object.fromEntries(Object.entries((json as Document).paths).slice(1)),
    })),
    async ({ http, paths }) => {
      const document = rowOf(await http.get("/openapi.json")) as unknown as Document;
      const listed = Object.keys(document.paths)
        .map((path) => path.replaceAll(/\{[^}]*\}/g, "{}"))
        .sort();
      const expected = new Set<string>();
      const base = serverBase(document);
      const within = (path: string) => path.slice(base.length);
      for (const resource of model.resources) {
        const places = [
          paths.collection(resource),
          ...resource.nested.map((n) => paths.base + n.path),
        ].map((path) => within(path).replaceAll(/\{[^}]*\}/g, "{}"));
        for (const place of places) {
          if (has(resource, "list") || has(resource, "create")) expected.add(place);
          if (
            (["retrieve", "replace", "update", "delete"] as const).some((one) => has(resource, one))
          )
            expected.add(`${place}/{}`);
        }
        for (const field of resource.fields) {
          if (field.kind !== "to_many") continue;
          const links = `${within(paths.collection(resource))}/{}/${field.path}`;
          if (has(resource, "retrieve")) expected.add(links);
          if (has(resource, "update") && field.writable) expected.add(`${links}/{}`);
        }
      }
      for (const path of expected) expectTrue(listed.includes(path), `not listed: ${path}`);
      const surplus = listed.filter(
        (path) => !expected.has(path) && !/\/\{\}\/[^/]+(\/\{\})?$/.test(path),
      );
      expectSame(surplus, [], "paths that nobody declared");
      expectTrue(!listed.includes("/healthz"), "/healthz is listed");
    },
  );
  plan.each(
    resources(model, "list", "retrieve").slice(0, 3),
    "/openapi.json has every schema reference it uses",
    bodyMutant("schemas are lost", (json) => ({ ...(json as object), components: {} })),
    async ({ http }) => {
      const response = await http.get("/openapi.json");
      const document = response.json as Record<string, unknown>;
      const missing = [...response.text.matchAll(/"\$ref":"(#\/[^"]*)"/g)]
        .map(([, pointer = ""]) => pointer)
        .filter((pointer) => resolve(document, pointer) === undefined);
      expectSame([...new Set(missing)], [], "references that lead nowhere");
      expectTrue(response.text.includes('"$ref"'), "no reference at all");
    },
  );

  plan.check(
    "/docs is a page that loads nothing from elsewhere",
    responseMutant("the page loads a script from a CDN", (r) =>
      altered(
        r.request,
        r.status,
        { ...r.headers },
        Buffer.from(
          r.text.replace("</head>", '<script src="https://cdn.example/x.js"></script></head>') +
            '<script src="https://cdn.example/x.js"></script>',
        ),
      ),
    ),
    async ({ http }) => {
      const { response, at } = await documentation(http);
      expectStatus(response, 200);
      expectHeader(response, "content-type", /^text\/html/);
      const assets = [
        ...response.text.matchAll(
          /<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)\s*=\s*["']?([^"'\s>]+)/gi,
        ),
      ].map(([, url = ""]) => url);
      for (const url of assets.filter((one) => !one.startsWith("data:"))) {
        const target = new URL(url, `http://service${at}`);
        expectSame(target.host, "service", `host of ${url}`, response);
        const asset = await http.get(target.pathname + target.search);
        expectStatus(asset, 200);
        if (/javascript|css/.test(asset.headers["content-type"] ?? "")) {
          const outside = [
            ...asset.text.matchAll(
              /@import\s+(?:url\()?["']?(https?:\/\/[^"')]+)|url\(\s*["']?(https?:\/\/[^"')]+)/gi,
            ),
          ];
          expectSame(
            outside.map(([match]) => match),
            [],
            `what ${url} loads from elsewhere`,
          );
        }
      }
      expectTrue(
        assets.length > 0 || /<script/i.test(response.text),
        "the page has nothing interactive",
        response,
      );
    },
  );

  plan.on(
    subject,
    "every answer has a request id",
    header("x-request-id", null),
    async ({ http, collection, rows }, resource) => {
      const { path } = await rows.shared(resource);
      const seen = new Set<string>();
      for (const at of [collection(resource), path, "/healthz", "/no-such-thing"])
        seen.add(expectHeader(await http.get(at), "x-request-id", UUID_OR_SUCH));
      expectSame(seen.size, 4, "different ids");
    },
  );
  for (const id of ["abc", "A-Z_a.z-0", "x".repeat(128)]) {
    plan.on(
      subject,
      `X-Request-Id «${id.slice(0, 12)}» (${id.length}) is taken over`,
      headerIgnored("x-request-id"),
      async ({ http, collection }, resource) => {
        expectHeader(
          await http.get(collection(resource), { "x-request-id": id }),
          "x-request-id",
          id,
        );
        const problem = expectProblem(
          await http.get(`${collection(resource)}?limit=0`, { "x-request-id": id }),
          400,
        );
        expectSame(problem["request_id"], id, "request_id");
      },
    );
  }
  for (const id of ["", "a b", "x".repeat(129), "ü", "a\tb", "a/b", "<script>"]) {
    plan.on(
      subject,
      `X-Request-Id «${id.slice(0, 12)}» (${id.length}) is not taken over`,
      header("x-request-id", id),
      async ({ http, collection }, resource) => {
        const made = expectHeader(
          await http.get(collection(resource), {
            "x-request-id": Buffer.from(id, "utf8").toString("latin1"),
          }),
          "x-request-id",
          UUID_OR_SUCH,
        );
        expectTrue(made !== id, "the id was taken over");
      },
    );
  }
  plan.on(
    subject,
    "Cache-Control is no-cache on every answer below the base path",
    header("cache-control", "max-age=60"),
    async ({ http, rows, collection, paths }, resource) => {
      const { path } = await rows.shared(resource);
      for (const at of [
        collection(resource),
        path,
        `${path}/x/y`,
        `${paths.base}/nothing`,
        `${collection(resource)}?limit=0`,
      ]) {
        expectHeader(await http.get(at), "cache-control", "no-cache");
      }
      const created = await http.post(collection(resource), await rows.body(resource));
      expectHeader(created, "cache-control", "no-cache");
    },
  );
  plan.on(
    subject,
    "without CORS_ORIGINS there are no CORS headers",
    header("access-control-allow-origin", "*"),
    async ({ http, collection }, resource) => {
      const response = await http.get(collection(resource), { origin: "http://elsewhere.example" });
      expectStatus(response, 200);
      for (const name of Object.keys(response.headers))
        expectTrue(!name.startsWith("access-control-"), name, response);
    },
  );
  plan.on(
    subject,
    "nothing tells what the service is made of",
    header("x-powered-by", "Something/1.0"),
    async ({ http, collection }, resource) => {
      const response = await http.get(collection(resource));
      expectSame(response.headers["x-powered-by"], undefined, "x-powered-by", response);
    },
  );
  plan.on(
    subject,
    "without RATE_LIMIT there are no rate-limit headers",
    header("ratelimit", '"default";r=1;t=1'),
    async ({ http, collection }, resource) => {
      const response = await http.get(collection(resource));
      expectSame(
        [response.headers["ratelimit"], response.headers["ratelimit-policy"]],
        [undefined, undefined],
        "headers",
        response,
      );
    },
  );

  plan.on(
    subject,
    "every error is a whole problem document",
    problemMembersLost,
    async ({ http, collection, paths }, resource) => {
      expectProblem(await http.get(`${collection(resource)}/~`), 404);
      expectProblem(
        await http.send("PATCH", collection(resource), "{}", {
          "content-type": "application/json",
        }),
        405,
      );
      expectProblem(await http.get(`${collection(resource)}?limit=0`), 400);
      expectProblem(await http.post(collection(resource), "{"), 400);
      expectProblem(await http.get(`${paths.base}/x`), 404);
    },
  );
  plan.on(
    subject,
    "every error has the media type of problems",
    plainErrors,
    async ({ http, collection }, resource) => {
      expectProblem(await http.get(`${collection(resource)}?limit=0`), 400);
      expectProblem(await http.get(`${collection(resource)}/~`), 404);
      expectProblem(
        await http.post(collection(resource), "x", { "content-type": "text/plain" }),
        415,
      );
    },
  );
  plan.on(
    subject,
    "faults have a pointer, a code and a message",
    noFaults,
    async ({ http, rows, collection }, resource) => {
      expectFaults(
        await http.post(collection(resource), { ...(await rows.body(resource)), x: 1 }),
        422,
        [["/x", "unknown_property"]],
      );
    },
  );
  plan.on(
    subject,
    "the instance of a problem is the path without the query",
    bodyMutant("with the query", (json) => ({ ...(json as object), instance: "/x?limit=0" })),
    async ({ http, collection }, resource) => {
      const problem = expectProblem(await http.get(`${collection(resource)}?limit=0&x=1`), 400);
      expectSame(problem["instance"], collection(resource), "instance");
    },
  );
  plan.on(
    subject,
    "problems without faults have no errors",
    bodyMutant("errors everywhere", (json) => ({ ...(json as object), errors: [] })),
    async ({ http, collection }, resource) => {
      for (const response of [
        await http.get(`${collection(resource)}/~`),
        await http.post(collection(resource), "{"),
      ]) {
        expectTrue(!("errors" in rowOf(response)), "errors", response);
      }
    },
  );
  plan.on(
    subject,
    "errors on HEAD have no body",
    responseMutant("a body on HEAD", (r) =>
      r.request.method === "HEAD"
        ? altered(r.request, r.status, { ...r.headers }, Buffer.from("{}"))
        : r,
    ),
    async ({ http, collection }, resource) => {
      const response = await http.head(`${collection(resource)}?limit=0`);
      expectStatus(response, 400);
      expectSame(response.bytes.length, 0, "length", response);
    },
  );
};

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers?: readonly { readonly url: string }[];
  readonly paths: Record<string, object>;
}

/** The part of the base path that `servers` holds; the paths hold the rest. */
function serverBase(document: Document): string {
  const url = document.servers?.[0]?.url ?? "";
  const path = url.startsWith("/") || url === "" ? url : new URL(url).pathname;
  return path.replace(/\/$/, "");
}

function resolve(document: unknown, pointer: string): unknown {
  return pointer
    .slice(2)
    .split("/")
    .map((token) => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (at, token) =>
        typeof at === "object" && at !== null ? (at as Record<string, unknown>)[token] : undefined,
      document,
    );
}
