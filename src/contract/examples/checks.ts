/** Values for the fields of checks (`discount <= price`), found by a bounded search over values near the bounds. */
import type { JsonValue, Model, Operand, Resource } from "../../model/model.ts";
import { checkHolds, judgeValue, type JsonObject } from "../judge/body.ts";
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
  const seeds = [
    ...involved.map((property) => body[property.name] ?? null),
    ...resource.checks.flatMap((check) =>
      [check.left, check.right].flatMap((side) => (side.kind === "constant" ? [side.value] : [])),
    ),
  ];
  const options = involved.map((property) =>
    candidates(model, property, seeds, body[property.name] ?? null),
  );
  const fits = (candidate: JsonObject): boolean =>
    resource.checks.every((check) => checkHolds(resource, check, candidate));
  return search(involved, options, body, { fits, left: 20_000 }) ?? body;
}

interface Search {
  readonly fits: (candidate: JsonObject) => boolean;
  left: number;
}

function search(
  involved: readonly Property[],
  options: readonly (readonly JsonValue[])[],
  body: JsonObject,
  state: Search,
): JsonObject | null {
  const [property, ...rest] = involved;
  if (property === undefined) {
    state.left -= 1;
    return state.fits(body) ? body : null;
  }
  for (const option of options[0] ?? []) {
    if (state.left <= 0) return null;
    const candidate = Object.fromEntries([...Object.entries(body), [property.name, option]]);
    const found = search(rest, options.slice(1), candidate, state);
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
