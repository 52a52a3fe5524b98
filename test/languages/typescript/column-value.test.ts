/** What a write stores of a property that a body may leave out. */
import { expect, test } from "vitest";
import { resourceShape } from "../../../src/contract/shapes.ts";
import { columnValue } from "../../../src/languages/typescript/property-code.ts";
import type { ScalarType } from "../../../src/model/model.ts";
import { model, resource, scalar } from "../../support/models.ts";

const list = { minItems: 0, maxItems: null, uniqueItems: false };

test.each([
  [{ kind: "datetime", min: null, max: null }, "toDatetime(item)"],
  [{ kind: "uuid" }, "item.toLowerCase()"],
] satisfies [ScalarType, string][])(
  "each item of a list is brought into form: %j",
  (type, item) => {
    const given = resource("Event", [scalar("moments", type, { list, required: false })]);
    const declared = model([given]);
    const property = resourceShape(declared, given, "create").properties.find(
      ({ name }) => name === "moments",
    );
    if (property === undefined) throw new Error("the field is no property");
    expect(columnValue(declared, property).value).toBe(
      `JSON.stringify((body.moments ?? []).map((item) => ${item}))`,
    );
  },
);
