/** `POST` on a collection, and what every representation has in common. */
import type { Area } from "../check.ts";
import { expectHeader, expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import {
  noETag,
  noLocation,
  propertyLost,
  valuesChanged,
  wrongCode,
  wrongPointer,
  wrongStatus,
} from "../mutants/catalogue.ts";
import { bodyMutant, header, memberIgnored, rowMutant, statusTo } from "../mutants/mutant.ts";
import { isWritable } from "../model.ts";
import type { Body } from "../model.ts";
import { ownMember } from "../oracle/json.ts";
import { isDemanded, judge } from "../oracle/judge.ts";
import { represent } from "../oracle/represent.ts";
import { expectFaults } from "../problem.ts";
import { listOf, rowOf } from "../rows.ts";
import { main, resources, scalarFields } from "../subjects.ts";

const reversedKeys = rowMutant("properties come in another order", (row) =>
  Object.fromEntries(Object.entries(row).toReversed()),
);

const valuesIdChanged = rowMutant("ids come back changed", (row) => ({ ...row, id: -1 }));

export const creating: Area = (plan) => {
  const { model } = plan;
  const all = resources(model);
  const readable = resources(model, "retrieve");

  plan.each(all, "POST answers 201", wrongStatus, async ({ http, rows, collection }, resource) => {
    expectStatus(await http.post(collection(resource), await rows.body(resource)), 201);
  });

  plan.each(
    all,
    "the new row is what was sent",
    valuesChanged,
    async ({ http, rows, collection }, resource) => {
      const body = await rows.body(resource);
      const response = await http.post(collection(resource), body);
      expectStatus(response, 201);
      const expected = represent(model, resource, body, { method: "POST" });
      const row = rowOf(response);
      for (const [name, value] of Object.entries(expected)) {
        const hidden = resource.fields.some((field) => field.property === name && field.writeonly);
        if (!hidden) expectSame(row[name], value, name, response);
      }
    },
  );

  plan.each(
    all,
    "what is left out takes its default, null or the empty list",
    valuesChanged,
    async ({ http, rows, collection }, resource) => {
      const body = await rows.body(resource, {}, "least");
      const response = await http.post(collection(resource), body);
      expectStatus(response, 201);
      const row = rowOf(response);
      const expected = represent(model, resource, body, { method: "POST" });
      for (const [name, value] of Object.entries(expected)) {
        const hidden = resource.fields.some((field) => field.property === name && field.writeonly);
        if (!hidden) expectSame(row[name], value, name, response);
      }
    },
  );

  plan.each(
    all,
    "a row holds all its properties and no others",
    propertyLost,
    async ({ http, rows, collection }, resource) => {
      const response = await http.post(
        collection(resource),
        await rows.body(resource, {}, "least"),
      );
      const names = [
        resource.id.property,
        ...resource.fields.filter((field) => !field.writeonly).map((field) => field.property),
        ...(resource.timestamps === null
          ? []
          : [resource.timestamps.createdAt.property, resource.timestamps.updatedAt.property]),
      ];
      expectSame(Object.keys(rowOf(response)).sort(), names.sort(), "properties", response);
    },
  );

  plan.on(
    main(model),
    "properties come in declared order",
    reversedKeys,
    async ({ http, rows, collection }, resource) => {
      const response = await http.post(collection(resource), await rows.body(resource));
      const declared = [
        resource.id.property,
        ...resource.fields.filter((field) => !field.writeonly).map((field) => field.property),
      ];
      expectSame(
        Object.keys(rowOf(response)).slice(0, declared.length),
        declared,
        "order",
        response,
      );
    },
  );

  plan.each(
    readable,
    "Location is the canonical path of the row",
    noLocation,
    async ({ http, rows, paths, plain }, resource) => {
      const response = await http.post(paths.collection(resource), await rows.body(resource));
      const id = rowOf(response)[resource.id.property];
      expectHeader(response, "location", paths.item(resource, id));
      const read = await plain.get(response.headers["location"] ?? "");
      expectSame(read.json, response.json, "the row at Location", read);
      expectSame(read.headers["etag"], response.headers["etag"], "ETag at Location", read);
    },
  );

  plan.each(
    all,
    "a new row has a strong ETag of digest and version",
    noETag,
    async ({ http, rows, collection }, resource) => {
      const response = await http.post(collection(resource), await rows.body(resource));
      expectHeader(response, "etag", /^"[0-9a-f]{8}-[0-9]+"$/);
    },
  );

  plan.each(
    resources(model).filter(([, one]) => one.timestamps !== null),
    "both times are the time of the request, in UTC with milliseconds",
    valuesChanged,
    async ({ http, rows, collection }, resource) => {
      const body = await rows.body(resource);
      const before = Date.now();
      const response = await http.post(collection(resource), body);
      const row = rowOf(response);
      const { createdAt, updatedAt } = resource.timestamps ?? { createdAt: null, updatedAt: null };
      const created = String(row[createdAt?.property ?? ""]);
      expectTrue(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(created),
        `form: ${created}`,
        response,
      );
      const moment = Date.parse(created);
      expectTrue(
        moment >= before - 1000 && moment <= Date.now() + 1000,
        `time: ${created}`,
        response,
      );
      expectSame(row[updatedAt?.property ?? ""], created, "time of change", response);
    },
  );

  const ids = (strategy: string) =>
    all.filter(([, one]) => one.id.strategy === strategy).slice(0, 2);
  plan.each(
    ids("integer"),
    "ids made by the service are integers from 1 on",
    valuesIdChanged,
    async ({ http, rows, collection }, resource) => {
      const response = await http.post(collection(resource), await rows.body(resource));
      const id = rowOf(response)[resource.id.property];
      expectTrue(typeof id === "number" && Number.isInteger(id) && id >= 1, "id", response);
    },
  );
  plan.each(
    ids("uuid"),
    "ids made by the service are lower-case uuids of version 7",
    valuesIdChanged,
    async ({ http, rows, collection }, resource) => {
      const response = await http.post(collection(resource), await rows.body(resource));
      const id = String(rowOf(response)[resource.id.property]);
      expectTrue(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id),
        `id ${id}`,
        response,
      );
    },
  );
  plan.each(
    ids("client"),
    "a key of the client's is kept",
    valuesIdChanged,
    async ({ http, rows, collection }, resource) => {
      const body = await rows.body(resource);
      const response = await http.post(collection(resource), body);
      expectSame(rowOf(response)[resource.id.property], body[resource.id.property], "id", response);
    },
  );
  plan.each(
    ids("client"),
    "a key of the client's is required",
    wrongCode,
    async ({ http, rows, collection }, resource) => {
      const body = await rows.body(resource, { [resource.id.property]: undefined });
      expectFaults(await http.post(collection(resource), body), 422, [
        [`/${resource.id.property}`, "required"],
      ]);
    },
  );
  plan.each(
    ids("client"),
    "a key of the client's that fits into no path is refused",
    wrongCode,
    async ({ http, rows, collection }, resource) => {
      for (const key of ["a/b", "ab/", "/", ".", ".."]) {
        const body = await rows.body(resource, { [resource.id.property]: key });
        const faults = judge(model, resource, body, { method: "POST" });
        expectFaults(
          await http.post(collection(resource), body),
          422,
          faults.map(({ pointer, code }) => [pointer, code]),
        );
      }
    },
  );
  plan.each(
    ids("client"),
    "a key of the client's that is taken is a conflict",
    statusTo(409, 422),
    async ({ http, rows, collection }, resource) => {
      const { id } = await rows.create(resource);
      const body = await rows.body(resource, { [resource.id.property]: id });
      expectFaults(await http.post(collection(resource), body), 409, [
        [`/${resource.id.property}`, "unique"],
      ]);
    },
  );

  plan.each(
    all.filter(([, one]) => one.id.strategy !== "client"),
    "read-only properties are ignored whatever they hold",
    statusTo(201, 422),
    async ({ http, rows, collection }, resource) => {
      const body: Record<string, unknown> = await rows.body(resource);
      body[resource.id.property] = { not: ["an id"] };
      for (const field of resource.fields) if (!isWritable(field)) body[field.property] = [17];
      const { timestamps } = resource;
      if (timestamps !== null) {
        body[timestamps.createdAt.property] = "yesterday";
        body[timestamps.updatedAt.property] = false;
      }
      const response = await http.post(collection(resource), body);
      expectStatus(response, 201);
      const row = rowOf(response);
      for (const name of [
        resource.id.property,
        ...resource.fields.filter((f) => !isWritable(f) && !f.writeonly).map((f) => f.property),
      ]) {
        expectTrue(
          JSON.stringify(row[name]) !== JSON.stringify(ownMember(body as Body, name)),
          `${name} was taken over`,
          response,
        );
      }
    },
  );

  plan.on(
    main(model, "retrieve"),
    "a row can be sent back as it was got, included objects too",
    statusTo(201, 422),
    async ({ http, rows, collection, plain }, resource) => {
      const stored = await rows.create(resource);
      const relations = resource.fields.filter((field) => field.kind !== "scalar");
      const include = relations.map((field) => field.name).join(",");
      const read = await plain.get(
        include === "" ? stored.path : `${stored.path}?include=${include}`,
      );
      const fresh = await rows.body(resource);
      const shown = rowOf(read);
      const relationNames = new Set(relations.map((field) => field.name));
      const body = {
        ...fresh,
        ...Object.fromEntries(
          Object.entries(shown).filter(
            ([name]) => !Object.hasOwn(fresh, name) || relationNames.has(name),
          ),
        ),
      };
      expectStatus(await http.post(collection(resource), body), 201);
    },
  );

  plan.each(
    all,
    "an unknown property is named",
    wrongPointer,
    async ({ http, rows, collection }, resource) => {
      const body = { ...(await rows.body(resource)), "no~such/thing": 1 };
      expectFaults(await http.post(collection(resource), body), 422, [
        ["/no~0such~1thing", "unknown_property"],
      ]);
    },
  );

  plan.each(
    all,
    "of very many faults the first hundred are named",
    bodyMutant("one fault less", (json) => {
      const { errors } = json as { errors?: readonly unknown[] };
      return errors === undefined ? json : { ...(json as object), errors: errors.slice(1) };
    }),
    async ({ http, rows, collection }, resource) => {
      const unknown = Array.from({ length: 150 }, (_, at) => `~ no such ${String(999 - at)}`);
      const body = {
        ...Object.fromEntries(unknown.map((name) => [name, 1])),
        ...(await rows.body(resource)),
      };
      const named = unknown.toSorted().slice(0, 100);
      expectFaults(
        await http.post(collection(resource), body),
        422,
        named.map((name) => [`/~0${name.slice(1)}`, "unknown_property"]),
      );
    },
  );

  plan.each(
    all.filter(([, one]) => one.fields.some(isDemanded)),
    "everything required is demanded at once",
    wrongCode,
    async ({ http, collection }, resource) => {
      const demanded = resource.fields.filter((field) => isWritable(field) && isDemanded(field));
      const expected = demanded.map((field) => [`/${field.property}`, "required"] as const);
      const key =
        resource.id.strategy === "client"
          ? [[`/${resource.id.property}`, "required"] as const]
          : [];
      expectFaults(await http.post(collection(resource), {}), 422, [...key, ...expected]);
    },
  );

  plan.each(
    scalarFields(model, (field) => field.writeonly),
    "a write-only property is taken and never shown",
    rowMutant("the row shows everything", (row) => ({
      ...row,
      ...Object.fromEntries(
        model.resources.flatMap((one) =>
          one.fields.filter((f) => f.writeonly).map((f) => [f.property, "shown"]),
        ),
      ),
    })),
    async ({ http, rows, collection }, { resource, field }) => {
      const body = await rows.body(resource);
      const response = await http.post(collection(resource), body);
      expectStatus(response, 201);
      expectTrue(
        !Object.hasOwn(rowOf(response), field.property),
        `${field.property} is shown`,
        response,
      );
    },
  );

  plan.each(
    all.flatMap(([name, resource]) =>
      resource.fields.flatMap((field) =>
        field.kind === "scalar" && field.default?.kind === "now" && !field.writeonly
          ? [[`${name}.${field.name}`, { resource, field }] as const]
          : [],
      ),
    ),
    "a default of now is the time of the request",
    valuesChanged,
    async ({ http, rows, collection }, { resource, field }) => {
      const before = Date.now();
      const response = await http.post(
        collection(resource),
        await rows.body(resource, { [field.property]: undefined }),
      );
      const value = String(rowOf(response)[field.property]);
      if (field.type.kind === "datetime") {
        const moment = Date.parse(value);
        expectTrue(
          moment >= before - 1000 && moment <= Date.now() + 1000,
          `${field.property} ${value}`,
          response,
        );
      } else {
        const now = new Date().toISOString();
        const [day, time] = [now.slice(0, 10), now.slice(11, 16)];
        expectTrue(
          value.startsWith(day) || value.slice(0, 4) === time.slice(0, 4),
          `${field.property} ${value}`,
          response,
        );
      }
    },
  );

  plan.on(
    main(model, "list"),
    "a new row is listed",
    memberIgnored(/./),
    async ({ http, rows, collection }, resource) => {
      const body = await rows.body(resource);
      const response = await http.post(collection(resource), body);
      const id = rowOf(response)[resource.id.property];
      const list = await http.get(`${collection(resource)}?id=${encodeURIComponent(String(id))}`);
      expectSame(listOf(list), [response.json], "the list of this one row", list);
    },
  );

  plan.on(
    main(model),
    "the answer is JSON in UTF-8",
    header("content-type", "text/html"),
    async ({ http, rows, collection }, resource) => {
      const response = await http.post(collection(resource), await rows.body(resource));
      expectHeader(response, "content-type", /^application\/json(; *charset=utf-8)?$/i);
    },
  );
};
