/** `ETag`, `If-Match`, `If-None-Match`, and requests that meet each other. */
import type { Resource, ScalarType, ToOneField } from "../../../src/model/model.ts";
import type { Area } from "../check.ts";
import type { Response } from "../client.ts";
import { walk } from "../lists.ts";
import { expectHeader, expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import { constantETag, noETag, unwantedBody, weakETag, wrongStatus } from "../mutants/catalogue.ts";
import { header, headerIgnored, responseMutant, statusTo } from "../mutants/mutant.ts";
import { response as altered } from "../client.ts";
import { fieldNamed, isWritable, resourceNamed } from "../model.ts";
import type { Body } from "../model.ts";
import { expectFaults, expectProblem } from "../problem.ts";
import { fullRelations } from "./integrity.ts";
import { rowOf } from "../rows.ts";
import type { Stored } from "../rows.ts";
import {
  absentId,
  conditions,
  isChangeable,
  isFree,
  main,
  resources,
  toOneFields,
  unchangeable,
} from "../subjects.ts";
import type { FieldOf } from "../subjects.ts";
import type { World } from "../world.ts";

/** A patch that changes the row, whatever it held. */
async function changing({ rows }: World, stored: Stored): Promise<Body | null> {
  const other = await rows.body(stored.resource);
  const field = stored.resource.fields.find(
    (f) =>
      isChangeable(f, stored.resource) &&
      f.kind === "scalar" &&
      !f.writeonly &&
      other[f.property] !== undefined &&
      JSON.stringify(other[f.property]) !== JSON.stringify(stored.row[f.property]) &&
      !["json", "embedded"].includes(f.type.kind),
  );
  return field === undefined ? null : { [field.property]: other[field.property] ?? null };
}

const everyRaceWon = responseMutant("everyone wins", (r) =>
  r.status === 409 || r.status === 412
    ? altered(r.request, r.request.method === "POST" ? 201 : 200, { ...r.headers }, r.bytes)
    : r,
);

export const concurrency: Area = (plan) => {
  const { model } = plan;
  const patchable = resources(model, "update", "retrieve");
  const subject = patchable.reduce<Resource | null>(
    (best, [, one]) =>
      best === null || (!one.requireIfMatch && one.fields.length > best.fields.length) ? one : best,
    null,
  );

  plan.each(
    patchable,
    "a change gives another ETag, the one that is read afterwards",
    constantETag,
    async (world, resource) => {
      const stored = await world.rows.create(resource);
      const patch = await changing(world, stored);
      if (patch === null) return;
      const changed = await world.http.patch(stored.path, patch, conditions(stored));
      expectTrue(changed.headers["etag"] !== stored.etag, "the same ETag", changed);
      expectHeader(await world.plain.get(stored.path), "etag", changed.headers["etag"] ?? "");
    },
  );
  plan.each(
    resources(model, "retrieve"),
    "the ETag is strong",
    weakETag,
    async ({ http, rows }, resource) => {
      const stored = await rows.shared(resource);
      expectHeader(await http.get(stored.path), "etag", /^"[0-9a-f]{8}-[0-9]+"$/);
    },
  );
  plan.on(
    main(model, "list", "retrieve"),
    "all rows of a resource share the digest, other resources have another",
    header("etag", '"12345678-1"'),
    async ({ http, rows }, resource) => {
      const one = await rows.create(resource);
      const two = await rows.create(resource);
      const digest = (etag: string | undefined) => (etag ?? "").slice(1, 9);
      const first = digest((await http.get(one.path)).headers["etag"]);
      expectSame(digest((await http.get(two.path)).headers["etag"]), first, "digest");
      const other = patchable.find(([, candidate]) => candidate !== resource)?.[1];
      if (other !== undefined)
        expectTrue(
          digest((await http.get((await rows.shared(other)).path)).headers["etag"]) !== first,
          "the same digest for another resource",
        );
    },
  );
  plan.on(
    subject,
    "If-Match with the row's tag lets the change through",
    statusTo(200, 412),
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      expectStatus(await http.patch(stored.path, {}, { "if-match": stored.etag }), 200);
    },
  );
  for (const method of ["PUT", "PATCH", "DELETE"] as const) {
    const operation = ({ PUT: "replace", PATCH: "update", DELETE: "delete" } as const)[method];
    plan.each(
      resources(model, operation, "retrieve"),
      `${method} with If-Match of another version is 412 and changes nothing`,
      headerIgnored("if-match"),
      async ({ http, plain, rows }, resource) => {
        const stored = await rows.create(resource);
        const body =
          method === "PUT"
            ? await rows.body(resource, unchangeable(resource))
            : method === "PATCH"
              ? {}
              : undefined;
        const stale = stored.etag.replace(
          /-(\d+)"$/,
          (_, version: string) => `-${Number(version) + 1}"`,
        );
        const response = await http.send(method, stored.path, body, {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          "if-match": stale,
        });
        expectProblem(response, 412);
        expectSame((await plain.get(stored.path)).json, stored.row, "the row afterwards");
      },
    );
    plan.each(
      resources(model, operation, "retrieve").filter(([, one]) => one.requireIfMatch),
      `${method} without If-Match is 428 where it is demanded`,
      wrongStatus,
      async ({ http, rows }, resource) => {
        const stored = await rows.create(resource);
        const body =
          method === "PUT"
            ? await rows.body(resource, unchangeable(resource))
            : method === "PATCH"
              ? {}
              : undefined;
        expectProblem(
          await http.send(
            method,
            stored.path,
            body,
            body === undefined ? {} : { "content-type": "application/json" },
          ),
          428,
        );
      },
    );
  }
  const matches: [string, (etag: string) => string, number][] = [
    ["a star", () => "*", 200],
    ["several tags, one of them right", (etag) => `"x", ${etag} , "y"`, 200],
    ["several wrong tags", () => '"x", "y"', 412],
    ["the right tag, weak", (etag) => `W/${etag}`, 412],
    ["a right tag beside a weak one", (etag) => `W/"x", ${etag}`, 200],
    ["a tag with a comma inside", () => '"a,b"', 412],
    ["the tag of another shape", (etag) => etag.replace(/"[0-9a-f]{8}/, '"00000000'), 412],
    ["no quotes", (etag) => etag.replaceAll('"', ""), 400],
    ["nothing", () => "", 400],
    ["a star beside a tag", (etag) => `*, ${etag}`, 400],
    ["a comma alone", () => ",", 400],
    ["a quote left open", (etag) => etag.slice(0, -1), 400],
    ["a small w", (etag) => `w/${etag}`, 400],
    ["two tags without a comma", (etag) => `${etag} "x"`, 400],
  ];
  for (const [label, make, status] of matches) {
    plan.on(
      subject,
      `If-Match of ${label} is ${status}`,
      status === 200 ? statusTo(200, 412) : headerIgnored("if-match"),
      async ({ http, rows }, resource) => {
        const stored = await rows.create(resource);
        const response = await http.patch(stored.path, {}, { "if-match": make(stored.etag) });
        if (status === 200) expectStatus(response, 200);
        else expectProblem(response, status);
      },
    );
  }
  plan.on(
    subject,
    "If-Match on a row that is not there is 404, a star too",
    wrongStatus,
    async ({ http, paths }, resource) => {
      const path = paths.item(resource, absentId(model, resource));
      for (const tag of ["*", '"00000000-1"'])
        expectProblem(await http.patch(path, {}, { "if-match": tag }), 404);
    },
  );
  plan.on(
    main(model),
    "POST ignores If-Match and If-None-Match",
    statusTo(201, 412),
    async ({ http, rows, collection }, resource) => {
      const response = await http.post(collection(resource), await rows.body(resource), {
        "content-type": "application/json",
        "if-match": '"x"',
        "if-none-match": "*",
      });
      expectStatus(response, 201);
    },
  );
  plan.on(
    subject,
    "writes ignore If-None-Match",
    statusTo(200, 412),
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      expectStatus(
        await http.patch(
          stored.path,
          {},
          { "if-none-match": stored.etag, "if-match": stored.etag },
        ),
        200,
      );
    },
  );

  const none: [string, (etag: string) => string, number][] = [
    ["the tag", (etag) => etag, 304],
    ["the tag, weak", (etag) => `W/${etag}`, 304],
    ["a star", () => "*", 304],
    ["several tags, one of them right", (etag) => `"x", ${etag}, W/"y"`, 304],
    ["another tag", () => '"x"', 200],
    ["no quotes", (etag) => etag.replaceAll('"', ""), 200],
    ["nothing", () => "", 200],
    ["rubbish", () => "W/", 200],
  ];
  for (const [label, make, status] of none) {
    plan.on(
      subject,
      `If-None-Match of ${label} is ${status}`,
      status === 304 ? headerIgnored("if-none-match") : statusTo(200, 304),
      async ({ http, rows }, resource) => {
        const stored = await rows.shared(resource);
        const etag = (await http.get(stored.path)).headers["etag"] ?? "";
        expectStatus(await http.get(stored.path, { "if-none-match": make(etag) }), status);
        expectStatus(await http.head(stored.path, { "if-none-match": make(etag) }), status);
      },
    );
  }
  plan.on(
    subject,
    "304 has the ETag and no body",
    noETag,
    async ({ http, plain, rows }, resource) => {
      const stored = await rows.shared(resource);
      const etag = (await plain.get(stored.path)).headers["etag"] ?? "";
      const response = await http.get(stored.path, { "if-none-match": etag });
      expectStatus(response, 304);
      expectHeader(response, "etag", etag);
      expectHeader(response, "cache-control", "no-cache");
      expectSame(response.bytes.length, 0, "length of the body", response);
    },
  );
  plan.on(
    subject,
    "304 has really no body",
    unwantedBody,
    async ({ http, plain, rows }, resource) => {
      const stored = await rows.shared(resource);
      const etag = (await plain.get(stored.path)).headers["etag"] ?? "";
      expectSame((await http.get(stored.path, { "if-none-match": etag })).text, "", "body");
    },
  );
  plan.on(
    subject,
    "lists and sparse rows have no ETag, and take no notice of If-None-Match",
    statusTo(200, 304),
    async ({ http, rows, collection }, resource) => {
      const stored = await rows.shared(resource);
      for (const path of [`${stored.path}?fields=id`, `${collection(resource)}?limit=1`]) {
        if (path.startsWith(`${collection(resource)}?`) && !resource.operations.includes("list"))
          continue;
        const response = await http.get(path, { "if-none-match": "*" });
        expectStatus(response, 200);
        expectSame(response.headers["etag"], undefined, "etag", response);
      }
    },
  );
  plan.on(
    subject,
    "dates and Range are ignored",
    statusTo(200, 206),
    async ({ http, rows }, resource) => {
      const stored = await rows.shared(resource);
      const later = new Date(Date.now() + 86_400_000).toUTCString();
      expectStatus(
        await http.get(stored.path, { "if-modified-since": later, range: "bytes=0-3" }),
        200,
      );
    },
  );

  const unique = resources(model).flatMap(([name, resource]) =>
    resource.uniques
      .filter((u) => u.fields.every((f) => isWritable(fieldNamed(resource, f))))
      .map(
        (u) =>
          [
            `${name} ${u.fields.join("+")}`,
            { resource, properties: u.fields.map((f) => fieldNamed(resource, f).property) },
          ] as const,
      ),
  );
  plan.each(
    unique,
    "race: of many creates of one unique value one is 201 and the rest are 409",
    everyRaceWon,
    async ({ http, rows, collection }, { resource, properties }) => {
      const first = await rows.body(resource, await fullRelations(rows, resource));
      const same = Object.fromEntries(properties.map((name) => [name, first[name] ?? null]));
      const bodies = [];
      for (let at = 0; at < 6; at += 1) bodies.push(await rows.body(resource, same));
      const answers = await Promise.all(
        bodies.map((body) => http.post(collection(resource), body)),
      );
      expectSame(statuses(answers), [201, 409, 409, 409, 409, 409], "statuses", answers[0]);
      const loser = answers.find((one) => one.status === 409);
      if (loser !== undefined)
        expectFaults(
          loser,
          409,
          properties.map((name) => [`/${name}`, "unique"] as const),
        );
    },
  );
  plan.each(
    resources(model).filter(([, one]) => one.id.strategy === "client"),
    "race: of many creates of one key one is 201 and the rest are 409",
    everyRaceWon,
    async ({ http, rows, collection }, resource) => {
      const { [resource.id.property]: id } = await rows.body(resource);
      const bodies = [];
      for (let at = 0; at < 4; at += 1)
        bodies.push(await rows.body(resource, { [resource.id.property]: id ?? null }));
      const answers = await Promise.all(
        bodies.map((body) => http.post(collection(resource), body)),
      );
      expectSame(statuses(answers), [201, 409, 409, 409], "statuses", answers[0]);
    },
  );
  plan.each(
    patchable,
    "race: of many changes of one version one wins and the rest are 412",
    headerIgnored("if-match"),
    async (world, resource) => {
      const stored = await world.rows.create(resource);
      const patches = [];
      for (let at = 0; at < 6; at += 1) patches.push(await changing(world, stored));
      const distinct = patches.filter((patch): patch is Body => patch !== null);
      if (distinct.length < 6) return;
      const answers = await Promise.all(
        distinct.map((patch) => world.http.patch(stored.path, patch, { "if-match": stored.etag })),
      );
      expectSame(statuses(answers), [200, 412, 412, 412, 412, 412], "statuses", answers[0]);
      const winner = answers.find((one) => one.status === 200);
      expectSame(
        (await world.plain.get(stored.path)).json,
        winner?.json,
        "the row is the winner's",
      );
    },
  );
  plan.on(
    subject,
    "race: no update is lost where everyone reads, changes and tries again",
    headerIgnored("if-match"),
    async (world, resource) => {
      const counter = resource.fields.find(
        (f) =>
          f.kind === "scalar" &&
          f.list === null &&
          ["integer", "bigint"].includes(f.type.kind) &&
          isFree(f, resource) &&
          roomToCount(f.type),
      );
      if (counter === undefined) return;
      const start =
        counter.kind === "scalar" && "min" in counter.type && counter.type.min !== null
          ? Math.ceil(Number(counter.type.min.value)) + 1
          : 0;
      const stored = await world.rows.create(resource, { [counter.property]: start });
      const worker = async (): Promise<void> => {
        for (let attempt = 0; attempt < 60; attempt += 1) {
          const read = await world.plain.get(stored.path);
          const next = Number(rowOf(read)[counter.property]) + 1;
          const answer = await world.http.patch(
            stored.path,
            { [counter.property]: next },
            { "if-match": read.headers["etag"] ?? "" },
          );
          if (answer.status === 200) return;
          expectStatus(answer, 412);
        }
        throw new Error("sixty attempts were not enough");
      };
      await Promise.all([worker(), worker(), worker(), worker(), worker()]);
      expectSame(
        rowOf(await world.plain.get(stored.path))[counter.property],
        start + 5,
        counter.property,
      );
    },
  );
  plan.on(
    subject,
    "race: writes without If-Match all succeed",
    statusTo(200, 503),
    async (world, resource) => {
      if (resource.requireIfMatch) return;
      const stored = await world.rows.create(resource);
      const patches = [];
      for (let at = 0; at < 5; at += 1) patches.push((await changing(world, stored)) ?? {});
      const answers = await Promise.all(
        patches.map((patch) => world.http.patch(stored.path, patch)),
      );
      expectSame(statuses(answers), [200, 200, 200, 200, 200], "statuses", answers[0]);
    },
  );
  const parents = toOneFields(model, (field) =>
    resourceNamed(model, field.to).operations.includes("delete"),
  );
  plan.each(
    parents,
    "race: a parent deleted under the insert of its child is no 500",
    responseMutant("a race is a fault", (r) =>
      r.request.method === "POST" ? altered(r.request, 500, { ...r.headers }, r.bytes) : r,
    ),
    async ({ http, plain, rows, collection }, { resource, field }) => {
      for (let time = 0; time < 3; time += 1) {
        const parent = await rows.create(resourceNamed(model, field.to));
        const body = await rows.body(resource, { [field.property]: parent.id });
        const [created, deleted] = await Promise.all([
          http.post(collection(resource), body),
          plain.delete(parent.path, conditions(parent)),
        ]);
        expectTrue([201, 422].includes(created.status), `the child: ${created.status}`, created);
        expectTrue(
          [204, 409, 412].includes(deleted.status),
          `the parent: ${deleted.status}`,
          deleted,
        );
        if (created.status === 422)
          expectFaults(created, 422, [[`/${field.property}`, "reference_not_found"]]);
        if (created.status === 201 && deleted.status === 204 && field.onDelete === "restrict") {
          expectTrue(false, "both went through although the rule is restrict", created);
        }
      }
    },
  );
  plan.each(
    parents.filter(([, { resource }]) => resource.operations.includes("retrieve")),
    "race: no child refers to a parent that was deleted meanwhile",
    responseMutant("a race is lost and nobody is told", (r) => {
      const told = r.status === 404 || r.status === 422 || r.status === 409;
      const status = { GET: 200, POST: 201, DELETE: 204 }[r.request.method] ?? r.status;
      const bytes = r.request.method === "GET" ? Buffer.from("{}") : r.bytes;
      return told || r.request.method === "GET"
        ? altered(r.request, status, { ...r.headers }, bytes)
        : r;
    }),
    async (world, relation) => {
      for (let time = 0; time < 6; time += 1) await raceForParent(world, relation);
    },
  );
  plan.on(
    main(model, "delete"),
    "race: of many deletes one is 204 and the rest are 404",
    statusTo(404, 204),
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() => http.delete(stored.path, conditions(stored))),
      );
      expectSame(statuses(answers), [204, 404, 404, 404], "statuses", answers[0]);
    },
  );
  plan.on(
    main(model, "list"),
    "race: forty creates at once all succeed",
    statusTo(201, 503),
    async ({ http, plain, rows, collection }, resource) => {
      const bodies = [];
      for (let at = 0; at < 40; at += 1) bodies.push(await rows.body(resource));
      const before = (await walk(plain, collection(resource), { limit: "100" })).length;
      const answers = await Promise.all(
        bodies.map((body) => http.post(collection(resource), body)),
      );
      expectSame(
        statuses(answers),
        bodies.map(() => 201),
        "statuses",
        answers.find((one) => one.status !== 201),
      );
      expectSame(
        (await walk(plain, collection(resource), { limit: "100" })).length,
        before + 40,
        "rows",
      );
    },
  );
};

/** Some children are made while their parent goes; whoever comes first, nothing refers to what is gone. */
async function raceForParent(world: World, { resource, field }: FieldOf<ToOneField>) {
  const { http, rows, collection } = world;
  const parent = await rows.create(resourceNamed(world.model, field.to));
  const bodies = [];
  for (let count = 0; count < 5; count += 1) {
    bodies.push(await rows.body(resource, { [field.property]: parent.id }));
  }
  const [deleted, ...created] = await Promise.all([
    http.delete(parent.path, conditions(parent)),
    ...bodies.map((body) => http.post(collection(resource), body)),
  ]);
  expectTrue([204, 409, 412].includes(deleted.status), `the parent: ${deleted.status}`, deleted);
  for (const child of created) {
    expectTrue([201, 409, 422].includes(child.status), `a child: ${child.status}`, child);
    if (deleted.status !== 204 || child.status !== 201) continue;
    expectTrue(field.onDelete !== "restrict", "both went through under `restrict`", child);
    const read = await http.get(child.headers["location"] ?? "/");
    if (read.status === 404 && field.onDelete === "cascade") continue;
    expectTrue(field.onDelete === "set_null", "a child lives on", read);
    expectSame(rowOf(read)[field.property], null, field.property, read);
  }
}

function statuses(answers: readonly Response[]): number[] {
  return answers.map(({ status }) => status).sort((a, b) => a - b);
}

function roomToCount(type: ScalarType): boolean {
  return "max" in type && (type.max === null || Number(type.max.value) > 100);
}
