/** Many random bodies and queries, valid and not; the oracle says what must come of each. */
import * as fc from "fast-check";
import type { Field, JsonValue, Model, Resource } from "../../../src/model/model.ts";
import type { Area } from "../check.ts";
import { columns, passes, stocked, walk, withQuery } from "../lists.ts";
import { expectSame, expectStatus, Mismatch } from "../mismatch.ts";
import { isWritable, keepsCheck } from "../model.ts";
import type { Body } from "../model.ts";
import { firstFaultOnly, rowLost, valuesChanged, wrongPointer } from "../mutants/catalogue.ts";
import { judge } from "../oracle/judge.ts";
import type { Occasion } from "../oracle/judge.ts";
import { represent } from "../oracle/represent.ts";
import { expectJudged } from "../problem.ts";
import { rowOf } from "../rows.ts";
import type { Stored } from "../rows.ts";
import { conditions, resources, unchangeable } from "../subjects.ts";
import { fieldValues } from "../values/arbitrary.ts";
import { borderline, foreign } from "../values/borderline.ts";
import type { World } from "../world.ts";
import type { Response } from "../client.ts";

/** Random cases of each property and resource. */
const RUNS = 25;

type Alterations = readonly (readonly [property: string, value: JsonValue | undefined])[];

/** Some scalar properties of a resource set to other values, sound or not; undefined leaves the property out. */
function alterations(
  model: Model,
  resource: Resource,
  manner: "sound" | "any",
): fc.Arbitrary<Alterations> {
  const one = resource.fields
    .filter((f) => f.kind === "scalar" && isWritable(f))
    .map((field) =>
      valuesOf(model, field, manner).map((value) => [field.property, value] as const),
    );
  const unknown = fc
    .constantFrom("", "x", "Id", "row_version", "__proto__")
    .map((name) => [name, 1] as const);
  const all = manner === "any" ? [...one, unknown] : one;
  return all.length === 0
    ? fc.constant([])
    : fc.array(fc.oneof(...all), { minLength: 1, maxLength: 5 });
}

function valuesOf(
  model: Model,
  field: Field,
  manner: "sound" | "any",
): fc.Arbitrary<JsonValue | undefined> {
  if (field.kind !== "scalar") throw new Error("relations are left alone");
  const sound = fieldValues(field, model, "wild");
  const empty = field.optional ? [fc.constant(null)] : [];
  if (manner === "sound") return fc.oneof(...empty, sound);
  return fc.oneof(
    sound,
    fc.constant(null),
    fc.constant(undefined),
    fc.constantFrom(...borderline(model, field, 4_711)),
    fc.constantFrom(...foreign(field), null),
  );
}

function altered(body: Body, changes: Alterations): Body {
  const result: Body = { ...body };
  for (const [name, value] of changes) {
    if (value === undefined) delete result[name];
    else
      Object.defineProperty(result, name, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return result;
}

/** The answer is what the oracle predicts; a conflict is admitted where a random value was taken before. */
function expectPredicted(
  world: World,
  resource: Resource,
  body: Body,
  occasion: Occasion,
  response: Response,
): void {
  const faults = judge(world.model, resource, body, occasion);
  if (faults.length > 0) return expectJudged(response, faults);
  if (response.status === 409 && resource.uniques.length > 0) return;
  expectStatus(response, occasion.method === "POST" ? 201 : 200);
  const expected = represent(world.model, resource, body, occasion);
  const row = rowOf(response);
  for (const [name, value] of Object.entries(expected)) {
    const field = resource.fields.find((one) => one.property === name);
    if (field?.writeonly !== true) expectSame(row[name], plain(value), name, response);
  }
}

/** Without prototypes of fast-check's making, and with -0 as JSON has it. */
function plain(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

async function forAll<T>(
  world: World,
  arbitrary: fc.Arbitrary<T>,
  attempt: (value: T) => Promise<void>,
): Promise<void> {
  const seed = world.rows.next();
  const outcome = await fc.check(fc.asyncProperty(arbitrary, attempt), {
    numRuns: RUNS,
    seed,
    endOnFailure: true,
  });
  if (!outcome.failed) return;
  const error = outcome.errorInstance;
  if (error instanceof Mismatch)
    throw new Mismatch(`seed ${seed}, run ${outcome.numRuns}: ${error.message}`);
  throw error ?? new Error("the property failed without an error");
}

export const properties: Area = (plan) => {
  const { model } = plan;
  const subjects = resources(model);

  plan.each(
    subjects,
    "create: sound bodies are stored and shown as predicted",
    valuesChanged,
    async (world, resource) => {
      await forAll(world, alterations(model, resource, "sound"), async (changes) => {
        const body = altered(await world.rows.body(resource), changes);
        const response = await world.http.post(world.collection(resource), body);
        expectPredicted(world, resource, plain(body) as Body, { method: "POST" }, response);
      });
    },
  );
  plan.each(
    subjects,
    "create: any body is judged as predicted",
    wrongPointer,
    async (world, resource) => {
      await forAll(world, alterations(model, resource, "any"), async (changes) => {
        const body = altered(await world.rows.body(resource), changes);
        const response = await world.http.post(world.collection(resource), JSON.stringify(body));
        expectPredicted(
          world,
          resource,
          JSON.parse(JSON.stringify(body)) as Body,
          { method: "POST" },
          response,
        );
      });
    },
  );
  const changeable = (operation: "replace" | "update") => resources(model, operation, "retrieve");
  plan.each(
    changeable("update"),
    "PATCH: any patch is judged and merged as predicted",
    firstFaultOnly,
    async (world, resource) => {
      const stored = await world.rows.create(resource);
      let current = withHidden(model, stored);
      await forAll(world, alterations(model, resource, "any"), async (changes) => {
        const patch = altered({}, changes);
        const body = JSON.parse(JSON.stringify(patch)) as Body;
        const response = await world.http.patch(
          stored.path,
          JSON.stringify(patch),
          conditions(current),
        );
        if (hidesFromChecks(resource, body)) return;
        const occasion: Occasion = { method: "PATCH", stored: current.row };
        expectPredicted(world, resource, body, occasion, response);
        if (response.status === 200) {
          current = after(current, represent(model, resource, body, occasion), response);
        }
      });
      // Under a mutant that tells one fault only, a patch with two must be among them.
      const two = { no_such_thing: 1, nor_this: 2 };
      expectPredicted(
        world,
        resource,
        two,
        { method: "PATCH", stored: current.row },
        await world.http.patch(stored.path, two, conditions(current)),
      );
    },
  );
  plan.each(
    changeable("replace"),
    "PUT: any body is judged and stored as predicted",
    wrongPointer,
    async (world, resource) => {
      const stored = await world.rows.create(resource);
      let current = withHidden(model, stored);
      await forAll(world, alterations(model, resource, "any"), async (changes) => {
        const body = JSON.parse(
          JSON.stringify(altered(await world.rows.body(resource, unchangeable(resource)), changes)),
        ) as Body;
        if (hidesFromChecks(resource, body)) return;
        const response = await world.http.put(stored.path, body, conditions(current));
        const occasion: Occasion = { method: "PUT", stored: current.row };
        expectPredicted(world, resource, body, occasion, response);
        if (response.status === 200) {
          current = after(current, represent(model, resource, body, occasion), response);
        }
      });
      const faulty = {
        ...(await world.rows.body(resource, unchangeable(resource))),
        no_such_thing: 1,
      };
      expectPredicted(
        world,
        resource,
        faulty,
        { method: "PUT", stored: current.row },
        await world.http.put(stored.path, faulty, conditions(current)),
      );
    },
  );
  plan.each(
    resources(model, "list"),
    "lists: random filters and sorts keep and order as predicted",
    rowLost,
    async (world, resource) => {
      await stocked(world.rows, resource, 9);
      const at = world.collection(resource);
      const every = await walk(world.plain, at, { limit: "100" });
      const filterable = columns(model, resource, "filter").filter(
        ({ type }) => type.kind !== "float",
      );
      const choice = fc.constantFrom(...filterable).chain((column) =>
        fc.record({
          column: fc.constant(column),
          operator: fc.constantFrom(...column.operators.filter((operator) => operator !== "in")),
          row: fc.constantFrom(...every),
        }),
      );
      await forAll(world, fc.array(choice, { minLength: 1, maxLength: 3 }), async (choices) => {
        const query: Record<string, string> = {};
        const applied = choices.flatMap(({ column, operator, row }) => {
          const value = row[column.property] ?? null;
          const wanted =
            operator === "is_null" ? String(value === null) : value === null ? null : textOf(value);
          const name = `${column.property}[${operator}]`;
          if (wanted === null || wanted === "" || Object.hasOwn(query, name)) return [];
          query[name] = wanted;
          return [{ column, operator, wanted }];
        });
        const seen = await walk(world.http, at, { ...query, limit: "100" });
        const expected = every.filter((row) =>
          applied.every(({ column, operator, wanted }) => passes(row, column, operator, wanted)),
        );
        expectSame(
          seen.map((row) => row["id"]),
          expected.map((row) => row["id"]),
          `ids by ${withQuery("", query)}`,
        );
      });
      expectSame(
        (await walk(world.http, at, { limit: "100" })).length,
        every.length,
        "rows of the whole list",
      );
    },
  );
  plan.each(
    subjects.slice(0, 2),
    "every made body keeps the checks of the declaration",
    valuesChanged,
    async (world, resource) => {
      await forAll(world, fc.nat(), async () => {
        const response = await world.http.post(
          world.collection(resource),
          await world.rows.body(resource),
        );
        if (response.status === 409) return;
        expectStatus(response, 201);
        const row = rowOf(response);
        const hidden = resource.fields.some((field) => field.writeonly);
        const holds =
          hidden || resource.checks.every((check) => keepsCheck(model, resource, check, row));
        expectSame(holds, true, "checks", response);
        const read = await world.plain.get(response.headers["location"] ?? "");
        if (read.status === 200) expectSame(read.json, response.json, "row", read);
      });
    },
  );
};

/** A check may speak of a write-only property, whose stored value nobody sees. */
function hidesFromChecks(resource: Resource, _body: Body): boolean {
  const hidden = new Set(
    resource.fields.filter((field) => field.writeonly).map((field) => field.name),
  );
  return resource.checks.some((check) =>
    [check.left, check.right].some(
      (operand) => operand.kind === "field" && hidden.has(operand.field),
    ),
  );
}

/** What is not shown is merged and kept all the same, so it is remembered as it was sent. */
function withHidden(model: Model, stored: Stored): Stored {
  const expected = represent(model, stored.resource, stored.body, { method: "POST" });
  return { ...stored, row: { ...expected, ...stored.row } };
}

function after(stored: Stored, expected: Body, response: Response): Stored {
  const row = { ...expected, ...rowOf(response) };
  return { ...stored, row, etag: response.headers["etag"] ?? "" };
}

function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
