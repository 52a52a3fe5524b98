/** Values as representations show them, and what stands where a body says nothing. */
import type { JsonValue, Model } from "../../model/model.ts";
import { embeddedNamed } from "../lookup.ts";
import { embeddedShape, type Property, type Value } from "../shapes.ts";
import { isObject, member } from "./json.ts";
import { shownScalar } from "./scalar.ts";

/** As a representation would show it; the value must be without fault. */
export function shownValue(model: Model, value: Value, json: JsonValue): JsonValue {
  if (json === null) return null;
  switch (value.kind) {
    case "scalar":
      return shownScalar(value.type, json);
    case "reference":
      return shownValue(model, value.type, json);
    case "embedded": {
      const { properties } = embeddedShape(model, embeddedNamed(model, value.type), "create");
      const members = isObject(json) ? json : {};
      return Object.fromEntries(
        properties.map((property) => [
          property.name,
          shownValue(
            model,
            property.value,
            member(members, property.name) ?? absentValue(property),
          ),
        ]),
      );
    }
    case "list":
    case "references":
      return Array.isArray(json)
        ? json.map((item: JsonValue) => shownValue(model, value.items, item))
        : json;
    case "included":
      return json;
  }
}

/** What stands in a new row where a body says nothing; `now` is some instant, for it depends on the clock. */
export function absentValue(property: Property): JsonValue {
  if (property.default?.kind === "value") return property.default.value;
  if (property.default?.kind === "now") return nowOf(property.value);
  const { kind } = property.value;
  return (kind === "list" || kind === "references") && !property.nullable ? [] : null;
}

function nowOf(value: Value): string {
  const now = new Date().toISOString();
  const kind = value.kind === "scalar" ? value.type.kind : "datetime";
  if (kind === "date") return now.slice(0, 10);
  return kind === "time" ? now.slice(11, 19) : now;
}
