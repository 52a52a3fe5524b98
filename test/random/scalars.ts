/** Random scalar fields: every type, with constraints, defaults and flags that fit it. */
import type { Dice } from "./dice.ts";
import { ENUM_VALUES, HOSTILE, PATTERNS } from "./names.ts";

export type Declared = Record<string, unknown>;

export const TYPES = [
  "string",
  "text",
  "integer",
  "bigint",
  "float",
  "decimal",
  "boolean",
  "date",
  "datetime",
  "time",
  "uuid",
  "email",
  "url",
  "slug",
  "ip",
  "json",
  "enum",
] as const;
export type Type = (typeof TYPES)[number];

/** Where a field stands decides what may be said of it. */
export type Place = "resource" | "embedded";

export interface Random {
  readonly declared: Declared;
  readonly type: Type | "embedded";
  readonly list: boolean;
  readonly optional: boolean;
}

export function randomScalar(dice: Dice, place: Place, embedded: readonly string[]): Random {
  if (embedded.length > 0 && dice.chance(8)) return embeddedField(dice, embedded);
  const type = dice.pick(TYPES);
  const declared: Declared = { type, ...constraints(dice, type) };
  const list = type !== "json" && dice.chance(12);
  const optional = dice.chance(45);
  if (list) {
    declared["items"] = dice.pick([{ min: 0, max: 5 }, { min: 1, max: 4 }, { max: 3 }, "0..10"]);
    if (type !== "boolean" && dice.chance(30)) declared["unique_items"] = true;
  }
  if (optional) declared["optional"] = true;
  else if (!list && dice.chance(30)) Object.assign(declared, defaultOf(dice, declared, type));
  if (place === "resource") Object.assign(declared, flags(dice, type, list, declared));
  if (dice.chance(40)) declared["description"] = dice.pick(HOSTILE);
  if (dice.chance(5)) declared["deprecated"] = true;
  return { declared, type, list, optional };
}

function embeddedField(dice: Dice, embedded: readonly string[]): Random {
  const optional = dice.chance(50);
  const list = dice.chance(25);
  const declared: Declared = {
    type: dice.pick(embedded),
    ...(optional ? { optional } : {}),
    ...(list ? { items: { max: 3 } } : {}),
  };
  return { declared, type: "embedded", list, optional };
}

function constraints(dice: Dice, type: Type): Declared {
  switch (type) {
    case "string": {
      if (dice.chance(25)) {
        const { pattern, min, max } = dice.pick(PATTERNS);
        return { pattern, min_length: min, max_length: max };
      }
      const min = dice.pick([0, 1, 1, 3, 20]);
      return {
        ...(min === 0 ? {} : { min_length: min }),
        max_length: min + dice.pick([20, 60, 180, 230]),
      };
    }
    case "text":
      return dice.chance(50) ? { max_length: dice.integer(200, 5000) } : {};
    case "integer":
      return dice.pick<Declared>([
        {},
        { min: 0 },
        { min: 1, max: 1_000_000 },
        { exclusive_min: -10 },
        { min: -2_147_483_648, max: 2_147_483_647 },
        { max: -1 },
      ]);
    case "bigint":
      return dice.pick<Declared>([
        {},
        { min: 0 },
        { min: -9_007_199_254_740_991 },
        { exclusive_max: 9_007_199_254_740_991 },
      ]);
    case "float":
      return dice.pick<Declared>([{}, { min: 0 }, { exclusive_min: 0 }, { min: -1.5, max: 1.5 }]);
    case "decimal": {
      const scale = dice.integer(0, 4);
      const precision = scale + dice.integer(6, 11);
      const bounds = dice.pick<Declared>([
        {},
        { min: 0 },
        { exclusive_min: 0 },
        { min: -1000, max: 1000 },
      ]);
      return { precision, scale, ...bounds };
    }
    case "date":
      return dice.pick<Declared>([
        {},
        { min: "1900-01-01" },
        { min: "2000-02-29", max: "2100-12-31" },
      ]);
    case "datetime":
      return dice.pick<Declared>([{}, {}, { min: "1970-01-01T00:00:00Z" }]);
    case "time":
      return dice.pick<Declared>([{}, { min: "08:00:00", max: "18:30:00" }]);
    case "enum":
      return {
        values: dice
          .several(ENUM_VALUES, dice.integer(1, 6))
          .map((value) => (dice.chance(20) ? { value, description: dice.pick(HOSTILE) } : value)),
      };
    default:
      return {};
  }
}

function defaultOf(dice: Dice, declared: Declared, type: Type): Declared {
  const value = defaultValue(dice, declared, type);
  return value === undefined ? {} : { default: value };
}

function defaultValue(dice: Dice, declared: Declared, type: Type): unknown {
  const { min, max } = declared;
  switch (type) {
    case "string": {
      if (declared["pattern"] !== undefined) {
        return dice.pick(
          PATTERNS.find((one) => one.pattern === declared["pattern"])?.examples ?? [],
        );
      }
      const least = Number(declared["min_length"] ?? 0);
      const text = dice.pick(HOSTILE).slice(0, Number(declared["max_length"]));
      return [...text].length === text.length && text.length >= least
        ? text
        : "x".repeat(Math.max(least, 3));
    }
    case "text":
      return dice.pick(HOSTILE);
    case "integer":
      return declared["exclusive_min"] === undefined ? Number(min ?? max ?? 7) : 0;
    case "bigint":
      return 12;
    case "float":
      return declared["exclusive_min"] === undefined ? 1.25 : 0.5;
    case "decimal":
      return "12";
    case "boolean":
      return dice.chance(50);
    case "date":
      return dice.pick(["2024-02-29", "now"]);
    case "datetime":
      return dice.pick(["2024-02-29T12:30:00Z", "now"]);
    case "time":
      return "12:30:00";
    case "uuid":
      return "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
    case "email":
      return "o'brien@example.org";
    case "url":
      return "https://example.org/a?b=c&d=%20#e";
    case "slug":
      return "a-slug-1";
    case "ip":
      return "2001:db8::1";
    case "json":
      return dice.pick<unknown>([
        { a: [1, "two", null], 'b"c': { "${d}": true } },
        [],
        "text",
        0,
        false,
      ]);
    case "enum": {
      const values = declared["values"] as (string | { value: string })[];
      const one = dice.pick(values);
      return typeof one === "string" ? one : one.value;
    }
  }
}

function flags(dice: Dice, type: Type, list: boolean, declared: Declared): Declared {
  const flagged: Declared = {};
  const hasDefault = "default" in declared || declared["optional"] === true;
  if (hasDefault && dice.chance(6)) return { readonly: true };
  const wide = ["string", "bigint", "uuid", "email", "url", "slug", "datetime"].includes(type);
  if (wide && !list && !hasDefault && declared["pattern"] === undefined && dice.chance(18))
    flagged["unique"] = true;
  if (dice.chance(6)) return { ...flagged, writeonly: true };
  if (dice.chance(8)) flagged["immutable"] = true;
  const comparable = !list && type !== "json" && type !== "text";
  if (comparable && dice.chance(10)) flagged["index"] = true;
  if (comparable && dice.chance(6)) flagged["filter"] = false;
  if (comparable && dice.chance(6)) flagged["sort"] = false;
  return flagged;
}
