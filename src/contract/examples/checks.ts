/** Values for the fields of checks (`discount <= price`), found by a bounded search over values near the bounds. */
import type { JsonValue, Model, Operand, Resource } from "../../model/model.ts";
import { checkHolds } from "../judge/checks.ts";
import type { JsonObject } from "../judge/json.ts";
import { absentValue } from "../judge/shown.ts";
import { judgeValue } from "../judge/value.ts";
import { shownDecimal } from "../judge/decimal.ts";
import type { Property } from "../shapes.ts";

/** The body with the fields of its checks changed so that all of them hold; unchanged where none was found. */
export function satisfyChecks(
  model: Model,
  resource: Resource,
  properties: readonly Property[],
  body: JsonObject,
): JsonObject {
  const names = new Set(
    resource.checks.flatMap((check) => [check.left, check.right].flatMap((side) => fieldOf(side))),
  );
  const involved = properties.filter(
    (property) => property.field !== null && !property.readOnly && names.has(property.field.name),
  );
  const given = Object.fromEntries(
    involved.map((property) => [property.name, body[property.name] ?? absentValue(property)]),
  );
  const seeds = [
    ...Object.values(given),
    ...resource.checks.flatMap((check) =>
      [check.left, check.right].flatMap((side) => (side.kind === "constant" ? [side.value] : [])),
    ),
  ];
  const search: Search = {
    resource,
    involved,
    options: involved.map((property) =>
      candidates(model, property, seeds, given[property.name] ?? null),
    ),
    left: 20_000,
  };
  return assigned(search, 0, { ...body, ...given }) ?? body;
}

interface Search {
  readonly resource: Resource;
  readonly involved: readonly Property[];
  readonly options: readonly (readonly JsonValue[])[];
  /** Steps that may still be made. */
  left: number;
}

/** Depth first: the property at `depth` gets its first value with which every check among those before it holds. */
function assigned(search: Search, depth: number, body: JsonObject): JsonObject | null {
  const property = search.involved[depth];
  if (property === undefined) return body;
  const later = new Set(
    search.involved.slice(depth + 1).flatMap(({ field }) => (field === null ? [] : [field.name])),
  );
  const decided = search.resource.checks.filter((check) =>
    [check.left, check.right].every((side) => side.kind === "constant" || !later.has(side.field)),
  );
  for (const option of search.options[depth] ?? []) {
    search.left -= 1;
    if (search.left < 0) return null;
    const candidate = Object.fromEntries([...Object.entries(body), [property.name, option]]);
    if (!decided.every((check) => checkHolds(search.resource, check, candidate))) continue;
    const found = assigned(search, depth + 1, candidate);
    if (found !== null) return found;
  }
  return null;
}

/** The value itself first, then its neighbours and those of the other sides, then nothing at all where that is allowed. */
function candidates(
  model: Model,
  property: Property,
  seeds: readonly JsonValue[],
  own: JsonValue,
): readonly JsonValue[] {
  const near = [own, ...seeds].flatMap((seed) => [
    seed,
    ...[1, -1, 2, -2].map((by) => stepped(property, seed, by)),
  ]);
  const distinct = near.filter(
    (value, index) => value !== null && near.findIndex((other) => other === value) === index,
  );
  const allowed = distinct.filter(
    (value) => judgeValue(model, property.value, property.nullable, value, "").length === 0,
  );
  return property.nullable ? [...allowed, null] : allowed;
}

function stepped(property: Property, seed: JsonValue, by: number): JsonValue {
  if (property.value.kind !== "scalar" || seed === null || typeof seed === "object") return null;
  const { type } = property.value;
  switch (type.kind) {
    case "integer":
    case "bigint":
    case "float":
      return Math.trunc(Number(seed)) + by;
    case "decimal": {
      const text = shownDecimal(
        /^-?[0-9]+(\.[0-9]+)?$/.test(String(seed)) ? String(seed) : "0",
        type.scale,
      );
      const units = BigInt(text.replace(".", "")) + BigInt(by);
      const digits = String(units < 0n ? -units : units).padStart(type.scale + 1, "0");
      const at = digits.length - type.scale;
      const sign = units < 0n ? "-" : "";
      return type.scale === 0 ? sign + digits : `${sign}${digits.slice(0, at)}.${digits.slice(at)}`;
    }
    case "date":
      return shifted(`${String(seed)}T00:00:00Z`, by * 86_400_000)?.slice(0, 10) ?? null;
    case "datetime":
      return shifted(String(seed), by * 3_600_000);
    case "time":
      return shifted(`2000-01-01T${String(seed)}Z`, by * 60_000)?.slice(11, 19) ?? null;
    default:
      return null;
  }
}

function shifted(text: string, by: number): string | null {
  const at = Date.parse(text) + by;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function fieldOf(side: Operand): readonly string[] {
  return side.kind === "field" ? [side.field] : [];
}
