/** Long form → scalar type: which keys belong to which type, and whether they fit together. */
import type { Span } from "../diagnostics/source.ts";
import type { FieldForm, Form } from "../language/form.ts";
import { bases, type Base } from "../language/grammar.ts";
import { parsePattern } from "../language/pattern-parse.ts";
import type { Pattern } from "../language/pattern.ts";
import { boundsOf } from "./bounds.ts";
import type { EnumValue, List, ScalarType } from "./model.ts";
import type { Scope } from "./scope.ts";

const lengths: readonly Base[] = ["string", "text", "email", "url", "slug"];
const ranges: readonly Base[] = [
  "integer",
  "bigint",
  "float",
  "decimal",
  "date",
  "datetime",
  "time",
];

/** Keys that only some types have; all others go with every type. */
export const keysOfTypes: ReadonlyMap<keyof Form, readonly Base[]> = new Map<
  keyof Form,
  readonly Base[]
>([
  ["min_length", lengths],
  ["max_length", lengths],
  ["pattern", lengths],
  ["min", ranges],
  ["max", ranges],
  ["exclusive_min", ranges],
  ["exclusive_max", ranges],
  ["precision", ["decimal"]],
  ["scale", ["decimal"]],
  ["values", ["enum"]],
  ["map", ["enum"]],
]);

/** RFC 5321 4.5.3.1.3 for email; what browsers take for url; what reads well for slug; short text for string. */
const defaultLengths = { string: 255, email: 254, url: 2048, slug: 100 } as const;
const greatestLength = 1_000_000;

export function scalarType(field: FieldForm, scope: Scope): ScalarType | null {
  const { keys } = field;
  const type = keys.type;
  if (type === undefined) {
    scope.collector.report("RW1301", { field: field.name }, field.at);
    return null;
  }
  const base = bases.find((one) => one === type.value);
  for (const [key, owners] of keysOfTypes) {
    const written = keys[key];
    if (written !== undefined && (base === undefined || !owners.includes(base))) {
      scope.collector.report("RW1302", { key, type: type.value, types: owners }, written.at);
    }
  }
  return base === undefined
    ? embeddedType(type.value, type.at, scope)
    : baseType(base, field, scope);
}

function embeddedType(name: string, at: Span, scope: Scope): ScalarType | null {
  if (scope.types.has(name)) {
    return { kind: "embedded", type: name };
  }
  const known = scope.collector.suggestions(() => [...bases, ...scope.types.keys()]);
  scope.collector.report("RW1303", { name, known, resource: scope.resources.has(name) }, at);
  return null;
}

function baseType(base: Base, field: FieldForm, scope: Scope): ScalarType | null {
  switch (base) {
    case "string":
    case "text":
      return { kind: base, ...lengthsOf(base, field.keys, scope) };
    case "email":
    case "url":
    case "slug": {
      const found = lengthsOf(base, field.keys, scope);
      return { kind: base, ...found, maxLength: found.maxLength ?? defaultLengths[base] };
    }
    case "integer":
    case "bigint":
    case "float":
    case "date":
    case "datetime":
    case "time":
      return { kind: base, ...boundsOf(base, field.keys, scope.collector) };
    case "decimal":
      return decimalType(field, scope);
    case "enum":
      return enumType(field, scope);
    default:
      return { kind: base };
  }
}

function lengthsOf(
  base: "string" | "text" | "email" | "url" | "slug",
  keys: Form,
  scope: Scope,
): { minLength: number; maxLength: number | null; pattern: Pattern | null } {
  const minLength = keys.min_length?.value ?? 0;
  const declared = keys.max_length?.value;
  const maxLength =
    declared ?? (base === "text" ? null : Math.max(defaultLengths[base], minLength));
  const at = keys.min_length?.at ?? keys.max_length?.at;
  if (at !== undefined && maxLength !== null && minLength > maxLength) {
    scope.collector.report(
      "RW1307",
      { least: `at least ${minLength} long`, greatest: `at most ${maxLength} long` },
      at,
    );
  }
  if (at !== undefined && (maxLength ?? minLength) > greatestLength) {
    scope.collector.report("RW1320", { least: "a length", limit: greatestLength }, at);
  }
  const pattern = keys.pattern;
  return {
    minLength,
    maxLength,
    pattern:
      pattern === undefined
        ? null
        : parsePattern(pattern.value, pattern.at, maxLength, scope.collector),
  };
}

/** PostgreSQL's numeric goes further; no JSON client does. */
const greatestPrecision = 38;

function decimalType(field: FieldForm, scope: Scope): ScalarType | null {
  const { precision, scale } = field.keys;
  if (precision === undefined || scale === undefined) {
    scope.collector.report("RW1304", {}, field.keys.type?.at ?? field.at);
    return null;
  }
  const digits = { precision: precision.value, scale: scale.value };
  if (
    digits.precision > greatestPrecision ||
    digits.scale > digits.precision ||
    digits.precision < 1
  ) {
    scope.collector.report("RW1305", { ...digits, limit: greatestPrecision }, precision.at);
    return null;
  }
  if (scope.database === "sqlite" && digits.precision > 15) {
    scope.collector.report("RW1306", { precision: digits.precision }, precision.at);
  }
  return {
    kind: "decimal",
    ...digits,
    ...boundsOf("decimal", field.keys, scope.collector, digits),
  };
}

function enumType(field: FieldForm, scope: Scope): ScalarType | null {
  const { values, map } = field.keys;
  if (values === undefined || values.value.length === 0) {
    scope.collector.report("RW1310", {}, values?.at ?? field.keys.type?.at ?? field.at);
    return null;
  }
  const seen = new Map<string, Span>();
  const kept: EnumValue[] = [];
  for (const { value, description, at } of values.value) {
    const first = seen.get(value);
    if (first !== undefined) {
      scope.collector.report("RW1311", { value }, at, [{ at: first, note: "first here" }]);
      continue;
    }
    if (!/^[^\p{Cc}\p{Cs}]{1,100}$/u.test(value)) {
      scope.collector.report("RW1312", {}, at);
      continue;
    }
    seen.set(value, at);
    kept.push({ value, description });
  }
  for (const value of Object.values(map?.value ?? {})) {
    if (map !== undefined && !seen.has(value)) {
      scope.collector.report("RW1321", { value, known: [...seen.keys()] }, map.at);
    }
  }
  return { kind: "enum", values: kept };
}

const greatestItems = 10_000;

export function listOf(keys: Form, scope: Scope): List | null {
  const { items, unique_items: unique } = keys;
  if (items === undefined) {
    if (unique !== undefined) {
      scope.collector.report(
        "RW1315",
        { key: "unique_items", owner: "a field that is no list" },
        unique.at,
      );
    }
    return null;
  }
  const { min, max } = items.value;
  if (min !== null && max !== null && min > max) {
    scope.collector.report(
      "RW1307",
      { least: `at least ${min} long`, greatest: `at most ${max} long` },
      items.at,
    );
  }
  if ((max ?? min ?? 0) > greatestItems) {
    scope.collector.report(
      "RW1320",
      { least: "the length of a list", limit: greatestItems },
      items.at,
    );
  }
  return { minItems: min ?? 0, maxItems: max, uniqueItems: unique?.value ?? false };
}
