/** Values and the members of objects against what their shape says: faults with pointers. */
import type { JsonValue, Model } from "../../model/model.ts";
import { pointerTo, type Code } from "../errors.ts";
import { embeddedNamed } from "../lookup.ts";
import { embeddedShape, type Property, type Value } from "../shapes.ts";
import { canonical, isObject, member, type JsonObject } from "./json.ts";
import { judgeScalar } from "./scalar.ts";
import { shownValue } from "./shown.ts";

export interface BodyFault {
  readonly pointer: string;
  readonly code: Code;
}

/** Whether a value that is there is right for what its property holds. */
export function judgeValue(
  model: Model,
  value: Value,
  nullable: boolean,
  json: JsonValue,
  pointer: string,
): readonly BodyFault[] {
  if (json === null) return nullable ? [] : [{ pointer, code: "type" }];
  switch (value.kind) {
    case "scalar": {
      const code = judgeScalar(value.type, json);
      if (code !== null) return [{ pointer, code }];
      const isAddressable = value.key !== true || fitsIntoPath(String(json));
      return isAddressable ? [] : [{ pointer, code: "format" }];
    }
    case "reference":
      return judgeValue(model, value.type, nullable, json, pointer);
    case "embedded": {
      if (!isObject(json)) return [{ pointer, code: "type" }];
      const shape = embeddedShape(model, embeddedNamed(model, value.type), "create");
      return judgeMembers(model, shape.properties, json, json, pointer);
    }
    case "list":
    case "references": {
      if (!Array.isArray(json)) return [{ pointer, code: "type" }];
      const bounds =
        value.kind === "list" ? value.list : { minItems: 0, maxItems: null, uniqueItems: true };
      return judgeList(model, value.items, bounds, json, pointer);
    }
    case "included":
      return [];
  }
}

export function judgeMembers(
  model: Model,
  properties: readonly Property[],
  sent: JsonObject,
  whole: JsonObject,
  above: string,
): readonly BodyFault[] {
  const known = new Map(properties.map((property) => [property.name, property]));
  const unknown = Object.keys(sent)
    .filter((name) => !known.has(name))
    .map((name): BodyFault => ({ pointer: above + pointerTo(name), code: "unknown_property" }));
  const faults = properties
    .filter((property) => !property.readOnly)
    .flatMap((property): readonly BodyFault[] => {
      const pointer = above + pointerTo(property.name);
      const json = Object.hasOwn(sent, property.name) ? member(whole, property.name) : undefined;
      if (json !== undefined)
        return judgeValue(model, property.value, property.nullable, json, pointer);
      return property.required ? [{ pointer, code: "required" }] : [];
    });
  return [...unknown, ...faults];
}

function judgeList(
  model: Model,
  items: Value,
  bounds: { minItems: number; maxItems: number | null; uniqueItems: boolean },
  json: readonly JsonValue[],
  pointer: string,
): readonly BodyFault[] {
  const byItem = json.map((item, index) =>
    judgeValue(model, items, false, item, pointer + pointerTo(index)),
  );
  const shown = json
    .filter((_, index) => byItem[index]?.length === 0)
    .map((item) => canonical(shownValue(model, items, item)));
  const code: Code | null =
    json.length < bounds.minItems
      ? "min_items"
      : bounds.maxItems !== null && json.length > bounds.maxItems
        ? "max_items"
        : bounds.uniqueItems && new Set(shown).size < shown.length
          ? "unique_items"
          : null;
  return [...(code === null ? [] : [{ pointer, code }]), ...byItem.flat()];
}

/** Whether a key of the client's can stand as one segment of a path, which dots alone and slashes cannot. */
function fitsIntoPath(key: string): boolean {
  return !key.includes("/") && key !== "." && key !== "..";
}
