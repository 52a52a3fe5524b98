/** fast-check arbitraries of the valid values of each type, drawn from the declaration. */
import * as fc from "fast-check";
import type { JsonValue, List, Model, ScalarField, ScalarType } from "../../../src/model/model.ts";
import { datetimeText, dateText, timeText } from "./calendar.ts";
import { decimalText } from "./decimal.ts";
import { dayLimits, decimalLimits, integerLimits, momentLimits, secondLimits } from "./limits.ts";

export type Values = fc.Arbitrary<JsonValue>;

/** `plain`: what an ordinary client sends. `wild`: everything that the contract admits. */
export type Manner = "plain" | "wild";

/** Longest text made where the declaration sets no limit. */
const LONG = 200;

export function fieldValues(field: ScalarField, model: Model, manner: Manner): Values {
  const one = typeValues(field.type, model, manner);
  return field.list === null ? one : listValues(one, field.list, manner);
}

export function typeValues(type: ScalarType, model: Model, manner: Manner): Values {
  switch (type.kind) {
    case "string":
    case "text":
      return type.pattern === null
        ? texts(type.minLength, type.maxLength ?? LONG, manner)
        : patternText(type.pattern.ecma, type.minLength, type.maxLength ?? LONG);
    case "email":
    case "url":
    case "slug":
      return formatText(type.kind, type.minLength, type.maxLength, type.pattern?.ecma ?? null);
    case "integer":
    case "bigint": {
      const { lowest, highest } = integerLimits(type);
      return fc.integer({ min: lowest, max: highest }).map((value) => (value === 0 ? 0 : value));
    }
    case "float":
      return floats(type, manner);
    case "decimal": {
      const { lowest, highest } = decimalLimits(type);
      return fc
        .bigInt({ min: lowest, max: highest })
        .map((value) => decimalText(value, type.scale));
    }
    case "boolean":
      return fc.boolean();
    case "date": {
      const { lowest, highest } = dayLimits(type);
      return within(lowest, highest, manner, [-20_000, 40_000]).map(dateText);
    }
    case "datetime": {
      const { lowest, highest } = momentLimits(type);
      return within(lowest, highest, manner, [-1e12, 3e12]).map(datetimeText);
    }
    case "time": {
      const { lowest, highest } = secondLimits(type);
      return fc.integer({ min: lowest, max: highest }).map(timeText);
    }
    case "uuid":
      return fc.uuid();
    case "ip":
      return fc.oneof(fc.ipV4(), fc.constantFrom("::1", "2001:db8::7", "::ffff:10.0.0.1"));
    case "enum":
      return fc.constantFrom(...type.values.map(({ value }) => value));
    case "json":
      return jsonValues(manner);
    case "embedded":
      return embeddedValues(type.type, model, manner);
  }
}

/** Declared limits, and for plain values the years people live in, where both meet. */
function within(lowest: number, highest: number, manner: Manner, usual: [number, number]) {
  const [from, to] = usual;
  const min = manner === "plain" && from <= highest ? Math.max(lowest, from) : lowest;
  const max = manner === "plain" && to >= lowest ? Math.min(highest, to) : highest;
  return fc.integer({ min, max });
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];

function texts(min: number, max: number, manner: Manner): fc.Arbitrary<string> {
  // Plain texts are long enough that two of them are never equal by chance.
  const least = manner === "plain" ? Math.min(max, Math.max(min, 12)) : min;
  const most = manner === "plain" ? Math.min(max, Math.max(least, 24)) : Math.min(max, min + LONG);
  const unit =
    manner === "plain"
      ? fc.constantFrom(...LETTERS)
      : fc.oneof(
          fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
          fc.constantFrom(..."%_\\'\"`$<&\u202e\u2028\n é😀"),
        );
  return fc
    .array(unit, { minLength: least, maxLength: most })
    .map((units) => units.join(""))
    .filter(isStorable);
}

/** Neither U+0000 nor a lone surrogate. */
export function isStorable(text: string): boolean {
  return !/[\0\p{Cs}]/u.test(text);
}

function patternText(ecma: string, min: number, max: number): fc.Arbitrary<string> {
  const expression = new RegExp(ecma, "u");
  const wanted = Math.max(min, Math.min(max, 12));
  // How often a repeat without limit is repeated; where repeats stand within repeats, the smaller size fits.
  const sizes: readonly fc.Size[] =
    wanted <= 10 ? ["xsmall", "small"] : ["small", wanted <= 100 ? "medium" : "large"];
  const matching = sizes.map((size) => fc.stringMatching(expression, { size }));
  return fc.oneof(...matching).filter((value) => {
    const { length } = [...value];
    return length >= min && length <= max && isStorable(value);
  });
}

function formatText(
  kind: "email" | "url" | "slug",
  min: number,
  max: number,
  pattern: string | null,
): fc.Arbitrary<string> {
  const expression = pattern === null ? null : new RegExp(pattern, "u");
  const before = kind === "url" ? "http://e.org/" : "";
  const after = kind === "email" ? "@ex.org" : "";
  const around = before.length + after.length;
  const least = Math.max(1, min - around, Math.min(12, max - around));
  return fc
    .string({
      unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789"),
      minLength: least,
      maxLength: Math.max(least, Math.min(max - around, 24)),
    })
    .map((middle) => before + middle + after)
    .filter((value) => expression === null || expression.test(value));
}

function floats(type: ScalarType & { kind: "float" }, manner: Manner): fc.Arbitrary<number> {
  const min = type.min === null ? null : Number(type.min.value);
  const max = type.max === null ? null : Number(type.max.value);
  const lowest = min ?? (manner === "wild" ? -Number.MAX_VALUE : Math.min(-1e6, (max ?? 0) - 1e6));
  const highest = max ?? (manner === "wild" ? Number.MAX_VALUE : Math.max(1e6, (min ?? 0) + 1e6));
  return fc
    .double({
      noNaN: true,
      min: lowest,
      max: highest,
      minExcluded: type.min?.exclusive ?? false,
      maxExcluded: type.max?.exclusive ?? false,
    })
    .map((value) => (value === 0 ? 0 : value));
}

function jsonValues(manner: Manner): Values {
  const units = manner === "plain" ? fc.constantFrom(...LETTERS) : ("grapheme" as const);
  const strings = fc.string({ unit: units, maxLength: 10 }).filter((value) => isStorable(value));
  const leaf = fc.oneof(
    strings,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, min: -1e15, max: 1e15 }).map((value) => (value === 0 ? 0 : value)),
  );
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(strings, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  return value.filter((json) => json !== null);
}

function embeddedValues(name: string, model: Model, manner: Manner): Values {
  const type = model.types.find((candidate) => candidate.name === name);
  if (type === undefined) throw new Error(`no embedded type ${name}`);
  const members: Record<string, Values> = {};
  for (const field of type.fields) members[field.property] = fieldValues(field, model, manner);
  const required = type.fields.filter((field) => field.required).map((field) => field.property);
  return manner === "plain"
    ? fc.record(members)
    : fc.record(members, { requiredKeys: required, noNullPrototype: true });
}

function listValues(one: Values, list: List, manner: Manner): Values {
  const most = list.maxItems ?? list.minItems + 5;
  const size = {
    minLength: manner === "plain" ? Math.min(most, Math.max(list.minItems, 2)) : list.minItems,
    maxLength: Math.min(most, list.minItems + 5),
  };
  return list.uniqueItems
    ? fc.uniqueArray(one, { ...size, selector: (item) => JSON.stringify(item) })
    : fc.array(one, size);
}

/** One value, the same for the same number. */
export function sample<T>(arbitrary: fc.Arbitrary<T>, seed: number): T {
  const [value] = fc.sample(fc.noBias(arbitrary), { numRuns: 1, seed });
  if (value === undefined) throw new Error("the arbitrary gave no value");
  return value;
}

/** Seed of the keys that no row is ever given. */
export const ABSENT = 2_147_483_647;
