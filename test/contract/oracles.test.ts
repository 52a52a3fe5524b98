/**
 * Two readings of docs/http-contract.md, `src/contract/judge` and the oracle of the conformance suite, written apart from each
 * other: they must find the same faults in any body.
 */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundaryBodies, invalidBodies } from "../../src/contract/examples/invalid.ts";
import { exampleRow, validBody } from "../../src/contract/examples/valid.ts";
import { judgeBody } from "../../src/contract/judge/body.ts";
import type { JsonObject } from "../../src/contract/judge/json.ts";
import { fieldNamed } from "../../src/contract/lookup.ts";
import type { JsonValue, Model, Resource } from "../../src/model/model.ts";
import { judge } from "../conformance/oracle/judge.ts";
import { extremes, hostile, reference, starters } from "./models.ts";

const purposes = { POST: "create", PUT: "replace", PATCH: "update" } as const;
type Way = keyof typeof purposes;

const models: readonly (readonly [string, Model])[] = [
  ["reference", await reference()],
  ["hostile", hostile],
  ["extremes", extremes],
  ...(await starters()),
];
const cases = models.flatMap(([of, model]) =>
  model.resources
    .filter((resource) => !clockDecides(resource))
    .map((resource) => ({ of, name: resource.name, model, resource })),
);

/** A check of a field that is `now` by default: whether it holds is not a matter of the body alone. */
function clockDecides(resource: Resource): boolean {
  const now = new Set(
    resource.fields.flatMap((field) =>
      field.kind === "scalar" && field.default?.kind === "now" ? [field.name] : [],
    ),
  );
  return resource.checks.some((check) =>
    [check.left, check.right].some((side) => side.kind === "field" && now.has(side.field)),
  );
}

function sorted(faults: readonly { pointer: string; code: string }[]): readonly string[] {
  return [...new Set(faults.map(({ pointer, code }) => `${pointer} ${code}`))].sort();
}

/** What both say of a body, as [ours, theirs]. */
function verdicts(model: Model, resource: Resource, way: Way, body: JsonValue, isNested: boolean) {
  const stored = { ...exampleRow(model, resource, 1), ...writeOnly(model, resource) };
  const [nested] = resource.nested;
  const id =
    nested === undefined ? null : (stored[fieldNamed(resource, nested.field).property] ?? null);
  const parent = isNested && nested !== undefined ? { nested, id } : undefined;
  const ours = judgeBody(model, resource, purposes[way], body, {
    ...(way !== "POST" && { current: stored }),
    ...(parent !== undefined && { parent }),
  });
  const theirs = judge(model, resource, body, {
    method: way,
    ...(way !== "POST" && { stored }),
    ...(parent !== undefined && {
      parent: { property: fieldNamed(resource, parent.nested.field).property, value: id },
    }),
  });
  return [sorted(ours), sorted(theirs)] as const;
}

function writeOnly(model: Model, resource: Resource): JsonObject {
  const body = validBody(model, resource, 1);
  const hidden = new Set(
    resource.fields.filter(({ writeonly }) => writeonly).map(({ property }) => property),
  );
  return Object.fromEntries(Object.entries(body).filter(([name]) => hidden.has(name)));
}

const odd = fc.constantFrom<JsonValue>(
  null,
  true,
  0,
  -1,
  1,
  1.5,
  1e21,
  1e-7,
  2_147_483_648,
  9_007_199_254_740_992,
  "",
  " ",
  "a",
  "A",
  "0",
  "1",
  "1.5",
  "-0.00",
  "00.1",
  "1e3",
  "99999999.99",
  "0.001",
  "\0",
  "\uD800",
  "a\0",
  "2024-02-29",
  "2024-02-30",
  "2024-01-01T00:00:00+01:00",
  "2024-01-01T00:00:00",
  "0001-01-01T00:00:00+00:01",
  "12:30:00",
  "a@b.co",
  "a/b",
  "..",
  "http://a",
  "01890A5D-AC96-774B-BCCE-B302099A8057",
  "::1",
  "\u{1F4DA}",
  [],
  [null],
  [1, 1],
  ["a", "a"],
  ["b", 1],
  {},
  { a: null },
  { street: "s" },
  { city: "c", x: 1 },
  { label: "l", level: 4 },
  { label: null },
);

describe.each(cases)("$of: $name", ({ model, resource }) => {
  const made = [
    ...invalidBodies(model, resource).map(({ body }) => body),
    ...boundaryBodies(model, resource).map(({ body }) => body),
    {},
    { ...exampleRow(model, resource, 0) },
  ];

  test("agree on every body that is made to break or to keep a rule", () => {
    for (const way of ["POST", "PUT", "PATCH"] as const) {
      for (const body of made) {
        for (const isNested of resource.nested.length > 0 ? [false, true] : [false]) {
          const [ours, theirs] = verdicts(model, resource, way, body, isNested);
          expect({ way, isNested, body, faults: ours }).toEqual({
            way,
            isNested,
            body,
            faults: theirs,
          });
        }
      }
    }
  });

  test("agree on bodies with odd values anywhere", () => {
    const valid = validBody(model, resource, 0);
    const names = [
      ...Object.keys(exampleRow(model, resource, 0)),
      ...Object.keys(valid),
      "unknown",
    ];
    const body = fc
      .array(fc.tuple(fc.constantFrom(...names), odd), { maxLength: 5 })
      .chain((changes) =>
        fc.boolean().map((whole) => ({ ...(whole ? valid : {}), ...Object.fromEntries(changes) })),
      );
    fc.assert(
      fc.property(fc.constantFrom<Way>("POST", "PUT", "PATCH"), body, (way, sent) => {
        const [ours, theirs] = verdicts(model, resource, way, sent, false);
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
