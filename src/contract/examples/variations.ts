/** What a property may hold and what it may not: every rule of its value, broken and just kept. */
import type { JsonValue, Model } from "../../model/model.ts";
import { pointerTo, type Code } from "../errors.ts";
import { judgeScalar } from "../judge/scalar.ts";
import { embeddedNamed } from "../lookup.ts";
import { embeddedShape, type Property, type Value } from "../shapes.ts";
import { isText, ofScalar, wrongTypes } from "./scalar-variations.ts";

/** A value in place of a valid one, and the code it must bring; null: it must pass. */
export interface Variation {
  readonly name: string;
  readonly value: JsonValue;
  readonly code: Code | null;
  /** Below the property, for list elements and embedded members. */
  readonly below?: string;
}

/** Every rule of a property, broken and just kept. */
export function variations(model: Model, property: Property): readonly Variation[] {
  const nothing: Variation = {
    name: "null",
    value: null,
    code: property.nullable ? null : "type",
  };
  return [nothing, ...ofValue(model, property.value)];
}

function ofValue(model: Model, value: Value): readonly Variation[] {
  switch (value.kind) {
    case "scalar":
      return value.key === true ? ofKey(value.type) : ofScalar(value.type);
    case "reference":
      return wrongTypes(
        value.type.kind === "scalar" && isText(value.type.type) ? "text" : "number",
      );
    case "references":
      return [{ name: "as text", value: "1", code: "type" }];
    case "list":
      return ofList(model, value);
    case "embedded":
      return ofEmbedded(model, value.type);
    case "included":
      return [];
  }
}

/** A key of the client's also has to fit into a path. */
function ofKey(type: Extract<Value, { kind: "scalar" }>["type"]): readonly Variation[] {
  const beyond = ["a/b", "a/", ".", ".."].filter((key) => judgeScalar(type, key) === null);
  return [
    ...ofScalar(type),
    ...beyond.map((key) => ({
      name: `as ${JSON.stringify(key)}`,
      value: key,
      code: "format" as const,
    })),
  ];
}

function ofList(
  model: Model,
  { items, list }: Extract<Value, { kind: "list" }>,
): readonly Variation[] {
  const whole: readonly Variation[] = [
    { name: "as text", value: "text", code: "type" },
    { name: "as an object", value: {}, code: "type" },
    { name: "with null in it", value: padded([null], list.minItems), code: "type", below: "/0" },
  ];
  const good = ofValue(model, items).find(({ code }) => code === null)?.value;
  if (good === undefined || list.minItems > 1) return whole;
  const most = list.maxItems;
  const many = most !== null && !list.uniqueItems && most < 1000;
  return [
    ...whole.filter(({ below }) => below === undefined || list.minItems <= 1),
    ...(list.minItems === 1
      ? [{ name: "with too few items", value: [], code: "min_items" } as const]
      : []),
    ...(many
      ? ([
          {
            name: "with as many items as allowed",
            value: Array.from({ length: most }, () => good),
            code: null,
          },
          {
            name: "with too many items",
            value: Array.from({ length: most + 1 }, () => good),
            code: "max_items",
          },
        ] as const)
      : []),
    ...(list.uniqueItems && (most === null || most > 1)
      ? [{ name: "with an item twice", value: [good, good], code: "unique_items" } as const]
      : []),
    ...ofValue(model, items)
      .filter(({ code }) => code !== null)
      .map(({ name, value, code, below }) => ({
        name: `with an item ${name}`,
        value: [value],
        code,
        below: `/0${below ?? ""}`,
      })),
  ];
}

function padded(items: readonly JsonValue[], least: number): readonly JsonValue[] {
  return [...items, ...Array.from({ length: Math.max(0, least - items.length) }, () => null)];
}

function ofEmbedded(model: Model, name: string): readonly Variation[] {
  const { properties } = embeddedShape(model, embeddedNamed(model, name), "create");
  const whole: readonly Variation[] = [
    { name: "as text", value: "text", code: "type" },
    { name: "as a list", value: [], code: "type" },
  ];
  const firstRequired = properties.find((property) => property.required);
  const others = properties.filter((property) => property.required && property !== firstRequired);
  // Without the others being there too, more than one member would be missing.
  if (firstRequired === undefined || others.length > 0) return whole;
  return [
    ...whole,
    {
      name: "without a required member",
      value: {},
      code: "required",
      below: pointerTo(firstRequired.name),
    },
  ];
}
