/** The order of judgement: requests with two faults, of which the earlier phase must answer. */
import type { Area } from "../check.ts";
import type { Response } from "../client.ts";
import { firstFaultOnly, wrongStatus } from "../mutants/catalogue.ts";
import { fieldNamed, has, isWritable, resourceNamed, scalars, toOnes } from "../model.ts";
import { expectFaults, expectProblem } from "../problem.ts";
import type { Stored } from "../rows.ts";
import {
  absentId,
  conditions,
  isFree,
  main,
  nestings,
  resources,
  toOneFields,
} from "../subjects.ts";
import type { World } from "../world.ts";
import type { Resource } from "../../../src/model/model.ts";

/** One fault of each phase, as parts of a PATCH or POST that may be combined. */
interface Faulty {
  readonly phase: string;
  readonly status: number;
  readonly spoil: (request: Spoilt, world: World, resource: Resource) => void;
}

interface Spoilt {
  method: string;
  path: string;
  query: string;
  body: string;
  headers: Record<string, string>;
}

const PHASES: readonly Faulty[] = [
  {
    phase: "malformed id",
    status: 404,
    spoil: (r, _, resource) => {
      // A client's own key may be any text, but for U+0000.
      const id = resource.id.strategy === "client" ? "%00" : "~";
      r.path = r.path.replace(/[^/]*$/, id);
    },
  },
  {
    phase: "method",
    status: 405,
    spoil: (r) => {
      r.method = "POST";
    },
  },
  {
    phase: "Accept",
    status: 406,
    spoil: (r) => {
      r.headers["accept"] = "text/html";
    },
  },
  {
    phase: "size",
    status: 413,
    spoil: (r) => {
      r.body = r.body.padEnd(1_048_600, " ");
    },
  },
  {
    phase: "media type",
    status: 415,
    spoil: (r) => {
      r.headers["content-type"] = "text/plain";
    },
  },
  {
    phase: "query",
    status: 400,
    spoil: (r) => {
      r.query = "?nonsense=1";
    },
  },
  {
    phase: "If-Match form",
    status: 400,
    spoil: (r) => {
      r.headers["if-match"] = "unquoted";
    },
  },
  {
    phase: "body syntax",
    status: 400,
    spoil: (r) => {
      r.body = `{${r.body}`;
    },
  },
  {
    phase: "missing row",
    status: 404,
    spoil: (r, world, resource) => {
      r.path = world.paths.item(resource, absentId(world.model, resource));
    },
  },
  {
    phase: "precondition",
    status: 412,
    spoil: (r) => {
      r.headers["if-match"] = '"00000000-0"';
    },
  },
  {
    phase: "shape",
    status: 422,
    spoil: (r) => {
      r.body = '{"no_such_thing":1}';
    },
  },
];

/** Faults that stand in each other's way, or that are of one phase. */
const EXCLUSIVE = new Set([
  "malformed id+missing row",
  "If-Match form+precondition",
  "body syntax+shape",
  "query+If-Match form",
  "size+body syntax",
  "size+shape",
]);

export const judgement: Area = (plan) => {
  const { model } = plan;
  const subject = main(model, "update", "retrieve");
  PHASES.forEach((first, at) => {
    for (const second of PHASES.slice(at + 1)) {
      if (EXCLUSIVE.has(`${first.phase}+${second.phase}`)) continue;
      plan.on(
        subject,
        `${first.phase} (${first.status}) before ${second.phase} (${second.status})`,
        wrongStatus,
        async (world, resource) => {
          const stored = await world.rows.shared(resource);
          const request: Spoilt = {
            method: "PATCH",
            path: stored.path,
            query: "",
            body: "{}",
            headers: { "content-type": "application/json", "if-match": "*" },
          };
          // The later fault first, so that what the earlier one rewrites holds.
          second.spoil(request, world, resource);
          first.spoil(request, world, resource);
          expectProblem(
            await world.http.send(
              request.method,
              request.path + request.query,
              request.body,
              request.headers,
            ),
            first.status,
          );
        },
      );
    }
  });

  const demanding = resources(model, "update", "retrieve").find(
    ([, one]) => one.requireIfMatch,
  )?.[1];
  plan.on(
    demanding,
    "missing row (404) before missing precondition (428)",
    wrongStatus,
    async ({ http, paths }, resource) => {
      expectProblem(await http.patch(paths.item(resource, absentId(model, resource)), {}), 404);
    },
  );
  plan.on(
    demanding,
    "missing precondition (428) before shape (422)",
    wrongStatus,
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      expectProblem(await http.patch(stored.path, { no_such_thing: 1 }), 428);
    },
  );
  plan.on(
    demanding,
    "body syntax (400) before missing precondition (428)",
    wrongStatus,
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      expectProblem(await http.patch(stored.path, "{"), 400);
    },
  );
  plan.on(
    nestings(model)[0]?.[1],
    "missing parent (404) before shape (422)",
    wrongStatus,
    async ({ http, paths }, { nested, parent }) => {
      expectProblem(
        await http.post(paths.nested(nested, absentId(model, parent)), { no_such_thing: 1 }),
        404,
      );
    },
  );
  plan.on(
    nestings(model)[0]?.[1],
    "body syntax (400) before missing parent (404)",
    wrongStatus,
    async ({ http, paths }, { nested, parent }) => {
      expectProblem(await http.post(paths.nested(nested, absentId(model, parent)), "{"), 400);
    },
  );
  plan.on(
    nestings(model, "list")[0]?.[1],
    "query (400) before missing parent (404)",
    wrongStatus,
    async ({ http, paths }, { nested, parent }) => {
      expectProblem(
        await http.get(`${paths.nested(nested, absentId(model, parent))}?limit=0`),
        400,
      );
    },
  );
  plan.on(
    main(model, "retrieve"),
    "query (400) before missing row (404) of GET",
    wrongStatus,
    async ({ http, paths }, resource) => {
      expectProblem(
        await http.get(`${paths.item(resource, absentId(model, resource))}?nonsense=1`),
        400,
      );
    },
  );

  const referring = toOneFields(model, () => true)
    .map(([, one]) => one)
    .find(({ resource }) =>
      resource.uniques.some((u) =>
        u.fields.every(
          (f) => isWritable(fieldNamed(resource, f)) && fieldNamed(resource, f).kind === "scalar",
        ),
      ),
    );
  const missing = (resource: Resource): string | number =>
    resource.id.strategy === "integer"
      ? Number(absentId(model, resource))
      : absentId(model, resource);
  plan.on(
    referring,
    "shape (422) before references (422)",
    wrongStatus,
    async ({ http, rows, collection }, { resource, field }) => {
      const body = {
        ...(await rows.body(resource, {
          [field.property]: missing(resourceNamed(model, field.to)),
        })),
        no_such_thing: 1,
      };
      expectFaults(await http.post(collection(resource), body), 422, [
        ["/no_such_thing", "unknown_property"],
      ]);
    },
  );
  plan.on(
    referring,
    "references (422) before uniqueness (409)",
    wrongStatus,
    async ({ http, rows, collection }, { resource, field }) => {
      const stored = await rows.create(resource);
      const body = {
        ...(await rows.body(resource)),
        ...taken(stored),
        [field.property]: missing(resourceNamed(model, field.to)),
      };
      expectFaults(await http.post(collection(resource), body), 422, [
        [`/${field.property}`, "reference_not_found"],
      ]);
    },
  );
  plan.on(
    referring,
    "shape (422) before uniqueness (409)",
    wrongStatus,
    async ({ http, rows, collection }, { resource }) => {
      const stored = await rows.create(resource);
      const body = { ...(await rows.body(resource)), ...taken(stored), no_such_thing: 1 };
      expectFaults(await http.post(collection(resource), body), 422, [
        ["/no_such_thing", "unknown_property"],
      ]);
    },
  );
  const rich = main(model);
  plan.on(
    rich,
    "all faults of shape are told at once, one per pointer",
    firstFaultOnly,
    async ({ http, rows, collection }, resource) => {
      const body: Record<string, unknown> = await rows.body(resource);
      const expected: [string, string][] = [
        ["/x", "unknown_property"],
        ["/y", "unknown_property"],
      ];
      for (const field of scalars(resource)) {
        if (!isWritable(field) || (field.type.kind === "json" && field.list === null)) continue;
        body[field.property] =
          field.list === null && field.type.kind !== "embedded" ? [{ wrong: true }] : 7;
        expected.push([`/${field.property}`, "type"]);
      }
      expectFaults(
        await http.post(collection(resource), { ...body, x: 1, y: null }),
        422,
        expected,
      );
    },
  );
  const uniqueAndCheck = resources(model, "delete").find(
    ([, one]) => toOnes(one).length >= 0 && has(one, "retrieve") && one.requireIfMatch,
  );
  plan.on(
    uniqueAndCheck?.[1],
    "DELETE: 404, 428, 412, in this order",
    wrongStatus,
    async ({ http, rows, paths }, resource) => {
      expectProblem(await http.delete(paths.item(resource, absentId(model, resource))), 404);
      const stored = await rows.create(resource);
      expectProblem(await http.delete(stored.path), 428);
      expectProblem(await http.delete(stored.path, { "if-match": '"00000000-0"' }), 412);
    },
  );
  const restricted = toOneFields(
    model,
    (f) => f.onDelete === "restrict" && has(resourceNamed(model, f.to), "delete"),
  )[0]?.[1];
  plan.on(
    restricted,
    "precondition (412) before restrict (409)",
    wrongStatus,
    async ({ http, rows }, { resource, field }) => {
      const parent = await rows.create(resourceNamed(model, field.to));
      await rows.create(resource, { [field.property]: parent.id });
      const answer: Response = await http.delete(parent.path, { "if-match": '"00000000-0"' });
      expectProblem(answer, 412);
    },
  );
  const free = resources(model, "update", "retrieve").flatMap(([, resource]) =>
    resource.fields
      .filter(
        (f) =>
          isFree(f, resource) && f.kind === "scalar" && f.type.kind === "string" && f.list === null,
      )
      .map((field) => ({ resource, field })),
  )[0];
  plan.on(
    free,
    "type hides every other fault of its pointer",
    wrongStatus,
    async ({ http, rows }, { resource, field }) => {
      const stored = await rows.create(resource);
      expectFaults(
        await http.patch(stored.path, { [field.property]: 5 }, conditions(stored)),
        422,
        [[`/${field.property}`, "type"]],
      );
    },
  );
};

function taken(stored: Stored): Record<string, never> | object {
  const names = stored.resource.uniques
    .flatMap((u) => u.fields)
    .map((f) => fieldNamed(stored.resource, f))
    .filter((f) => f.kind === "scalar")
    .map((f) => f.property);
  return Object.fromEntries(names.map((name) => [name, stored.row[name] ?? null]));
}
