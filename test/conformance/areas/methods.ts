/** Paths, methods, `HEAD`, `OPTIONS`, 404 and 405. */
import type { Resource } from "../../../src/model/model.ts";
import type { Area } from "../check.ts";
import { expectHeader, expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import { has, isCreatable, toManys } from "../model.ts";
import {
  noAllow,
  noETag,
  noLink,
  plainErrors,
  problemMembersLost,
  unwantedBody,
  wrongStatus,
} from "../mutants/catalogue.ts";
import { header, requestMutant } from "../mutants/mutant.ts";
import { expectProblem } from "../problem.ts";
import { main, nestings, resources, toManyFields } from "../subjects.ts";

const ORDER = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

function collectionMethods(resource: Resource): string[] {
  return inOrder([
    ...(has(resource, "list") ? ["GET", "HEAD"] : []),
    ...(has(resource, "create") ? ["POST"] : []),
  ]);
}

function itemMethods(resource: Resource): string[] {
  return inOrder([
    ...(has(resource, "retrieve") ? ["GET", "HEAD"] : []),
    ...(has(resource, "replace") ? ["PUT"] : []),
    ...(has(resource, "update") ? ["PATCH"] : []),
    ...(has(resource, "delete") ? ["DELETE"] : []),
  ]);
}

/** None at all: the path does not exist. */
function inOrder(methods: readonly string[]): string[] {
  return methods.length === 0 ? [] : ORDER.filter((m) => m === "OPTIONS" || methods.includes(m));
}

const tolerantPaths = requestMutant("paths are forgiven", (request) => {
  const [path = "", query] = request.path.split("?", 2);
  const tidy = path
    .replaceAll(/\/{2,}/g, "/")
    .replace(/\/$/, "")
    .toLowerCase();
  return { ...request, path: query === undefined ? tidy : `${tidy}?${query}` };
});

export const methods: Area = (plan) => {
  const { model } = plan;
  const every = model.resources.map((one) => [one.name, one] as const);

  plan.each(
    every,
    "OPTIONS of the collection is 204 with Allow",
    noAllow,
    async ({ http, collection }, resource) => {
      const allowed = collectionMethods(resource);
      const response = await http.send("OPTIONS", collection(resource), undefined, {});
      if (allowed.length === 0) return expectStatus(response, 404);
      expectStatus(response, 204);
      expectHeader(response, "allow", allowed.join(", "));
      expectSame(response.bytes.length, 0, "length of the body", response);
    },
  );

  plan.each(
    every,
    "OPTIONS of a row is 204 with Allow",
    noAllow,
    async ({ http, paths, rows }, resource) => {
      const allowed = itemMethods(resource);
      const { id } = await rows.shared(resource);
      const response = await http.send("OPTIONS", paths.item(resource, id), undefined, {});
      if (allowed.length === 0) return expectStatus(response, 404);
      expectStatus(response, 204);
      expectHeader(response, "allow", allowed.join(", "));
    },
  );

  plan.each(
    every,
    "every other method on the collection is 405 with Allow",
    wrongStatus,
    async ({ http, collection }, resource) => {
      const allowed = collectionMethods(resource);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter(
        (m) => !allowed.includes(m),
      )) {
        const body = method === "GET" || method === "DELETE" ? undefined : "{}";
        const response = await http.send(
          method,
          collection(resource),
          body,
          body === undefined ? {} : { "content-type": "application/json" },
        );
        if (allowed.length === 0) expectProblem(response, 404);
        else {
          expectProblem(response, 405);
          expectHeader(response, "allow", allowed.join(", "));
        }
      }
    },
  );

  plan.each(
    every,
    "every other method on a row is 405 with Allow",
    noAllow,
    async ({ http, paths, rows }, resource) => {
      const allowed = itemMethods(resource);
      const { id } = await rows.shared(resource);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter(
        (m) => !allowed.includes(m),
      )) {
        const body = method === "GET" || method === "DELETE" ? undefined : "{}";
        const response = await http.send(
          method,
          paths.item(resource, id),
          body,
          body === undefined ? {} : { "content-type": "application/json" },
        );
        if (allowed.length === 0) expectProblem(response, 404);
        else {
          expectProblem(response, 405);
          expectHeader(response, "allow", allowed.join(", "));
        }
      }
    },
  );

  plan.each(
    resources(model, "list"),
    "HEAD of the collection is GET without its body",
    unwantedBody,
    async ({ http, collection, rows }, resource) => {
      await rows.several(resource, 2);
      const path = `${collection(resource)}?limit=1`;
      const head = await http.head(path);
      const get = await http.get(path);
      expectStatus(head, get.status);
      expectSame(head.bytes.length, 0, "length of the body", head);
      for (const name of ["content-type", "link", "cache-control"])
        expectSame(head.headers[name], get.headers[name], name, head);
    },
  );

  plan.on(
    main(model, "list"),
    "HEAD of a list has its Link",
    noLink,
    async ({ http, collection, rows }, resource) => {
      await rows.create(resource);
      await rows.create(resource);
      expectHeader(await http.head(`${collection(resource)}?limit=1`), "link", /rel="next"/);
    },
  );

  plan.each(
    resources(model, "retrieve"),
    "HEAD of a row is GET without its body",
    noETag,
    async ({ http, rows }, resource) => {
      const stored = await rows.shared(resource);
      const head = await http.head(stored.path);
      const get = await http.get(stored.path);
      expectStatus(head, 200);
      expectSame(head.bytes.length, 0, "length of the body", head);
      for (const name of ["content-type", "etag", "cache-control"]) {
        expectTrue(head.headers[name] !== undefined, `no ${name}`, head);
        expectSame(head.headers[name], get.headers[name], name, head);
      }
    },
  );

  plan.on(
    main(model, "retrieve"),
    "HEAD of a row that is not there is 404 without a body",
    wrongStatus,
    async ({ http, collection }, resource) => {
      const response = await http.head(`${collection(resource)}/~`);
      expectStatus(response, 404);
      expectSame(response.bytes.length, 0, "length of the body", response);
    },
  );

  const strict = main(model, "list", "retrieve");
  const shapes: [string, (path: string, item: string) => string][] = [
    ["a trailing slash of a collection", (path) => `${path}/`],
    ["a trailing slash of a row", (_, item) => `${item}/`],
    ["a doubled slash", (path) => path.replace(/\/([^/]*)$/, "//$1")],
    ["a path in capitals", (path) => path.replace(/[^/]*$/, (last) => last.toUpperCase())],
  ];
  for (const [label, shape] of shapes) {
    plan.on(strict, `${label} is 404`, tolerantPaths, async ({ http, paths, rows }, resource) => {
      const { id } = await rows.shared(resource);
      expectProblem(
        await http.get(shape(paths.collection(resource), paths.item(resource, id))),
        404,
      );
    });
  }

  plan.check("an unknown path below the base path is 404", plainErrors, async ({ http, paths }) => {
    expectProblem(await http.get(`${paths.base}/no-such-thing`), 404);
    expectProblem(await http.get(`${paths.base}/no-such-thing/1/2/3`), 404);
  });
  plan.check(
    "an unknown path outside the base path is 404",
    problemMembersLost,
    async ({ http }) => {
      expectProblem(await http.get("/no-such-thing"), 404);
      expectProblem(await http.get("/"), 404);
    },
  );
  plan.check("an unknown path is 404 for any method", wrongStatus, async ({ http, paths }) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      expectProblem(await http.send(method, `${paths.base}/no-such-thing`, undefined, {}), 404);
    }
  });

  const integerId = model.resources.find(
    (one) => one.id.strategy === "integer" && has(one, "retrieve"),
  );
  for (const id of [
    "0",
    "01",
    "-1",
    "+1",
    "1.0",
    "1e3",
    "abc",
    "1a",
    " 1",
    "%201",
    "9007199254740992",
    "99999999999999999999",
    "9".repeat(5000),
    "1%00",
    "%D9%A1",
    "1,2",
    "null",
    "undefined",
    "NaN",
  ]) {
    if (id === " 1") continue;
    plan.on(
      integerId,
      `an integer id may not be «${id.length > 30 ? "5,000 digits" : id}»`,
      wrongStatus,
      async ({ http, collection }, resource) => {
        expectProblem(await http.get(`${collection(resource)}/${id}`), 404);
      },
    );
  }
  const uuidId = model.resources.find(
    (one) => one.id.strategy === "uuid" && isCreatable(model, one) && has(one, "retrieve"),
  );
  for (const id of [
    "1",
    "not-a-uuid",
    "00000000000000000000000000000000",
    "%7B00000000-0000-0000-0000-000000000000%7D",
    "00000000-0000-0000-0000-00000000000g",
  ]) {
    plan.on(
      uuidId,
      `a uuid may not be «${id}»`,
      wrongStatus,
      async ({ http, collection }, resource) => {
        expectProblem(await http.get(`${collection(resource)}/${id}`), 404);
      },
    );
  }
  plan.on(
    uuidId,
    "a uuid in capitals finds its row",
    wrongStatus,
    async ({ http, collection, rows }, resource) => {
      const { id, row } = await rows.shared(resource);
      const response = await http.get(`${collection(resource)}/${String(id).toUpperCase()}`);
      expectStatus(response, 200);
      expectSame(response.json, row, "row", response);
    },
  );
  const clientId = model.resources.find(
    (one) => one.id.strategy === "client" && isCreatable(model, one) && has(one, "retrieve"),
  );
  plan.on(
    clientId,
    "a key that breaks its declared form is 404",
    wrongStatus,
    async ({ http, collection }, resource) => {
      for (const id of ["%00", "x".repeat(300), "%F0%9F%98%80".repeat(130)]) {
        expectProblem(await http.get(`${collection(resource)}/${id}`), 404);
      }
    },
  );
  plan.on(
    clientId,
    "a percent-encoded key finds its row",
    wrongStatus,
    async ({ http, collection, rows }, resource) => {
      const { id, row } = await rows.shared(resource);
      const encoded = [...Buffer.from(String(id), "utf8")]
        .map((byte) => `%${byte.toString(16).padStart(2, "0")}`)
        .join("");
      const response = await http.get(`${collection(resource)}/${encoded}`);
      expectStatus(response, 200);
      expectSame(response.json, row, "row", response);
    },
  );

  plan.each(
    toManyFields(model, "update", "retrieve").slice(0, 2),
    "OPTIONS and 405 of links",
    noAllow,
    async ({ http, paths, rows }, { resource, field }) => {
      const own = await rows.shared(resource);
      const links = paths.links(resource, own.id, field);
      expectHeader(await http.send("OPTIONS", links, undefined, {}), "allow", "GET, HEAD, OPTIONS");
      const link = paths.link(resource, own.id, field, "1");
      expectProblem(await http.post(links, {}), 405);
      const asked = await http.send("OPTIONS", link, undefined, {});
      if (asked.status === 204) expectHeader(asked, "allow", "PUT, DELETE, OPTIONS");
    },
  );

  plan.each(
    nestings(model).slice(0, 2),
    "OPTIONS of a nested collection tells what the plain one does",
    noAllow,
    async ({ http, paths, rows }, { resource, nested, parent }) => {
      const { id } = await rows.shared(parent);
      const response = await http.send("OPTIONS", paths.nested(nested, id), undefined, {});
      expectStatus(response, 204);
      expectHeader(response, "allow", collectionMethods(resource).join(", "));
    },
  );

  const readOnlyLinks = model.resources.flatMap((resource) =>
    isCreatable(model, resource) && has(resource, "retrieve")
      ? toManys(resource)
          .filter((f) => !f.writable)
          .map((field) => [`${resource.name}.${field.name}`, { resource, field }] as const)
      : [],
  );
  plan.each(
    readOnlyLinks,
    "links that cannot be written know GET alone",
    header("allow", "GET, HEAD, PUT, DELETE, OPTIONS"),
    async ({ http, paths, rows }, { resource, field }) => {
      const own = await rows.shared(resource);
      const response = await http.get(paths.links(resource, own.id, field));
      expectStatus(response, 200);
      expectHeader(
        await http.send("OPTIONS", paths.links(resource, own.id, field), undefined, {}),
        "allow",
        "GET, HEAD, OPTIONS",
      );
    },
  );
};
