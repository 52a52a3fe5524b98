/** `GET`, `PUT`, `PATCH` and `DELETE` of one row: the good path. */
import type { Area } from "../check.ts";
import { expectHeader, expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import {
  noETag,
  propertyLost,
  unwantedBody,
  valuesChanged,
  wrongCode,
  wrongPointer,
  wrongStatus,
} from "../mutants/catalogue.ts";
import { bodyMutant, header, memberIgnored, sentBodyMutant, statusTo } from "../mutants/mutant.ts";
import { isWritable } from "../model.ts";
import { isDemanded } from "../oracle/judge.ts";
import { represent } from "../oracle/represent.ts";
import { expectFaults, expectProblem } from "../problem.ts";
import { isBody, rowOf } from "../rows.ts";
import type { Rows, Stored } from "../rows.ts";
import type { Body } from "../model.ts";
import type { Resource, ScalarField } from "../../../src/model/model.ts";
import type { Client, Response } from "../client.ts";
import {
  absentId,
  conditions,
  isChangeable,
  isFree,
  main,
  resources,
  scalarFields,
  unchangeable,
} from "../subjects.ts";

const bodyEmptied = sentBodyMutant("the body is taken as empty", () => ({}));

/** What was predicted holds in the answer, write-only properties aside. */
function expectShown(resource: Resource, response: Response, expected: Body): void {
  const row = rowOf(response);
  const hidden = new Set(resource.fields.filter((f) => f.writeonly).map((f) => f.property));
  for (const [name, value] of Object.entries(expected)) {
    if (!hidden.has(name)) expectSame(row[name], value, name, response);
  }
}

export const rows: Area = (plan) => {
  const { model } = plan;
  const readable = resources(model, "retrieve");
  const replaceable = resources(model, "replace");
  const patchable = resources(model, "update");
  const deletable = resources(model, "delete");
  const times = (one: Resource) => one.timestamps?.updatedAt.property ?? "";

  plan.each(
    readable,
    "GET answers 200 with the row",
    propertyLost,
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      const response = await http.get(stored.path);
      expectStatus(response, 200);
      expectSame(response.json, stored.row, "row", response);
      expectHeader(response, "etag", stored.etag);
    },
  );

  for (const [method, subjects] of [
    ["GET", readable],
    ["PUT", replaceable],
    ["PATCH", patchable],
    ["DELETE", deletable],
  ] as const) {
    plan.each(
      subjects,
      `${method} of a row that is not there is 404`,
      wrongStatus,
      async ({ http, rows: made, paths }, resource) => {
        const path = paths.item(resource, absentId(model, resource));
        const body =
          method === "PUT" || method === "PATCH"
            ? await made.body(resource, unchangeable(resource))
            : undefined;
        const headers = {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(method !== "GET" && resource.requireIfMatch ? { "if-match": '"00000000-1"' } : {}),
        };
        expectProblem(await http.send(method, path, body, headers), 404);
      },
    );
  }

  plan.on(
    main(model, "replace", "list"),
    "PUT creates nothing",
    statusTo(404, 201),
    async ({ http, rows: made, paths }, resource) => {
      const path = paths.item(resource, absentId(model, resource));
      expectStatus(
        await http.put(
          path,
          await made.body(resource, unchangeable(resource)),
          resource.requireIfMatch ? { "if-match": "*" } : {},
        ),
        404,
      );
      expectStatus(await http.get(path), 404);
    },
  );

  plan.each(
    replaceable,
    "PUT replaces every writable property",
    bodyEmptied,
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      const body = await made.body(resource, unchangeable(resource));
      const response = await http.put(stored.path, body, conditions(stored));
      expectStatus(response, 200);
      const kept = stored.row;
      expectShown(
        resource,
        response,
        represent(model, resource, body, { method: "PUT", stored: kept }),
      );
      if (resource.operations.includes("retrieve"))
        expectSame(
          (await http.get(stored.path)).json,
          response.json,
          "the row read again",
          response,
        );
    },
  );

  plan.each(
    replaceable,
    "PUT gives what is absent its default, null or the empty list",
    valuesChanged,
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      const body = await made.body(resource, unchangeable(resource), "least");
      const response = await http.put(stored.path, body, conditions(stored));
      expectStatus(response, 200);
      expectShown(
        resource,
        response,
        represent(model, resource, body, { method: "PUT", stored: stored.row }),
      );
    },
  );

  plan.each(
    replaceable.filter(([, one]) =>
      one.fields.some((f) => isWritable(f) && isDemanded(f) && !f.immutable && !f.writeonly),
    ),
    "PUT demands everything required",
    wrongCode,
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      const demanded = resource.fields.filter(
        (f) => isWritable(f) && isDemanded(f) && !f.immutable && !f.writeonly,
      );
      const response = await http.put(stored.path, {}, conditions(stored));
      expectFaults(
        response,
        422,
        demanded.map((f) => [`/${f.property}`, "required"] as const),
      );
    },
  );

  plan.each(
    scalarFields(model, (field) => field.immutable, "replace"),
    "PUT keeps an absent immutable property, and takes the same value",
    statusTo(200, 422),
    async ({ http, rows: made }, { resource, field }) => {
      const stored = await made.create(resource);
      const body = await made.body(resource, unchangeable(resource));
      const without = await http.put(stored.path, body, conditions(stored));
      expectStatus(without, 200);
      expectSame(
        rowOf(without)[field.property],
        stored.row[field.property],
        field.property,
        without,
      );
      const same = { ...body, [field.property]: stored.row[field.property] ?? null };
      const etag = without.headers["etag"] ?? "";
      expectStatus(
        await http.put(stored.path, same, resource.requireIfMatch ? { "if-match": etag } : {}),
        200,
      );
    },
  );

  for (const [method, subjects] of [
    ["PUT", scalarFields(model, (f) => f.immutable && isVaried(f), "replace")],
    ["PATCH", scalarFields(model, (f) => f.immutable && isVaried(f), "update")],
  ] as const) {
    plan.each(
      subjects,
      `${method} with another value for an immutable property is refused`,
      wrongCode,
      async ({ http, rows: made }, { resource, field }) => {
        const stored = await made.create(resource);
        const other = await bodyWithout(made, stored, field.property);
        const whole = method === "PUT" ? { ...other, ...unchangeable(resource) } : {};
        const body = { ...whole, [field.property]: other[field.property] };
        const response = await http.send(method, stored.path, body, {
          "content-type": "application/json",
          ...conditions(stored),
        });
        expectFaults(response, 422, [[`/${field.property}`, "immutable"]]);
      },
    );
  }

  plan.each(
    patchable.filter(([, one]) => one.id.strategy === "client"),
    "the key of a client's own cannot be changed",
    wrongCode,
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      const other = await made.body(resource);
      const { property } = resource.id;
      expectFaults(
        await http.patch(stored.path, { [property]: other[property] }, conditions(stored)),
        422,
        [[`/${property}`, "immutable"]],
      );
    },
  );

  plan.each(
    patchable,
    "PATCH changes what it names and nothing else",
    bodyEmptied,
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      const other = await made.body(resource);
      const field = resource.fields.find(
        (f) =>
          isChangeable(f, resource) &&
          !f.writeonly &&
          JSON.stringify(other[f.property]) !== JSON.stringify(stored.row[f.property]) &&
          other[f.property] !== undefined &&
          f.kind === "scalar" &&
          f.type.kind !== "json" &&
          f.type.kind !== "embedded",
      );
      if (field === undefined) return;
      const patch = { [field.property]: other[field.property] ?? null };
      const response = await http.patch(stored.path, patch, conditions(stored));
      expectStatus(response, 200);
      const expected = represent(model, resource, patch, { method: "PATCH", stored: stored.row });
      expectShown(resource, response, expected);
      expectTrue(
        JSON.stringify(rowOf(response)[field.property]) !==
          JSON.stringify(stored.row[field.property]),
        "nothing was changed",
        response,
      );
      expectTrue(response.headers["etag"] !== stored.etag, "the ETag is the same", response);
    },
  );

  plan.each(
    patchable,
    "PATCH with nothing to change keeps version, ETag and times",
    header("etag", '"00000000-99"'),
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      // A null within an object would be an instruction of the merge patch.
      const same = Object.fromEntries(
        Object.entries(stored.row).filter(
          ([, value]) => !isBody(value) || !JSON.stringify(value).includes("null"),
        ),
      );
      for (const body of [{}, same]) {
        const response = await http.patch(stored.path, body, conditions(stored));
        expectStatus(response, 200);
        expectHeader(response, "etag", stored.etag);
        expectSame(response.json, stored.row, "row", response);
      }
    },
  );

  plan.each(
    replaceable,
    "PUT with nothing to change keeps version, ETag and times",
    header("etag", '"00000000-99"'),
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      const response = await http.put(
        stored.path,
        { ...stored.body, ...stored.row },
        conditions(stored),
      );
      expectStatus(response, 200);
      expectSame(response.json, stored.row, "row", response);
      expectHeader(response, "etag", stored.etag);
    },
  );

  plan.each(
    patchable.filter(
      ([, one]) =>
        one.timestamps !== null && one.fields.some((f) => isFree(f, one) && f.kind === "scalar"),
    ),
    "a change moves the time of change alone",
    valuesChanged,
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      const other = await made.body(resource);
      const patch = Object.fromEntries(
        resource.fields
          .filter((f) => isFree(f, resource) && f.kind === "scalar")
          .map((f) => [f.property, other[f.property] ?? null]),
      );
      await new Promise((resolve) => {
        setTimeout(resolve, 3);
      });
      const response = await http.patch(stored.path, patch, conditions(stored));
      expectStatus(response, 200);
      const row = rowOf(response);
      expectSame(
        row[resource.timestamps?.createdAt.property ?? ""],
        stored.row[resource.timestamps?.createdAt.property ?? ""],
        "time of creation",
        response,
      );
      if (response.headers["etag"] !== stored.etag) {
        expectTrue(
          String(row[times(resource)]) > String(stored.row[times(resource)]),
          "the time of change stands still",
          response,
        );
      }
    },
  );

  plan.each(
    scalarFields(model, (f, one) => f.optional && isFree(f, one) && !f.writeonly, "update"),
    "PATCH with null clears what is optional",
    memberIgnored(/./),
    async ({ http, rows: made }, { resource, field }) => {
      const stored = await made.create(resource);
      const response = await http.patch(
        stored.path,
        { [field.property]: null },
        conditions(stored),
      );
      expectStatus(response, 200);
      expectSame(rowOf(response)[field.property], null, field.property, response);
    },
  );

  plan.each(
    patchable.flatMap(([name, resource]) =>
      resource.fields
        .filter((f) => isWritable(f) && !f.optional && !f.immutable)
        .map((field) => [`${name}.${field.name}`, { resource, field }] as const),
    ),
    "null for what is not optional is a fault of type",
    wrongPointer,
    async ({ http, rows: made }, { resource, field }) => {
      const stored = await made.shared(resource);
      const response = await http.patch(
        stored.path,
        { [field.property]: null },
        conditions(await refreshed(http, stored)),
      );
      expectFaults(response, 422, [[`/${field.property}`, "type"]]);
    },
  );

  plan.on(
    main(model, "update"),
    "both media types of PATCH mean the same",
    header("content-type", "x/y"),
    async ({ http, rows: made }, resource) => {
      for (const type of ["application/json", "application/merge-patch+json"]) {
        const stored = await made.create(resource);
        const response = await http.send(
          "PATCH",
          stored.path,
          {},
          { "content-type": type, ...conditions(stored) },
        );
        expectStatus(response, 200);
        expectHeader(response, "content-type", /^application\/json/);
      }
    },
  );

  plan.each(
    deletable,
    "DELETE answers 204 without a body, then the row is 404",
    unwantedBody,
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      const response = await http.delete(stored.path, conditions(stored));
      expectStatus(response, 204);
      expectSame(response.bytes.length, 0, "length of the body", response);
      expectTrue(
        response.headers["content-type"] === undefined,
        "a content type without content",
        response,
      );
      if (resource.operations.includes("retrieve")) expectProblem(await http.get(stored.path), 404);
      expectProblem(await http.delete(stored.path, conditions(stored)), 404);
    },
  );

  plan.on(
    main(model, "replace", "update"),
    "PUT and PATCH have an ETag and no Location",
    noETag,
    async ({ http, rows: made }, resource) => {
      const stored = await made.create(resource);
      const response = await http.patch(stored.path, {}, conditions(stored));
      expectHeader(response, "etag", stored.etag);
      const replaced = await http.put(
        stored.path,
        await made.body(resource, unchangeable(resource)),
        conditions(stored),
      );
      expectHeader(replaced, "etag", /^"[0-9a-f]{8}-[0-9]+"$/);
      expectSame(
        [response.headers["location"], replaced.headers["location"]],
        [undefined, undefined],
        "Location",
      );
    },
  );

  const unmakable = model.resources.filter(
    (one) =>
      one.operations.includes("retrieve") &&
      one.operations.includes("list") &&
      !one.operations.includes("create"),
  );
  plan.each(
    unmakable.map((one) => [one.name, one] as const),
    "a row that only the seed could make is read",
    bodyMutant("nothing is there", () => ({})),
    async ({ http, rows: made, paths }, resource) => {
      const stored = await made.shared(resource);
      const response = await http.get(paths.item(resource, stored.id));
      expectStatus(response, 200);
      expectSame(response.json, stored.row, "row", response);
    },
  );
};

async function refreshed(http: Client, stored: Stored) {
  if (!stored.resource.requireIfMatch) return stored;
  const { headers } = await http.get(stored.path);
  return { ...stored, etag: headers["etag"] ?? stored.etag };
}

/** Whether there is more than one value to choose from. */
function isVaried({ type }: ScalarField): boolean {
  return type.kind !== "enum" || type.values.length > 1;
}

/** A body that gives a property another value than the row has. */
async function bodyWithout(made: Rows, stored: Stored, property: string): Promise<Body> {
  const value = JSON.stringify(stored.body[property]);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const body = await made.body(stored.resource);
    if (JSON.stringify(body[property]) !== value) return body;
  }
  throw new Error(`no other value of ${property} was found`);
}
