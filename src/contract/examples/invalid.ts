/**
 * Bodies that break one rule each, with the fault that every target must report, and bodies that just keep it: the
 * boundaries. Made from a valid body, for every rule of every property that a client may send.
 */
import type { JsonValue, Model, Operand, Resource } from "../../model/model.ts";
import { pointerTo } from "../errors.ts";
import { judgeBody } from "../judge/body.ts";
import type { JsonObject } from "../judge/json.ts";
import { judgeValue, type BodyFault } from "../judge/value.ts";
import { resourceShape, type Property } from "../shapes.ts";
import { validBody, type ValidOptions } from "./valid.ts";
import { variations, type Variation } from "./variations.ts";

export interface InvalidBody {
  /** What is wrong, for the name of a test: `price below its minimum`. */
  readonly name: string;
  readonly body: JsonValue;
  readonly faults: readonly BodyFault[];
}

export interface BoundaryBody {
  readonly name: string;
  readonly body: JsonObject;
}

/** Bodies of a create that must be refused with exactly these faults. */
export function invalidBodies(
  model: Model,
  resource: Resource,
  options: ValidOptions = {},
): readonly InvalidBody[] {
  const valid = validBody(model, resource, 0, options);
  const single = writable(model, resource).flatMap((property) => [
    ...(property.required ? [missing(valid, property)] : []),
    ...variations(model, property)
      .filter((variation) => variation.code !== null)
      .map((variation) => varied(valid, property, variation)),
  ]);
  const everything = combined(valid, single);
  return [
    ...notObjects,
    {
      name: "a property that is not declared",
      body: replaced(valid, "no_such_property", 1),
      faults: [{ pointer: "/no_such_property", code: "unknown_property" }],
    },
    ...single,
    ...checkBreakers(model, resource, valid),
    ...(everything === null ? [] : [everything]),
  ];
}

/** One property's value that a create must refuse beside the others of a body. */
export interface RefusedValue {
  readonly property: string;
  readonly value: JsonValue;
  readonly fault: BodyFault;
}

/**
 * For each property and each rule of it, the shortest value that breaks this rule alone in the body. Rules that take
 * long values to break are left out, as is text that not every JSON library can write (lone surrogates).
 * @param body one that a create takes
 */
export function refusedValues(
  model: Model,
  resource: Resource,
  body: JsonObject,
): readonly RefusedValue[] {
  const checked = new Set(resource.checks.flatMap(({ left, right }) => [left, right].map(named)));
  return writable(model, resource).flatMap((property) => {
    const isChecked = property.field !== null && checked.has(property.field.name);
    const shortest = new Map<string, RefusedValue & { readonly length: number }>();
    for (const { value, code } of variations(model, property)) {
      if (code === null) continue;
      const text = JSON.stringify(value);
      if (!isShort(text)) continue;
      const [fault, ...others] = isChecked
        ? judgeBody(model, resource, "create", replaced(body, property.name, value))
        : judgeProperty(model, property, value);
      if (fault === undefined || others.length > 0) continue;
      const rule = `${fault.code} ${fault.pointer}`;
      const found = shortest.get(rule);
      if (found && found.length <= text.length) continue;
      shortest.set(rule, { property: property.name, value, fault, length: text.length });
    }
    return [...shortest.values()];
  });
}

/** The faults of one value. It breaks nothing else in a body that is right, but checks that name its property. */
function judgeProperty(model: Model, property: Property, value: JsonValue): readonly BodyFault[] {
  return judgeValue(model, property.value, property.nullable, value, pointerTo(property.name));
}

function named(operand: Operand): string | null {
  return operand.kind === "field" ? operand.field : null;
}

const LONGEST = 60;

function isShort(json: string): boolean {
  // JSON.stringify escapes a lone surrogate, and nothing else as \uD8… to \uDF….
  return json.length <= LONGEST && !/\\ud[89a-f]/.test(json);
}

/** Bodies of a create at the edge of what is allowed, unicode and look-alikes included; each must be taken. */
export function boundaryBodies(
  model: Model,
  resource: Resource,
  options: ValidOptions = {},
): readonly BoundaryBody[] {
  const valid = validBody(model, resource, 0, options);
  return writable(model, resource).flatMap((property) =>
    variations(model, property)
      .filter((variation) => variation.code === null)
      .map((variation) => ({
        name: `${property.name} ${variation.name}`,
        body: replaced(valid, property.name, variation.value),
      }))
      // A value that is fine by itself may break a check beside the others.
      .filter(({ body }) => judgeBody(model, resource, "create", body).length === 0),
  );
}

const notObjects: readonly InvalidBody[] = [null, [], "text", 1, true].map((body) => ({
  name: `${JSON.stringify(body)} in place of an object`,
  body,
  faults: [{ pointer: "", code: "type" }],
}));

/** What a create may send, but relations: whether they exist is not a matter of shape. */
function writable(model: Model, resource: Resource): readonly Property[] {
  return resourceShape(model, resource, "create").properties.filter(
    (property) => !property.readOnly,
  );
}

function missing(valid: JsonObject, property: Property): InvalidBody {
  return {
    name: `${property.name} missing`,
    body: Object.fromEntries(Object.entries(valid).filter(([name]) => name !== property.name)),
    faults: [{ pointer: pointerTo(property.name), code: "required" }],
  };
}

function varied(
  valid: JsonObject,
  property: Property,
  { name, value, code, below = "" }: Variation,
): InvalidBody {
  return {
    name: `${property.name} ${name}`,
    body: replaced(valid, property.name, value),
    faults: code === null ? [] : [{ pointer: pointerTo(property.name) + below, code }],
  };
}

/** One body with a fault in every property at once: all must be reported. */
function combined(valid: JsonObject, single: readonly InvalidBody[]): InvalidBody | null {
  const first = new Map<string, InvalidBody>();
  for (const entry of single) {
    const name = entry.faults[0]?.pointer.split("/")[1];
    if (name !== undefined && !first.has(name) && entry.faults[0]?.code !== "required")
      first.set(name, entry);
  }
  if (first.size < 2) return null;
  const members = [...first.values()].flatMap(({ body, faults }) => {
    const name =
      faults[0]?.pointer.split("/")[1]?.replaceAll("~1", "/").replaceAll("~0", "~") ?? "";
    const value =
      typeof body === "object" && body !== null && !Array.isArray(body)
        ? (body as JsonObject)[name]
        : null;
    return [[name, value ?? null] as const];
  });
  return {
    name: "a fault in every property",
    body: { ...valid, ...Object.fromEntries(members) },
    faults: [...first.values()].flatMap(({ faults }) => faults),
  };
}

/** For each check, a body whose values are right by themselves and wrong together. */
function checkBreakers(
  model: Model,
  resource: Resource,
  valid: JsonObject,
): readonly InvalidBody[] {
  const edges = writable(model, resource).map((property) => ({
    property,
    values: variations(model, property).flatMap(({ code, value }) =>
      code === null && value !== null ? [value] : [],
    ),
  }));
  return resource.checks.flatMap((check) => {
    const names = new Set(
      [check.left, check.right].flatMap((side) => (side.kind === "field" ? [side.field] : [])),
    );
    const sides = edges.filter(
      ({ property }) => property.field !== null && names.has(property.field.name),
    );
    const [first, second] = sides;
    const pairs = (first?.values ?? []).flatMap((one) =>
      (second?.values ?? [null]).map((other) => ({ one, other })),
    );
    for (const { one, other } of pairs) {
      if (first === undefined) break;
      const with1 = replaced(valid, first.property.name, one);
      const body = second === undefined ? with1 : replaced(with1, second.property.name, other);
      const faults = judgeBody(model, resource, "create", body);
      const [only] = faults;
      if (faults.length === 1 && only?.code === "check") {
        return [{ name: `against the check ${check.source}`, body, faults: [only] }];
      }
    }
    return [];
  });
}

function replaced(body: JsonObject, name: string, value: JsonValue): JsonObject {
  return Object.fromEntries([
    ...Object.entries(body).filter(([other]) => other !== name),
    [name, value],
  ]);
}
