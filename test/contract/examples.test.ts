import { describe, expect, test } from "vitest";
import { codes } from "../../src/contract/errors.ts";
import { boundaryBodies, invalidBodies } from "../../src/contract/examples/invalid.ts";
import { exampleRow, validBody } from "../../src/contract/examples/valid.ts";
import { judgeBody } from "../../src/contract/judge/body.ts";
import { shownValue } from "../../src/contract/judge/shown.ts";
import type { BodyFault } from "../../src/contract/judge/value.ts";
import { resourceShape } from "../../src/contract/shapes.ts";
import type { Model, Resource } from "../../src/model/model.ts";
import { everything } from "../storage/sample.ts";
import { extremes, hostile, reference } from "./models.ts";

const models: readonly (readonly [string, Model])[] = [
  ["the reference", await reference()],
  ["hostile names", hostile],
  ["extreme bounds", extremes],
  ["every column", everything],
];

const cases = models.flatMap(([of, model]) =>
  model.resources.map((resource) => ({ of, name: resource.name, model, resource })),
);

function sorted(faults: readonly BodyFault[]): readonly string[] {
  return faults.map(({ pointer, code }) => `${pointer} ${code}`).sort();
}

describe.each(cases)("$of: $name", ({ model, resource }) => {
  test("valid bodies keep every rule, whole and with nothing but what is required", () => {
    for (let seed = 0; seed < 40; seed += 1) {
      for (const fill of ["all", "required"] as const) {
        const body = validBody(model, resource, seed, { fill });
        expect([seed, fill, judgeBody(model, resource, "create", body)]).toEqual([seed, fill, []]);
      }
    }
  });

  test("different seeds never break a unique", () => {
    for (const unique of resource.uniques) {
      const seen = Array.from({ length: 30 }, (_, seed) =>
        JSON.stringify(uniqueKey(model, resource, unique.fields, seed)),
      );
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  test("the same seed gives the same text", () => {
    const text = (): string =>
      JSON.stringify([validBody(model, resource, 7), exampleRow(model, resource, 7)]);
    expect(text()).toBe(text());
  });

  test("an example row has every property of the representation, in its order", () => {
    const shown = resourceShape(model, resource, "read").properties;
    const own = shown.filter(({ value }) => value.kind !== "included").map(({ name }) => name);
    expect(Object.keys(exampleRow(model, resource, 0))).toEqual(own);
  });

  test("each invalid body has exactly the faults that it was made for", () => {
    const wrong = invalidBodies(model, resource).flatMap(({ name, body, faults }) => {
      const found = sorted(judgeBody(model, resource, "create", body));
      return JSON.stringify(found) === JSON.stringify(sorted(faults))
        ? []
        : [{ name, found, expected: sorted(faults), body }];
    });
    expect(wrong).toEqual([]);
  });

  test("every property that may be sent is broken in some way", () => {
    const broken = new Set(
      invalidBodies(model, resource).flatMap(({ faults }) =>
        faults.map(({ pointer }) => pointer.split("/")[1]),
      ),
    );
    const writable = resourceShape(model, resource, "create").properties.filter(
      ({ readOnly, value, nullable }) =>
        !readOnly && !(nullable && value.kind === "scalar" && value.type.kind === "json"),
    );
    expect(writable.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });

  test("bodies at a boundary are taken", () => {
    for (const { name, body } of boundaryBodies(model, resource)) {
      expect([name, judgeBody(model, resource, "create", body)]).toEqual([name, []]);
    }
  });
});

function uniqueKey(
  model: Model,
  resource: Resource,
  fields: readonly string[],
  seed: number,
): unknown {
  const body = validBody(model, resource, seed);
  return resourceShape(model, resource, "create")
    .properties.filter(({ field }) => field !== null && fields.includes(field.name))
    .map(({ name, value }) => shownValue(model, value, body[name] ?? `none ${String(seed)}`));
}

test("between them, the declarations break every rule of a body's shape", () => {
  const met = new Set(
    cases.flatMap(({ model, resource }) =>
      invalidBodies(model, resource).flatMap(({ faults }) => faults.map(({ code }) => code)),
    ),
  );
  const elsewhere = new Set([
    "immutable",
    "read_only_parent",
    "reference_not_found",
    "unique",
    "unknown_parameter",
  ]);
  expect(codes.filter((code) => !met.has(code) && !elsewhere.has(code))).toEqual([]);
});
