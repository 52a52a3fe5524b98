/** `q`, `fields`, `include`, and parameters that nobody knows. */
import type { Field, JsonValue, Resource } from "../../../src/model/model.ts";
import type { Area } from "../check.ts";
import { folded, stocked, walk, withQuery } from "../lists.ts";
import { expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import { extraProperty, firstFaultOnly, wrongCode, wrongPointer } from "../mutants/catalogue.ts";
import { header, listMutant, parameterIgnored, rowMutant, statusTo } from "../mutants/mutant.ts";
import { fieldNamed, isCreatable, resourceNamed } from "../model.ts";
import type { Body } from "../model.ts";
import { expectQueryFaults } from "../problem.ts";
import { listOf, rowOf } from "../rows.ts";
import { absentId, main, resources } from "../subjects.ts";

export const shaping: Area = (plan) => {
  const { model } = plan;
  const subjects = resources(model, "list");
  const subject = main(model, "list", "retrieve");
  const searching = subjects.filter(([, one]) => one.search.length > 0);
  const freeText = (resource: Resource): Field | undefined =>
    resource.search
      .map((name) => fieldNamed(resource, name))
      .find(
        (f) =>
          f.kind === "scalar" &&
          (f.type.kind === "string" || f.type.kind === "text") &&
          f.type.pattern === null &&
          (f.type.minLength ?? 0) <= 3 &&
          (f.type.maxLength ?? 99) >= 10 &&
          !f.readonly,
      );

  plan.each(
    searching,
    "q finds text in any of its fields, ignoring ASCII case",
    parameterIgnored(/^q$/),
    async ({ http, plain, rows, collection }, resource) => {
      await stocked(rows, resource, 9);
      const at = collection(resource);
      const every = await walk(plain, at, { limit: "100" });
      const names = resource.search.map((name) => fieldNamed(resource, name).property);
      for (const name of names) {
        const text = every
          .map((row) => row[name])
          .find((value) => typeof value === "string" && value !== "");
        if (typeof text !== "string") continue;
        const term = text.slice(0, 5).replaceAll(/[a-z]/g, (c) => c.toUpperCase());
        const seen = await walk(http, at, { limit: "100", q: term });
        const expected = every.filter((row) =>
          names.some(
            (one) =>
              typeof row[one] === "string" && folded(String(row[one])).includes(folded(term)),
          ),
        );
        expectSame(
          seen.map((row) => row["id"]),
          expected.map((row) => row["id"]),
          `rows with q=${term}`,
        );
      }
    },
  );
  plan.each(
    searching.slice(0, 2),
    "q takes %, _ and \\ for themselves",
    parameterIgnored(/^q$/),
    async ({ http, plain, rows, collection }, resource) => {
      const field = freeText(resource);
      if (field === undefined) return;
      const at = collection(resource);
      for (const text of ["a%b", "a_b", "a\\b", "axb"])
        await rows.create(resource, {
          [field.property]: `${text}${rows.next() % 10_000}`.padEnd(9, "z"),
        });
      const every = await walk(plain, at, { limit: "100" });
      const names = resource.search.map((name) => fieldNamed(resource, name).property);
      for (const term of ["a%b", "a_b", "a\\b", "%", "_", "\\", "A%B"]) {
        const seen = await walk(http, at, { limit: "100", q: term });
        const expected = every.filter((row) =>
          names.some((one) => folded(String(row[one] ?? "")).includes(folded(term))),
        );
        expectSame(
          seen.map((row) => row["id"]),
          expected.map((row) => row["id"]),
          `rows with q=${term}`,
        );
      }
    },
  );
  plan.on(
    searching[0]?.[1],
    "q does not fold letters beyond ASCII",
    parameterIgnored(/^q$/),
    async ({ http, rows, collection }, resource) => {
      const field = freeText(resource);
      if (field === undefined) return;
      const mark = `ÄÉ${rows.next()}`;
      const { id } = await rows.create(resource, { [field.property]: mark });
      const same = await http.get(withQuery(collection(resource), { q: mark }));
      expectSame(
        listOf(same).map((row) => row["id"]),
        [id],
        "rows with the same letters",
        same,
      );
      const other = await http.get(withQuery(collection(resource), { q: mark.toLowerCase() }));
      expectSame(listOf(other), [], "rows with other letters", other);
    },
  );
  plan.on(
    searching[0]?.[1],
    "q finds nothing where nothing is",
    parameterIgnored(/^q$/),
    async ({ http, rows, collection }, resource) => {
      await stocked(rows, resource, 3);
      const response = await http.get(withQuery(collection(resource), { q: "§§ no such text §§" }));
      expectSame(listOf(response), [], "rows", response);
    },
  );
  for (const [label, q, code] of [
    ["empty", "", "min_length"],
    ["of 201 characters", "😀".repeat(201), "max_length"],
    ["with a NUL", "a\0", "format"],
  ] as const) {
    plan.on(
      searching[0]?.[1],
      `q ${label} is ${code}`,
      parameterIgnored(/^q$/),
      async ({ http, collection }, resource) => {
        expectQueryFaults(await http.get(withQuery(collection(resource), { q })), [["q", code]]);
      },
    );
  }
  plan.on(
    searching[0]?.[1],
    "q may be 200 code points long",
    statusTo(200, 400),
    async ({ http, collection }, resource) => {
      expectStatus(await http.get(withQuery(collection(resource), { q: "😀".repeat(200) })), 200);
    },
  );
  plan.on(
    subjects.find(([, one]) => one.search.length === 0)?.[1],
    "q is unknown where nothing is searched",
    wrongCode,
    async ({ http, collection }, resource) => {
      expectQueryFaults(await http.get(withQuery(collection(resource), { q: "x" })), [
        ["q", "unknown_parameter"],
      ]);
    },
  );

  plan.each(
    resources(model, "list", "retrieve"),
    "fields keeps what it names",
    parameterIgnored(/^fields$/),
    async ({ http, rows, collection }, resource) => {
      const stored = await rows.shared(resource);
      const names = Object.keys(stored.row);
      for (const kept of [["id"], names.slice(-2), [names.at(-1) ?? "id", "id"]]) {
        const query = { fields: kept.join(",") };
        const one = await http.get(withQuery(stored.path, query));
        expectStatus(one, 200);
        expectSame(
          Object.keys(rowOf(one)).sort(),
          [...new Set(kept)].sort(),
          "properties of the row",
          one,
        );
        for (const name of kept) expectSame(rowOf(one)[name], stored.row[name], name, one);
        const list = await http.get(withQuery(collection(resource), { ...query, limit: "2" }));
        for (const row of listOf(list))
          expectSame(
            Object.keys(row).sort(),
            [...new Set(kept)].sort(),
            "properties in the list",
            list,
          );
      }
    },
  );
  plan.on(
    subject,
    "fields adds nothing",
    extraProperty,
    async ({ http, rows, collection }, resource) => {
      await rows.shared(resource);
      const list = await http.get(`${collection(resource)}?fields=id&limit=1`);
      expectSame(
        listOf(list).map((row) => Object.keys(row)),
        [["id"]],
        "properties",
        list,
      );
    },
  );
  plan.on(
    subject,
    "with fields there is no ETag",
    header("etag", '"x-1"'),
    async ({ http, rows }, resource) => {
      const stored = await rows.shared(resource);
      const response = await http.get(`${stored.path}?fields=id`);
      expectStatus(response, 200);
      expectSame(response.headers["etag"], undefined, "etag", response);
    },
  );
  for (const [label, value, code] of [
    ["unknown", "no_such_thing", "enum"],
    ["empty", "", "enum"],
    ["with an empty name", "id,", "enum"],
    ["with a name twice", "id,id", "unique_items"],
    ["with a blank", "id, id", "enum"],
    ["with a star", "*", "enum"],
  ] as const) {
    plan.on(
      subject,
      `fields ${label} is ${code}`,
      parameterIgnored(/^fields$/),
      async ({ http, rows, collection }, resource) => {
        expectQueryFaults(await http.get(withQuery(collection(resource), { fields: value })), [
          ["fields", code],
        ]);
        const stored = await rows.shared(resource);
        expectQueryFaults(await http.get(withQuery(stored.path, { fields: value })), [
          ["fields", code],
        ]);
      },
    );
  }
  const secret = subjects.flatMap(([, resource]) =>
    resource.fields.filter((f) => f.writeonly).map((field) => ({ resource, field })),
  )[0];
  plan.on(
    secret,
    "fields does not show what is write-only",
    wrongCode,
    async ({ http, collection }, { resource, field }) => {
      expectQueryFaults(
        await http.get(withQuery(collection(resource), { fields: field.property })),
        [["fields", "enum"]],
      );
    },
  );

  const relations = resources(model, "list", "retrieve").flatMap(([name, resource]) =>
    resource.fields
      .filter((f) => f.kind !== "scalar" && !f.writeonly)
      .map((field) => [`${name}.${field.name}`, { resource, field }] as const),
  );
  plan.each(
    relations,
    "include embeds the related rows whole",
    parameterIgnored(/^include$/),
    async ({ http, plain, rows, paths }, { resource, field }) => {
      const target = resourceNamed(model, field.kind === "scalar" ? "" : field.to);
      const stored = await related(rows, resource, field, target);
      const expected = await embedded(plain, paths, stored.row, field, target);
      const one = await http.get(withQuery(stored.path, { include: field.name }));
      expectStatus(one, 200);
      expectSame(rowOf(one)[field.name], expected, `included ${field.name}`, one);
      const { [field.name]: _included, ...rest } = rowOf(one);
      if (field.name !== field.property) expectSame(rest, stored.row, "the row itself", one);
      const list = await http.get(
        withQuery(paths.collection(resource), { include: field.name, id: String(stored.id) }),
      );
      expectSame(
        listOf(list).map((row) => row[field.name]),
        [expected],
        `included ${field.name} in the list`,
        list,
      );
    },
  );
  const optional = relations.filter(([, { field }]) => field.kind === "to_one" && field.optional);
  plan.each(
    optional,
    "include of nothing is null",
    rowMutant("no null", (row) =>
      Object.fromEntries(Object.entries(row).filter(([, v]) => v !== null)),
    ),
    async ({ http, rows }, { resource, field }) => {
      const stored = await rows.create(resource, { [field.property]: null });
      const response = await http.get(withQuery(stored.path, { include: field.name }));
      expectStatus(response, 200);
      expectSame(rowOf(response)[field.name], null, field.name, response);
    },
  );
  const many = relations.filter(([, { field }]) => field.kind === "to_many");
  plan.each(
    many,
    "include of no links is the empty list",
    listMutant("-", (rows) =>
      rows.map((row) => ({
        ...row,
        ...Object.fromEntries(many.map(([, { field }]) => [field.name, null])),
      })),
    ),
    async ({ http, rows, collection }, { resource, field }) => {
      const stored = await rows.create(
        resource,
        field.kind === "to_many" && field.writable ? { [field.property]: [] } : {},
      );
      const response = await http.get(
        withQuery(collection(resource), { include: field.name, id: String(stored.id) }),
      );
      expectSame(
        listOf(response).map((row) => row[field.name]),
        [[]],
        field.name,
        response,
      );
    },
  );
  const richest = relations.length > 1 ? subject : null;
  plan.on(
    richest,
    "several includes at once, on a page of many rows",
    parameterIgnored(/^include$/),
    async ({ http, plain, rows, paths }, resource) => {
      await stocked(rows, resource, 9);
      const fields = resource.fields.filter((f) => f.kind !== "scalar" && !f.writeonly);
      if (fields.length === 0) return;
      const response = await http.get(
        withQuery(paths.collection(resource), {
          include: fields.map((f) => f.name).join(","),
          limit: "5",
          sort: "-id",
        }),
      );
      expectStatus(response, 200);
      for (const row of listOf(response)) {
        for (const field of fields) {
          if (field.kind === "scalar") continue;
          expectSame(
            row[field.name],
            await embedded(plain, paths, row, field, resourceNamed(model, field.to)),
            field.name,
            response,
          );
        }
      }
    },
  );
  plan.on(
    relations[0]?.[1],
    "with include there is no ETag",
    header("etag", '"x-1"'),
    async ({ http, rows }, { resource, field }) => {
      const stored = await rows.shared(resource);
      const response = await http.get(withQuery(stored.path, { include: field.name }));
      expectStatus(response, 200);
      expectSame(response.headers["etag"], undefined, "etag", response);
    },
  );
  plan.on(
    relations[0]?.[1],
    "fields and include together keep what either names",
    rowMutant("included objects are lost", (row) =>
      Object.fromEntries(Object.entries(row).filter(([key]) => key === "id")),
    ),
    async ({ http, rows }, { resource, field }) => {
      const stored = await rows.shared(resource);
      const response = await http.get(
        withQuery(stored.path, { fields: "id", include: field.name }),
      );
      expectStatus(response, 200);
      expectSame(
        Object.keys(rowOf(response)).sort(),
        ["id", field.name].sort(),
        "properties",
        response,
      );
    },
  );
  for (const [label, value, code] of [
    ["unknown", () => "no_such_thing", "enum"],
    ["empty", () => "", "enum"],
    ["by property", (f: Field) => f.property, "enum"],
    ["twice", (f: Field) => `${f.name},${f.name}`, "unique_items"],
    ["two levels deep", (f: Field) => `${f.name}.${f.name}`, "enum"],
  ] as const) {
    plan.on(
      relations.find(([, { field }]) => field.name !== field.property)?.[1],
      `include ${label} is ${code}`,
      parameterIgnored(/^include$/),
      async ({ http, rows, collection }, { resource, field }) => {
        const include = value(field);
        expectQueryFaults(await http.get(withQuery(collection(resource), { include })), [
          ["include", code],
        ]);
        const stored = await rows.shared(resource);
        expectQueryFaults(await http.get(withQuery(stored.path, { include })), [["include", code]]);
      },
    );
  }

  plan.each(
    subjects,
    "an unknown parameter of a list is named",
    wrongPointer,
    async ({ http, collection }, resource) => {
      expectQueryFaults(await http.get(`${collection(resource)}?no_such_thing=1`), [
        ["no_such_thing", "unknown_parameter"],
      ]);
    },
  );
  for (const name of [
    "row_version",
    "Limit",
    "limit[eq]",
    "page",
    "id[like]",
    "id[]",
    "id[eq",
    "__proto__",
    "constructor",
    "id[eq][eq]",
    "sort[]",
  ]) {
    const declared = subject?.fields.some(({ property }) => property === name.replace("[eq]", ""));
    plan.on(
      declared === true ? null : subject,
      `«${name}» is an unknown parameter`,
      wrongCode,
      async ({ http, collection }, resource) => {
        expectQueryFaults(await http.get(withQuery(collection(resource), { [name]: "1" })), [
          [name, "unknown_parameter"],
        ]);
      },
    );
  }
  plan.on(
    subject,
    "retrieve knows fields and include alone",
    wrongCode,
    async ({ http, rows }, resource) => {
      const stored = await rows.shared(resource);
      expectQueryFaults(await http.get(`${stored.path}?limit=1&count=true`), [
        ["limit", "unknown_parameter"],
        ["count", "unknown_parameter"],
      ]);
    },
  );
  plan.on(
    main(model),
    "create knows no parameter",
    wrongCode,
    async ({ http, rows, collection }, resource) => {
      expectQueryFaults(
        await http.post(`${collection(resource)}?fields=id`, await rows.body(resource)),
        [["fields", "unknown_parameter"]],
      );
    },
  );
  plan.on(
    main(model, "update", "delete"),
    "PATCH and DELETE know no parameter",
    wrongCode,
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      expectQueryFaults(await http.patch(`${stored.path}?x=1`, {}, { "if-match": stored.etag }), [
        ["x", "unknown_parameter"],
      ]);
      expectQueryFaults(await http.delete(`${stored.path}?x=1`, { "if-match": stored.etag }), [
        ["x", "unknown_parameter"],
      ]);
    },
  );
  plan.on(
    subject,
    "a repeated parameter is unique_items",
    wrongCode,
    async ({ http, collection }, resource) => {
      expectQueryFaults(await http.get(`${collection(resource)}?limit=1&limit=1`), [
        ["limit", "unique_items"],
      ]);
    },
  );
  plan.on(
    subject,
    "a filter and its eq are the same parameter, reported as the second",
    wrongPointer,
    async ({ http, collection }, resource) => {
      const id = absentId(model, resource);
      expectQueryFaults(await http.get(withQuery(collection(resource), { id, "id[eq]": id })), [
        ["id[eq]", "unique_items"],
      ]);
      expectQueryFaults(await http.get(withQuery(collection(resource), { "id[eq]": id, id })), [
        ["id", "unique_items"],
      ]);
    },
  );
  plan.on(
    subject,
    "all faults of a query are told at once",
    firstFaultOnly,
    async ({ http, collection }, resource) => {
      const response = await http.get(
        withQuery(collection(resource), {
          limit: "0",
          offset: "x",
          count: "maybe",
          sort: "nope",
          fields: "nope",
          "id[zz]": "1",
          unknown: "1",
        }),
      );
      expectQueryFaults(response, [
        ["limit", "min"],
        ["offset", "type"],
        ["count", "type"],
        ["sort", "enum"],
        ["fields", "enum"],
        ["id[zz]", "unknown_parameter"],
        ["unknown", "unknown_parameter"],
      ]);
    },
  );
  plan.on(
    subject,
    "a parameter without = has the empty value",
    wrongCode,
    async ({ http, collection }, resource) => {
      expectQueryFaults(await http.get(`${collection(resource)}?limit`), [["limit", "type"]]);
    },
  );
};

type Rows = import("../world.ts").World["rows"];

async function related(rows: Rows, resource: Resource, field: Field, target: Resource) {
  if (field.kind === "scalar") throw new Error("not a relation");
  const own = isCreatable(rows.model, target);
  if (field.kind === "to_many") {
    if (!field.writable || !own) return rows.create(resource);
    const others = [await rows.create(target), await rows.create(target)];
    return rows.create(resource, { [field.property]: others.map((one) => one.id) });
  }
  return own && !field.readonly
    ? rows.create(resource, { [field.property]: (await rows.create(target)).id })
    : rows.create(resource);
}

async function embedded(
  plain: import("../client.ts").Client,
  paths: import("../model.ts").Paths,
  row: Body,
  field: Field,
  target: Resource,
): Promise<unknown> {
  const value = row[field.property] ?? null;
  if (value === null) return null;
  if (!target.operations.includes("retrieve")) return value;
  const read = async (id: JsonValue): Promise<unknown> =>
    (await plain.get(paths.item(target, id))).json;
  if (!Array.isArray(value)) return read(value);
  const all = [];
  for (const id of value) all.push(await read(id));
  expectTrue(Array.isArray(all), "links");
  return all;
}
