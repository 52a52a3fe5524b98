/** Many-to-many relations: link paths and `tag_ids`. */
import type { ToManyField } from "../../../src/model/model.ts";
import type { Area } from "../check.ts";
import { walk, withQuery } from "../lists.ts";
import { expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import {
  rowLost,
  unwantedBody,
  valuesChanged,
  wrongCode,
  wrongPointer,
  wrongStatus,
} from "../mutants/catalogue.ts";
import { header, memberIgnored, requestMutant, rowMutant, statusTo } from "../mutants/mutant.ts";
import { resourceNamed } from "../model.ts";
import { compareKeys } from "../oracle/represent.ts";
import { expectFaults, expectProblem, expectQueryFaults } from "../problem.ts";
import { isBody, listOf, rowOf } from "../rows.ts";
import type { Stored } from "../rows.ts";
import { absentId, conditions, toManyFields } from "../subjects.ts";
import type { FieldOf } from "../subjects.ts";
import type { World } from "../world.ts";

/** A row without links, and three that it could be linked to. */
async function unlinked({ rows, model }: World, { resource, field }: FieldOf<ToManyField>) {
  const target = resourceNamed(model, field.to);
  const others: Stored[] = [];
  for (let at = 0; at < 3; at += 1) others.push(await rows.create(target));
  const own = await rows.create(resource, { [field.property]: [] });
  return { own, others, target };
}

const reversedLists = rowMutant("lists in rows come in reverse", (row) =>
  Object.fromEntries(
    Object.entries(row).map(([k, v]) => [k, Array.isArray(v) ? v.toReversed() : v]),
  ),
);
const linkedTwice = requestMutant("links are read only", (request) =>
  request.method === "PUT" || request.method === "DELETE"
    ? { ...request, method: "OPTIONS" }
    : request,
);

export const links: Area = (plan) => {
  const { model } = plan;
  const all = toManyFields(model, "retrieve");
  const writable = toManyFields(model, "retrieve", "update");

  plan.each(
    all,
    "ids are written with the row and shown ascending",
    reversedLists,
    async (world, subject) => {
      const { others } = await unlinked(world, subject);
      const wanted = others.map((one) => one.id);
      const shuffled = [wanted[2], wanted[0], wanted[1]].map((id) => id ?? null);
      const body = await world.rows.body(subject.resource, { [subject.field.property]: shuffled });
      const response = await world.http.post(world.collection(subject.resource), body);
      expectStatus(response, 201);
      expectSame(
        rowOf(response)[subject.field.property],
        [...wanted].sort(compareKeys),
        subject.field.property,
        response,
      );
    },
  );
  plan.each(
    writable,
    "PATCH replaces the ids as a whole",
    memberIgnored(/./),
    async (world, subject) => {
      const { own, others } = await unlinked(world, subject);
      const [one, two] = others.map(({ id }) => id);
      let { etag } = own;
      for (const wanted of [[one ?? null], [two ?? null], []]) {
        const response = await world.http.patch(
          own.path,
          { [subject.field.property]: wanted },
          subject.resource.requireIfMatch ? { "if-match": etag } : {},
        );
        expectStatus(response, 200);
        expectSame(
          rowOf(response)[subject.field.property],
          wanted,
          subject.field.property,
          response,
        );
        etag = response.headers["etag"] ?? "";
      }
    },
  );
  plan.each(
    all,
    "an id twice is unique_items at the property",
    wrongPointer,
    async (world, subject) => {
      const { others } = await unlinked(world, subject);
      const id = others[0]?.id ?? null;
      const body = await world.rows.body(subject.resource, { [subject.field.property]: [id, id] });
      expectFaults(await world.http.post(world.collection(subject.resource), body), 422, [
        [`/${subject.field.property}`, "unique_items"],
      ]);
    },
  );
  plan.each(
    all,
    "an id that is not there is reference_not_found at its place",
    wrongPointer,
    async (world, subject) => {
      const { others, target } = await unlinked(world, subject);
      const missing =
        target.id.strategy === "integer"
          ? Number(absentId(model, target))
          : absentId(model, target);
      const body = await world.rows.body(subject.resource, {
        [subject.field.property]: [others[0]?.id ?? null, missing],
      });
      expectFaults(await world.http.post(world.collection(subject.resource), body), 422, [
        [`/${subject.field.property}/1`, "reference_not_found"],
      ]);
    },
  );
  plan.each(
    all,
    "ids of the wrong form are faults at their places",
    wrongPointer,
    async (world, subject) => {
      const { property } = subject.field;
      const at = world.collection(subject.resource);
      for (const value of [null, 1, "1", {}, true]) {
        expectFaults(
          await world.http.post(at, {
            ...(await world.rows.body(subject.resource, { [property]: undefined })),
            [property]: value,
          }),
          422,
          [[`/${property}`, "type"]],
        );
      }
      const body = await world.rows.body(subject.resource, { [property]: [true, {}, null] });
      expectFaults(
        await world.http.post(at, body),
        422,
        [0, 1, 2].map((place) => [`/${property}/${place}`, "type"] as const),
      );
    },
  );

  plan.each(
    writable,
    "PUT links, and linking again is 204 too",
    wrongStatus,
    async (world, subject) => {
      const { own, others } = await unlinked(world, subject);
      const [one] = others;
      const link = world.paths.link(subject.resource, own.id, subject.field, one?.id ?? null);
      for (let time = 0; time < 2; time += 1) {
        expectStatus(await world.http.send("PUT", link, undefined, {}), 204);
        const { json } = await world.plain.get(own.path);
        expectSame((json as Record<string, unknown>)[subject.field.property], [one?.id], "ids");
      }
    },
  );
  plan.each(
    writable,
    "DELETE unlinks, and unlinking again is 204 too",
    unwantedBody,
    async (world, subject) => {
      const { own, others } = await unlinked(world, subject);
      const [one] = others;
      const link = world.paths.link(subject.resource, own.id, subject.field, one?.id ?? null);
      await world.plain.send("PUT", link, undefined, {});
      for (let time = 0; time < 2; time += 1) {
        const response = await world.http.delete(link);
        expectStatus(response, 204);
        expectSame(response.bytes.length, 0, "length of the body", response);
        const { json } = await world.plain.get(own.path);
        expectSame((json as Record<string, unknown>)[subject.field.property], [], "ids");
      }
    },
  );
  plan.each(
    writable,
    "linking changes the row's ETag and time of change, linking again does not",
    linkedTwice,
    async (world, subject) => {
      const { own, others } = await unlinked(world, subject);
      const link = world.paths.link(subject.resource, own.id, subject.field, others[0]?.id ?? null);
      await world.http.send("PUT", link, undefined, {});
      const linked = await world.plain.get(own.path);
      expectTrue(linked.headers["etag"] !== own.etag, "the ETag stands still", linked);
      await world.http.send("PUT", link, undefined, {});
      expectSame(
        (await world.plain.get(own.path)).headers["etag"],
        linked.headers["etag"],
        "ETag after the second time",
      );
      await world.http.delete(link);
      const cut = await world.plain.get(own.path);
      expectTrue(
        cut.headers["etag"] !== linked.headers["etag"],
        "the ETag stands still after unlinking",
        cut,
      );
    },
  );
  plan.each(
    writable,
    "body and If-Match on a link path are ignored",
    statusTo(204, 412),
    async (world, subject) => {
      const { own, others } = await unlinked(world, subject);
      const link = world.paths.link(subject.resource, own.id, subject.field, others[0]?.id ?? null);
      expectStatus(
        await world.http.send("PUT", link, "{ not json", {
          "content-type": "text/x",
          "if-match": '"00000000-0"',
        }),
        204,
      );
      expectStatus(await world.http.send("PUT", link, undefined, {}), 204);
      expectStatus(await world.http.delete(link, { "if-match": '"00000000-0"' }), 204);
    },
  );
  plan.each(
    writable,
    "a row or target that is not there is 404",
    wrongStatus,
    async (world, subject) => {
      const { own, others, target } = await unlinked(world, subject);
      const { resource, field } = subject;
      const missing = absentId(model, target);
      for (const method of ["PUT", "DELETE"]) {
        expectProblem(
          await world.http.send(
            method,
            world.paths.link(resource, own.id, field, missing),
            undefined,
            {},
          ),
          404,
        );
        expectProblem(
          await world.http.send(
            method,
            world.paths.link(resource, absentId(model, resource), field, others[0]?.id ?? null),
            undefined,
            {},
          ),
          404,
        );
      }
      expectProblem(
        await world.http.get(world.paths.links(resource, absentId(model, resource), field)),
        404,
      );
    },
  );
  plan.each(all, "GET lists what is linked, whole", rowLost, async (world, subject) => {
    const { others } = await unlinked(world, subject);
    const own = await world.rows.create(subject.resource, {
      [subject.field.property]: others.slice(0, 2).map(({ id }) => id),
    });
    const at = world.paths.links(subject.resource, own.id, subject.field);
    const seen = await walk(world.http, at, { limit: "1", sort: "id" });
    const expected = [];
    for (const { path, row, resource } of others.slice(0, 2))
      expected.push(
        resource.operations.includes("retrieve") ? (await world.plain.get(path)).json : row,
      );
    const order = (list: readonly unknown[]) =>
      list.filter(isBody).sort((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1));
    expectSame(seen.length, expected.length, "number of rows");
    expectSame(order(seen), order(expected), "rows");
  });
  plan.each(
    all,
    "GET of links takes the parameters of a list, and refuses others",
    wrongCode,
    async (world, subject) => {
      const { others } = await unlinked(world, subject);
      const own = await world.rows.create(subject.resource, {
        [subject.field.property]: others.map(({ id }) => id),
      });
      const at = world.paths.links(subject.resource, own.id, subject.field);
      const one = await world.http.get(
        withQuery(at, { "id[eq]": String(others[1]?.id), fields: "id", count: "true" }),
      );
      expectSame(listOf(one), [{ id: others[1]?.id }], "rows", one);
      expectQueryFaults(await world.http.get(`${at}?nonsense=1`), [
        ["nonsense", "unknown_parameter"],
      ]);
    },
  );
  plan.each(
    all.filter(([, { field, resource }]) => field.to === resource.name),
    "a relation of a resource to itself is directed",
    valuesChanged,
    async (world, subject) => {
      const first = await world.rows.create(subject.resource, { [subject.field.property]: [] });
      const second = await world.rows.create(subject.resource, {
        [subject.field.property]: [first.id],
      });
      const { property } = subject.field;
      expectSame(rowOf(await world.http.get(second.path))[property], [first.id], "ids of the one");
      expectSame(rowOf(await world.http.get(first.path))[property], [], "ids of the other");
    },
  );
  plan.each(
    writable.filter(([, { field, resource }]) => field.to === resource.name),
    "a row may be linked to itself",
    statusTo(204, 422),
    async (world, subject) => {
      const own = await world.rows.create(subject.resource, { [subject.field.property]: [] });
      expectStatus(
        await world.http.send(
          "PUT",
          world.paths.link(subject.resource, own.id, subject.field, own.id),
          undefined,
          {},
        ),
        204,
      );
    },
  );
  const deletable = writable.filter(([, { field }]) =>
    resourceNamed(model, field.to).operations.includes("delete"),
  );
  plan.each(
    deletable,
    "a deleted target leaves the ids, and bumps the row's version",
    header("etag", '"00000000-7"'),
    async (world, subject) => {
      const { others } = await unlinked(world, subject);
      const [one, two] = others;
      if (one === undefined || two === undefined) return;
      const own = await world.rows.create(subject.resource, {
        [subject.field.property]: [one.id, two.id],
      });
      const gone = await world.plain.delete(one.path, conditions(one));
      if (gone.status === 409) return;
      expectStatus(gone, 204);
      const read = await world.http.get(own.path);
      expectSame(rowOf(read)[subject.field.property], [two.id], "ids", read);
      expectTrue(
        read.headers["etag"] !== own.etag && read.headers["etag"] !== '"00000000-7"',
        "the ETag stands still",
        read,
      );
    },
  );
  plan.each(
    all.filter(([, { resource }]) => resource.operations.includes("delete")),
    "a row with links can be deleted",
    statusTo(204, 409),
    async (world, subject) => {
      const { others } = await unlinked(world, subject);
      const own = await world.rows.create(subject.resource, {
        [subject.field.property]: [others[0]?.id ?? null],
      });
      expectStatus(await world.http.delete(own.path, conditions(own)), 204);
      if (others[0]?.resource.operations.includes("retrieve"))
        expectStatus(await world.http.get(others[0].path), 200);
    },
  );
};
