/** Uniqueness, references, what deletion does to others, soft deletion. */
import type { OnDelete, Resource } from "../../../src/model/model.ts";
import type { Area } from "../check.ts";
import { pageOf, walk, withQuery } from "../lists.ts";
import { expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import {
  firstFaultOnly,
  rowDoubled,
  totalOff,
  valuesChanged,
  wrongCode,
  wrongPointer,
  wrongStatus,
} from "../mutants/catalogue.ts";
import { bodyMutant, header, statusTo } from "../mutants/mutant.ts";
import {
  fieldNamed,
  isCreatable,
  isWritable,
  resourceNamed,
  toOnes,
  uniqueFields,
} from "../model.ts";
import type { Body } from "../model.ts";
import { isDemanded } from "../oracle/judge.ts";
import { expectFaults, expectProblem } from "../problem.ts";
import { rowOf } from "../rows.ts";
import type { Stored } from "../rows.ts";
import { absentId, conditions, resources, toManyFields, toOneFields } from "../subjects.ts";
import type { World } from "../world.ts";

export const integrity: Area = (plan) => {
  const { model } = plan;
  const uniques = resources(model).flatMap(([name, resource]) =>
    resource.uniques
      .filter((unique) => unique.fields.every((one) => isWritable(fieldNamed(resource, one))))
      .map(
        (unique) =>
          [
            `${name} ${unique.fields.join("+")}`,
            {
              resource,
              properties: unique.fields.map((one) => fieldNamed(resource, one).property),
              fields: unique.fields.map((one) => fieldNamed(resource, one)),
            },
          ] as const,
      ),
  );
  // A rule that optional relations leave without a value is not broken by repeating it.
  const full = async (rows: World["rows"], resource: Resource): Promise<Stored> =>
    rows.create(resource, await fullRelations(rows, resource));
  const taken = (stored: Stored, properties: readonly string[]): Body =>
    Object.fromEntries(
      properties.map((name) => [name, stored.row[name] ?? stored.body[name] ?? null]),
    );

  plan.each(
    uniques,
    "a value that is taken is 409 at each of its properties",
    wrongPointer,
    async ({ http, rows, collection }, { resource, properties }) => {
      const stored = await full(rows, resource);
      const body = await rows.body(resource, taken(stored, properties));
      expectFaults(
        await http.post(collection(resource), body),
        409,
        properties.map((name) => [`/${name}`, "unique"] as const),
      );
    },
  );
  for (const [method, operation] of [
    ["PUT", "replace"],
    ["PATCH", "update"],
  ] as const) {
    const changeable = uniques.filter(
      ([, { resource, fields }]) =>
        resource.operations.includes(operation) && fields.every((f) => !f.immutable),
    );
    plan.each(
      changeable,
      `${method} to a value that is taken is 409`,
      wrongStatus,
      async ({ http, rows }, { resource, properties }) => {
        const stored = await full(rows, resource);
        const other = await rows.create(resource);
        const whole = method === "PUT" ? other.body : {};
        const response = await http.send(
          method,
          other.path,
          { ...whole, ...taken(stored, properties) },
          { "content-type": "application/json", ...conditions(other) },
        );
        expectFaults(
          response,
          409,
          properties.map((name) => [`/${name}`, "unique"] as const),
        );
      },
    );
  }
  plan.each(
    uniques.filter(([, { fields }]) => fields.some((f) => f.optional)),
    "rows without a value do not count for uniqueness",
    statusTo(201, 409),
    async ({ http, rows, collection }, { resource, fields }) => {
      const empty = Object.fromEntries(
        fields.filter((f) => f.optional).map((f) => [f.property, null]),
      );
      for (let time = 0; time < 2; time += 1)
        expectStatus(await http.post(collection(resource), await rows.body(resource, empty)), 201);
    },
  );
  plan.each(
    uniques.filter(([, { fields }]) => fields.length > 1),
    "part of a composite value may come again",
    statusTo(201, 409),
    async ({ http, rows, collection }, { resource, properties }) => {
      const stored = await full(rows, resource);
      const [name = ""] = properties;
      expectStatus(
        await http.post(
          collection(resource),
          await rows.body(resource, { [name]: stored.row[name] ?? null }),
        ),
        201,
      );
    },
  );
  const several = resources(model).find(
    ([, one]) => uniques.filter(([, u]) => u.resource === one).length > 1,
  );
  plan.on(
    several?.[1],
    "all violated rules are named at once",
    firstFaultOnly,
    async ({ http, rows, collection }, resource) => {
      const stored = await full(rows, resource);
      const properties = new Set(
        uniques.filter(([, u]) => u.resource === resource).flatMap(([, u]) => u.properties),
      );
      const body = await rows.body(resource, taken(stored, [...properties]));
      expectFaults(
        await http.post(collection(resource), body),
        409,
        [...properties].map((name) => [`/${name}`, "unique"] as const),
      );
    },
  );

  const references = toOneFields(model, () => true);
  const missingId = (resource: Resource) =>
    resource.id.strategy === "integer"
      ? Number(absentId(model, resource))
      : absentId(model, resource);
  plan.each(
    references,
    "a row that is not there is reference_not_found",
    wrongCode,
    async ({ http, rows, collection }, { resource, field }) => {
      const body = await rows.body(resource, {
        [field.property]: missingId(resourceNamed(model, field.to)),
      });
      expectFaults(await http.post(collection(resource), body), 422, [
        [`/${field.property}`, "reference_not_found"],
      ]);
    },
  );
  plan.each(
    toOneFields(model, (f) => !f.immutable, "update"),
    "PATCH to a row that is not there is reference_not_found",
    wrongPointer,
    async ({ http, rows }, { resource, field }) => {
      const stored = await rows.create(resource);
      const response = await http.patch(
        stored.path,
        { [field.property]: missingId(resourceNamed(model, field.to)) },
        conditions(stored),
      );
      expectFaults(response, 422, [[`/${field.property}`, "reference_not_found"]]);
    },
  );
  plan.each(
    references,
    "ids of the wrong form are faults of shape",
    wrongCode,
    async ({ http, rows, collection }, { resource, field }) => {
      const { strategy } = resourceNamed(model, field.to).id;
      const values: [unknown, string][] =
        strategy === "integer"
          ? [
              ["1", "type"],
              [1.5, "type"],
              [true, "type"],
              [[], "type"],
              [{}, "type"],
              [0, "min"],
              [-1, "min"],
              [9007199254740992, "max"],
            ]
          : strategy === "uuid"
            ? [
                [1, "type"],
                ["x", "format"],
                [null, field.optional ? "" : "type"],
                ["00000000000000000000000000000000", "format"],
              ]
            : [
                [1, "type"],
                [["AA"], "type"],
                [{}, "type"],
              ];
      const body = await rows.body(resource);
      for (const [value, code] of values) {
        if (code !== "")
          expectFaults(
            await http.post(collection(resource), { ...body, [field.property]: value }),
            422,
            [[`/${field.property}`, code]],
          );
      }
    },
  );
  const manyReferences = resources(model).find(
    ([, one]) => toOnes(one).filter((f) => isWritable(f)).length > 1,
  );
  plan.on(
    manyReferences?.[1],
    "all missing references are named at once, links too",
    firstFaultOnly,
    async ({ http, rows, collection }, resource) => {
      const missing: Body = {};
      const expected: [string, string][] = [];
      for (const field of resource.fields) {
        if (field.kind === "scalar" || !isWritable(field)) continue;
        const id = missingId(resourceNamed(model, field.to));
        missing[field.property] = field.kind === "to_many" ? [id] : id;
        expected.push([
          field.kind === "to_many" ? `/${field.property}/0` : `/${field.property}`,
          "reference_not_found",
        ]);
      }
      expectFaults(
        await http.post(collection(resource), await rows.body(resource, missing)),
        422,
        expected,
      );
    },
  );
  const uuidTarget = references.find(
    ([, { field }]) => resourceNamed(model, field.to).id.strategy === "uuid",
  );
  plan.on(
    uuidTarget?.[1],
    "a uuid in capitals refers to its row, and is shown in lower case",
    valuesChanged,
    async ({ http, rows, collection }, { resource, field }) => {
      const target = await rows.create(resourceNamed(model, field.to));
      const response = await http.post(
        collection(resource),
        await rows.body(resource, { [field.property]: String(target.id).toUpperCase() }),
      );
      expectStatus(response, 201);
      expectSame(rowOf(response)[field.property], target.id, field.property, response);
    },
  );

  const deletions = (rule: OnDelete) =>
    toOneFields(
      model,
      (field) => {
        const target = resourceNamed(model, field.to);
        return field.onDelete === rule && target.operations.includes("delete");
      },
      "retrieve",
    );
  plan.each(
    deletions("restrict"),
    "a row that others refer to is not deleted: 409 without errors",
    wrongStatus,
    async ({ http, plain, rows }, { resource, field }) => {
      const parent = await rows.create(resourceNamed(model, field.to));
      await rows.create(resource, { [field.property]: parent.id });
      const problem = expectProblem(
        await http.delete(parent.path, conditions(await fresh(plain, parent))),
        409,
      );
      expectTrue(!("errors" in problem), "errors are told");
      if (parent.resource.operations.includes("retrieve"))
        expectStatus(await plain.get(parent.path), 200);
    },
  );
  plan.each(
    deletions("restrict").filter(([, { resource }]) => resource.operations.includes("delete")),
    "once nothing refers to it, it is deleted",
    statusTo(204, 409),
    async ({ http, plain, rows }, { resource, field }) => {
      const parent = await rows.create(resourceNamed(model, field.to));
      const child = await rows.create(resource, { [field.property]: parent.id });
      expectStatus(await plain.delete(child.path, conditions(child)), 204);
      expectStatus(await http.delete(parent.path, conditions(await fresh(plain, parent))), 204);
    },
  );
  plan.each(
    deletions("cascade"),
    "cascade deletes the children too",
    statusTo(404, 200),
    async ({ http, plain, rows }, { resource, field }) => {
      const parent = await rows.create(resourceNamed(model, field.to));
      const child = await rows.create(resource, { [field.property]: parent.id });
      expectStatus(await http.delete(parent.path, conditions(await fresh(plain, parent))), 204);
      expectStatus(await http.get(child.path), 404);
    },
  );
  plan.each(
    deletions("set_null"),
    "set_null empties the relation and bumps the child's version",
    valuesChanged,
    async ({ http, plain, rows }, { resource, field }) => {
      const parent = await rows.create(resourceNamed(model, field.to));
      const child = await rows.create(resource, { [field.property]: parent.id });
      expectStatus(await plain.delete(parent.path, conditions(await fresh(plain, parent))), 204);
      const read = await http.get(child.path);
      expectSame(rowOf(read)[field.property], null, field.property, read);
      expectTrue(read.headers["etag"] !== child.etag, "the ETag stands still", read);
      const updated = resource.timestamps?.updatedAt.property;
      if (updated !== undefined)
        expectTrue(
          String(rowOf(read)[updated]) >= String(child.row[updated]),
          "time of change",
          read,
        );
    },
  );

  const soft = resources(model, "delete", "retrieve").filter(([, one]) => one.softDelete !== null);
  const deleted = async (
    { plain, rows }: World,
    resource: Resource,
    overrides: Body = {},
  ): Promise<Stored> => {
    const stored = await rows.create(resource, overrides);
    expectStatus(await plain.delete(stored.path, conditions(stored)), 204);
    return stored;
  };
  plan.each(
    soft,
    "soft: a deleted row is 404 for every method",
    wrongStatus,
    async (world, resource) => {
      const gone = await deleted(world, resource);
      expectProblem(await world.http.get(gone.path), 404);
      if (resource.operations.includes("update"))
        expectProblem(await world.http.patch(gone.path, {}, { "if-match": gone.etag }), 404);
      expectProblem(await world.http.delete(gone.path, { "if-match": gone.etag }), 404);
      expectProblem(await world.http.delete(gone.path, { "if-match": "*" }), 404);
    },
  );
  plan.each(
    soft.filter(([, one]) => one.operations.includes("list")),
    "soft: a deleted row is neither listed nor counted",
    totalOff,
    async (world, resource) => {
      const at = world.collection(resource);
      const before = (await walk(world.plain, at, { limit: "100" })).length;
      const gone = await deleted(world, resource);
      const seen = await walk(world.http, at, { limit: "100" });
      expectTrue(!seen.some((row) => row["id"] === gone.id), "the deleted row is listed");
      const response = await world.http.get(withQuery(at, { count: "true", limit: "1" }));
      const living = (await walk(world.plain, at, { limit: "100" })).length;
      expectSame(pageOf(response).total, living, "total", response);
      expectTrue(living >= before, "living rows were lost");
    },
  );
  plan.each(
    soft,
    "soft: the time of deletion is not shown",
    bodyMutant("it is shown", (json) => ({ ...(json as object), deleted_at: null })),
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      const read = await http.get(stored.path);
      expectSame(
        Object.keys(rowOf(read)).sort(),
        Object.keys(stored.row).sort(),
        "properties",
        read,
      );
    },
  );
  plan.each(
    uniques.filter(([, { resource }]) => soft.some(([, one]) => one === resource)),
    "soft: a deleted row does not count for uniqueness",
    statusTo(201, 409),
    async (world, { resource, properties }) => {
      const gone = await deleted(world, resource);
      const body = await world.rows.body(resource, taken(gone, properties));
      expectStatus(await world.http.post(world.collection(resource), body), 201);
    },
  );
  const toSoft = toOneFields(model, (field) => soft.some(([, one]) => one.name === field.to));
  plan.each(
    toSoft,
    "soft: a deleted row may not be referred to",
    wrongCode,
    async (world, { resource, field }) => {
      const gone = await deleted(world, resourceNamed(model, field.to));
      const body = await world.rows.body(resource, { [field.property]: gone.id });
      expectFaults(await world.http.post(world.collection(resource), body), 422, [
        [`/${field.property}`, "reference_not_found"],
      ]);
    },
  );
  plan.each(
    toOneFields(
      model,
      (field) =>
        field.onDelete !== "restrict" &&
        resourceNamed(model, field.to).softDelete !== null &&
        soft.some(([, one]) => one.name === field.to) &&
        field.onDelete !== "cascade",
      "retrieve",
    ),
    "soft: an include of a deleted row is null",
    wrongStatus,
    async (world, { resource, field }) => {
      const parent = await world.rows.create(resourceNamed(model, field.to));
      const child = await world.rows.create(resource, { [field.property]: parent.id });
      await world.plain.delete(parent.path, conditions(parent));
      const read = await world.http.get(withQuery(child.path, { include: field.name }));
      expectStatus(read, 200);
      expectSame(rowOf(read)[field.name], null, field.name, read);
    },
  );
  plan.each(
    toManyFields(model, "retrieve").filter(([, { field }]) =>
      soft.some(([, one]) => one.name === field.to),
    ),
    "soft: ids of deleted rows are left out of links",
    valuesChanged,
    async (world, { resource, field }) => {
      const target = await world.rows.create(resourceNamed(model, field.to));
      const own = await world.rows.create(resource, { [field.property]: [target.id] });
      await world.plain.delete(target.path, conditions(target));
      const read = await world.http.get(withQuery(own.path, { include: field.name }));
      expectSame(
        [rowOf(read)[field.property], rowOf(read)[field.name]],
        [[], []],
        "ids and rows",
        read,
      );
      expectTrue(read.headers["etag"] === undefined, "an ETag beside include", read);
    },
  );
  const softChildren = toOneFields(
    model,
    (field, resource) =>
      field.onDelete === "restrict" &&
      resource.softDelete !== null &&
      resource.operations.includes("delete") &&
      resourceNamed(model, field.to).operations.includes("delete"),
  );
  plan.each(
    softChildren,
    "soft: restrict counts living children alone",
    statusTo(204, 409),
    async (world, { resource, field }) => {
      const parent = await world.rows.create(resourceNamed(model, field.to));
      await deleted(world, resource, { [field.property]: parent.id });
      expectStatus(await world.http.delete(parent.path, conditions(parent)), 204);
    },
  );
  const softCascade = toOneFields(
    model,
    (field, resource) =>
      field.onDelete === "cascade" &&
      resource.softDelete !== null &&
      resource.operations.includes("delete") &&
      resourceNamed(model, field.to).operations.includes("delete"),
  );
  plan.each(
    softCascade,
    "soft: a parent that really goes takes its deleted children along",
    statusTo(204, 409),
    async (world, { resource, field }) => {
      const parent = await world.rows.create(resourceNamed(model, field.to));
      await deleted(world, resource, { [field.property]: parent.id });
      await world.rows.create(resource, { [field.property]: parent.id });
      expectStatus(
        await world.http.delete(parent.path, conditions(await fresh(world.plain, parent))),
        204,
      );
    },
  );

  const nestedSelf = toOneFields(
    model,
    (field, resource) => field.to === resource.name && !field.unique && !field.immutable,
    "update",
  );
  plan.each(
    nestedSelf,
    "a row may refer to itself",
    statusTo(200, 422),
    async ({ http, rows }, { resource, field }) => {
      const stored = await rows.create(resource);
      const response = await http.patch(
        stored.path,
        { [field.property]: stored.id },
        conditions(stored),
      );
      expectStatus(response, 200);
      expectSame(rowOf(response)[field.property], stored.id, field.property, response);
    },
  );
  const oneToOne = toOneFields(model, (field) => field.unique);
  plan.each(
    oneToOne,
    "one-to-one: a second row with the same relation is 409",
    wrongStatus,
    async ({ http, rows, collection }, { resource, field }) => {
      const stored = await rows.create(resource);
      const id =
        stored.row[field.property] ?? (await rows.create(resourceNamed(model, field.to))).id;
      if (stored.row[field.property] === null)
        await rows.create(resource, { [field.property]: id });
      expectFaults(
        await http.post(collection(resource), await rows.body(resource, { [field.property]: id })),
        409,
        [[`/${field.property}`, "unique"]],
      );
    },
  );

  const bumpUnneeded = resources(model, "update", "retrieve").find(
    ([, one]) => !one.fields.some(isDemanded) || isCreatable(model, one),
  );
  plan.on(
    bumpUnneeded?.[1],
    "reading changes no version",
    header("etag", '"changed-1"'),
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      await http.get(stored.path);
      expectSame((await http.get(stored.path)).headers["etag"], stored.etag, "ETag");
    },
  );
  plan.each(
    soft.slice(0, 1),
    "soft: the list of a walk skips rows deleted meanwhile",
    rowDoubled,
    async (world, resource) => {
      const at = world.collection(resource);
      await world.rows.create(resource);
      const own = await world.rows.create(resource);
      const seen = await walk(world.http, at, { limit: "1", sort: "-id" }, async (page) => {
        if (page === 0) await world.plain.delete(own.path, conditions(own));
      });
      expectSame(
        new Set(seen.map((row) => JSON.stringify(row["id"]))).size,
        seen.length,
        "distinct rows",
      );
    },
  );
};

async function fresh(plain: World["plain"], stored: Stored): Promise<Stored> {
  if (!stored.resource.requireIfMatch || !stored.resource.operations.includes("retrieve"))
    return stored;
  const { headers } = await plain.get(stored.path);
  return { ...stored, etag: headers["etag"] ?? stored.etag };
}

/** Parents for those relations that stand in a unique rule, where they can be made. */
export async function fullRelations(rows: World["rows"], resource: Resource): Promise<Body> {
  const relations: Body = {};
  const named = uniqueFields(resource);
  for (const field of toOnes(resource)) {
    const target = resourceNamed(rows.model, field.to);
    if (named.has(field.name) && isWritable(field) && isCreatable(rows.model, target)) {
      relations[field.property] = (await rows.create(target)).id;
    }
  }
  return relations;
}
