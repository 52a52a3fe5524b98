/** Collections under a parent: `/authors/{author_id}/books…`. */
import type { Operation } from "../../../src/model/model.ts";
import type { Area } from "../check.ts";
import { pageOf, walk, withQuery } from "../lists.ts";
import { expectHeader, expectSame, expectStatus } from "../mismatch.ts";
import { header, requestMutant, statusTo } from "../mutants/mutant.ts";
import {
  noLocation,
  rowDoubled,
  rowLost,
  totalOff,
  valuesChanged,
  wrongCode,
  wrongStatus,
} from "../mutants/catalogue.ts";
import { isCreatable } from "../model.ts";
import { represent } from "../oracle/represent.ts";
import { expectFaults, expectProblem, expectQueryFaults } from "../problem.ts";
import { rowOf } from "../rows.ts";
import type { Stored } from "../rows.ts";
import { absentId, conditions, nestings, unchangeable } from "../subjects.ts";
import type { NestedOf } from "../subjects.ts";
import type { World } from "../world.ts";

async function family(
  { rows }: World,
  { resource, field, parent }: NestedOf,
): Promise<{ own: Stored; other: Stored; child: Stored }> {
  const own = await rows.create(parent);
  const other = await rows.create(parent);
  return { own, other, child: await rows.create(resource, { [field.property]: own.id }) };
}

export const nested: Area = (plan) => {
  const { model } = plan;
  const all = nestings(model).filter(([, { resource }]) => isCreatable(model, resource));
  const having = (...operations: Operation[]) =>
    all.filter(([, { resource }]) => operations.every((one) => resource.operations.includes(one)));

  plan.each(
    having("list"),
    "lists the children of this parent alone",
    rowDoubled,
    async (world, subject) => {
      const { own, child } = await family(world, subject);
      const second = subject.field.unique
        ? null
        : await world.rows.create(subject.resource, { [subject.field.property]: own.id });
      const seen = await walk(world.http, world.paths.nested(subject.nested, own.id), {
        limit: "1",
        sort: "id",
      });
      expectSame(
        seen.map((row) => JSON.stringify(row["id"])).sort(),
        [child, ...(second === null ? [] : [second])].map((one) => JSON.stringify(one.id)).sort(),
        "ids",
      );
    },
  );
  plan.each(
    having("list"),
    "a parent without children has an empty list",
    statusTo(200, 404),
    async (world, { parent, nested: at }) => {
      const own = await world.rows.create(parent);
      const response = await world.http.get(world.paths.nested(at, own.id));
      expectStatus(response, 200);
      expectSame(rowOf(response)["data"], [], "data", response);
    },
  );
  plan.each(
    having("list"),
    "counts and filters within the parent",
    totalOff,
    async (world, subject) => {
      const { own, child } = await family(world, subject);
      const at = world.paths.nested(subject.nested, own.id);
      expectSame(pageOf(await world.http.get(`${at}?count=true`)).total, 1, "total");
      const none = await world.http.get(
        withQuery(at, { count: "true", "id[ne]": String(child.id) }),
      );
      expectSame(pageOf(none).total, 0, "total without the child", none);
    },
  );
  plan.each(
    having("list"),
    "a cursor of one parent does not fit another",
    statusTo(400, 200),
    async (world, subject) => {
      if (subject.field.unique) return;
      const { own, other } = await family(world, subject);
      await world.rows.create(subject.resource, { [subject.field.property]: own.id });
      const cursor =
        pageOf(await world.plain.get(`${world.paths.nested(subject.nested, own.id)}?limit=1`))
          .next ?? "";
      expectQueryFaults(
        await world.http.get(
          withQuery(world.paths.nested(subject.nested, other.id), { limit: "1", cursor }),
        ),
        [["cursor", "format"]],
      );
    },
  );
  plan.each(
    having("list"),
    "Link stays under the parent",
    header("link", '</elsewhere>; rel="next"'),
    async (world, subject) => {
      if (subject.field.unique) return;
      const { own } = await family(world, subject);
      await world.rows.create(subject.resource, { [subject.field.property]: own.id });
      const at = world.paths.nested(subject.nested, own.id);
      const response = await world.http.get(`${at}?limit=1`);
      const link = response.headers["link"] ?? "";
      expectSame(link.startsWith(`<${at}?`), true, "Link under the parent", response);
    },
  );

  plan.each(
    all,
    "POST makes a child of the parent, its property left out",
    valuesChanged,
    async (world, subject) => {
      const { resource, field, nested: at } = subject;
      const own = await world.rows.create(subject.parent);
      const body = await world.rows.body(resource, { [field.property]: undefined });
      const response = await world.http.post(world.paths.nested(at, own.id), body);
      expectStatus(response, 201);
      const expected = represent(model, resource, body, {
        method: "POST",
        parent: { property: field.property, value: own.id },
      });
      const hidden = new Set(resource.fields.filter((f) => f.writeonly).map((f) => f.property));
      for (const [name, value] of Object.entries(expected)) {
        if (!hidden.has(name)) expectSame(rowOf(response)[name], value, name, response);
      }
    },
  );
  plan.each(
    all,
    "POST takes the parent's id in the body too",
    statusTo(201, 422),
    async (world, { resource, field, nested: at, parent }) => {
      const own = await world.rows.create(parent);
      const body = await world.rows.body(resource, { [field.property]: own.id });
      expectStatus(await world.http.post(world.paths.nested(at, own.id), body), 201);
    },
  );
  plan.each(
    having("retrieve"),
    "Location of a nested POST is canonical",
    noLocation,
    async (world, { resource, field, nested: at, parent }) => {
      const own = await world.rows.create(parent);
      const body = await world.rows.body(resource, { [field.property]: undefined });
      const response = await world.http.post(world.paths.nested(at, own.id), body);
      expectHeader(response, "location", world.paths.item(resource, rowOf(response)["id"]));
    },
  );
  plan.each(
    all,
    "a body that names another parent is read_only_parent",
    wrongCode,
    async (world, subject) => {
      const { resource, field, nested: at } = subject;
      const own = await world.rows.create(subject.parent);
      const other = await world.rows.create(subject.parent);
      const body = await world.rows.body(resource, { [field.property]: other.id });
      const fault = [[`/${field.property}`, "read_only_parent"]] as const;
      expectFaults(await world.http.post(world.paths.nested(at, own.id), body), 422, fault);
      expectFaults(
        await world.http.post(world.paths.nested(at, own.id), { ...body, [field.property]: null }),
        422,
        [[`/${field.property}`, field.optional ? "read_only_parent" : "type"]],
      );
    },
  );
  for (const method of ["PUT", "PATCH"] as const) {
    const operation = method === "PUT" ? "replace" : "update";
    plan.each(
      having(operation),
      `${method} that names another parent is read_only_parent`,
      wrongCode,
      async (world, subject) => {
        const { own, other, child } = await family(world, subject);
        const whole =
          method === "PUT"
            ? await world.rows.body(subject.resource, unchangeable(subject.resource))
            : {};
        const response = await world.http.send(
          method,
          `${world.paths.nested(subject.nested, own.id)}/${String(child.id)}`,
          { ...whole, [subject.field.property]: other.id },
          { "content-type": "application/json", ...conditions(child) },
        );
        expectFaults(response, 422, [[`/${subject.field.property}`, "read_only_parent"]]);
      },
    );
  }
  plan.each(
    having("replace"),
    "PUT keeps the parent where the body leaves it out",
    valuesChanged,
    async (world, subject) => {
      const { own, child } = await family(world, subject);
      const { resource, field } = subject;
      const body = await world.rows.body(resource, {
        ...unchangeable(resource),
        [field.property]: undefined,
      });
      const response = await world.http.put(
        `${world.paths.nested(subject.nested, own.id)}/${String(child.id)}`,
        body,
        conditions(child),
      );
      expectStatus(response, 200);
      expectSame(rowOf(response)[field.property], own.id, field.property, response);
    },
  );
  plan.each(
    having("retrieve"),
    "reads a child as its canonical path does",
    valuesChanged,
    async (world, subject) => {
      const { own, child } = await family(world, subject);
      const response = await world.http.get(
        `${world.paths.nested(subject.nested, own.id)}/${String(child.id)}`,
      );
      expectStatus(response, 200);
      expectSame(response.json, child.row, "row", response);
      expectHeader(response, "etag", child.etag);
    },
  );
  plan.each(
    having("update", "delete"),
    "changes and deletes a child",
    wrongStatus,
    async (world, subject) => {
      const { own, child } = await family(world, subject);
      const at = `${world.paths.nested(subject.nested, own.id)}/${String(child.id)}`;
      expectStatus(await world.http.patch(at, {}, conditions(child)), 200);
      expectStatus(await world.http.delete(at, conditions(child)), 204);
    },
  );
  plan.each(
    all,
    "a child of another parent is 404, whatever the method",
    wrongStatus,
    async (world, subject) => {
      const { other, child } = await family(world, subject);
      const at = `${world.paths.nested(subject.nested, other.id)}/${String(child.id)}`;
      const { operations } = subject.resource;
      if (operations.includes("retrieve")) expectProblem(await world.http.get(at), 404);
      if (operations.includes("update"))
        expectProblem(await world.http.patch(at, {}, conditions(child)), 404);
      if (operations.includes("delete"))
        expectProblem(await world.http.delete(at, conditions(child)), 404);
      if (operations.includes("retrieve")) expectStatus(await world.plain.get(child.path), 200);
    },
  );
  plan.each(
    all,
    "a parent that is not there is 404, whatever the method",
    requestMutant("the parent is not looked at", (request) => ({
      ...request,
      path: request.path.replace(/^(.*?\/)[^/]+\/[^/]+\/([^/]+)$/, "$1$2"),
    })),
    async (world, subject) => {
      const { resource, nested: at, parent, field } = subject;
      const path = world.paths.nested(at, absentId(model, parent));
      if (resource.operations.includes("list")) expectProblem(await world.http.get(path), 404);
      expectProblem(
        await world.http.post(
          path,
          await world.rows.body(resource, { [field.property]: undefined }),
        ),
        404,
      );
      expectProblem(await world.http.post(path, {}), 404);
    },
  );
  plan.each(
    all.filter(([, { parent }]) => parent.id.strategy === "integer"),
    "a malformed parent id is 404",
    wrongStatus,
    async (world, { nested: at }) => {
      for (const id of ["0", "x", "01"])
        expectProblem(await world.http.get(world.paths.nested(at, id)), 404);
    },
  );
  plan.each(
    having("list").slice(0, 2),
    "takes all parameters of the plain list",
    rowLost,
    async (world, subject) => {
      const { own, child } = await family(world, subject);
      const response = await world.http.get(
        withQuery(world.paths.nested(subject.nested, own.id), {
          sort: "-id",
          fields: "id",
          include: subject.field.name,
          limit: "5",
          offset: "0",
          count: "true",
          "id[in]": String(child.id),
        }),
      );
      expectStatus(response, 200);
      expectSame(
        rowOf(response)["data"],
        [{ id: child.id, [subject.field.name]: own.row }],
        "data",
        response,
      );
    },
  );
};
