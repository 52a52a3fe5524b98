/** The schemas of the document refuse what the contract refuses and take what it takes, as far as JSON Schema can say it. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { boundaryBodies, invalidBodies } from "../../src/contract/examples/invalid.ts";
import { exampleRow, validBody } from "../../src/contract/examples/valid.ts";
import { anchored, formats } from "../../src/contract/formats.ts";
import type { BodyFault } from "../../src/contract/judge/value.ts";
import { judgeScalar } from "../../src/contract/judge/scalar.ts";
import { openApiDocument } from "../../src/contract/openapi/document.ts";
import { componentNames } from "../../src/contract/openapi/names.ts";
import type { JsonValue, Model, Resource } from "../../src/model/model.ts";
import { extremes, hostile, reference, starters } from "./models.ts";

const models: readonly (readonly [string, Model])[] = [
  ["reference", await reference()],
  ["hostile", hostile],
  ["extremes", extremes],
  ...(await starters()),
];
const cases = models.flatMap(([of, model]) =>
  model.resources
    .filter(({ operations }) => operations.includes("create"))
    .map((resource) => ({ of, name: resource.name, model, resource })),
);

function validator(model: Model, component: string): (value: JsonValue) => boolean {
  // Without `ownProperties` an absent `constructor` counts as the one that every object inherits.
  const ajv = new Ajv2020({ strict: false, ownProperties: true });
  for (const format of Object.values(formats)) {
    ajv.addFormat(format.schemaFormat, new RegExp(anchored(format), "u"));
  }
  // Beyond its expression: the year in UTC.
  const datetime = { kind: "datetime", min: null, max: null } as const;
  ajv.addFormat("date-time", (text) => judgeScalar(datetime, text) === null);
  for (const format of ["int32", "int64", "double"]) ajv.addFormat(format, true);
  ajv.addSchema(openApiDocument(model), "document.json");
  const validate = ajv.getSchema(`document.json#/components/schemas/${component}`);
  if (validate === undefined) throw new Error(`no schema ${component}`);
  return (value) => validate(value) === true;
}

/** What JSON Schema has no word for: rules between fields, of depth and encoding, and bounds of what is text in JSON. */
function canBeSaid(resource: Resource, { pointer, code }: BodyFault): boolean {
  if (code === "depth" || code === "check") return false;
  const [, name = ""] = pointer.split("/");
  const field = resource.fields.find(({ property }) => property === name);
  const kind = field?.kind === "scalar" ? field.type.kind : "id";
  if (code === "format") return !["string", "text", "json", "id"].includes(kind);
  if (code === "min" || code === "max") {
    return !["decimal", "date", "datetime", "time"].includes(kind);
  }
  return true;
}

describe.each(cases)("$of: $name", ({ model, resource }) => {
  const isValid = validator(model, componentNames(model).resource(resource, "create", null));

  test("valid bodies satisfy the schema", () => {
    const bodies = [
      validBody(model, resource, 0),
      validBody(model, resource, 5, { fill: "required" }),
      ...boundaryBodies(model, resource).map(({ body }) => body),
    ];
    expect(bodies.filter((body) => !isValid(body))).toEqual([]);
  });

  test("a row as it is shown satisfies the schema of rows, and of a replacement", () => {
    const row = exampleRow(model, resource, 0);
    expect(validator(model, resource.name)(row)).toBe(true);
    if (!resource.operations.includes("replace")) return;
    const replacement = componentNames(model).resource(resource, "replace", null);
    expect(validator(model, replacement)(row)).toBe(true);
  });

  test("invalid bodies break it", () => {
    const wrong = invalidBodies(model, resource).filter(({ faults }) =>
      faults.some((fault) => canBeSaid(resource, fault)),
    );
    expect(wrong.filter(({ body }) => isValid(body)).map(({ name }) => name)).toEqual([]);
    expect(wrong.length).toBeGreaterThan(6);
  });
});
