/** Constants of a declaration (defaults, examples) judged as the service would judge them, and brought into JSON form. */
import { didYouMean } from "../diagnostics/suggest.ts";
import type { Literal } from "../language/form.ts";
import type { Plain } from "../language/tree.ts";
import { boundFault, compareBounds } from "./bounds.ts";
import { fixedDecimal } from "./decimals.ts";
import { formatFault } from "./formats.ts";
import type { Bound, Default, JsonValue, List, ScalarType } from "./model.ts";
import type { Scope } from "./scope.ts";
import { utcDatetime } from "./temporal.ts";

/** Either the value in JSON form, or why it is none and, where that is known, what to write instead. */
export type Judged =
  | { readonly value: JsonValue }
  | { readonly fault: string; readonly fix?: string | undefined };

/** A constant from the shorthand or from YAML; plain words and digits are read as the type wants them. */
export function judgeLiteral(
  literal: Literal,
  type: ScalarType,
  list: List | null,
  scope: Scope,
): Judged {
  if (list !== null || literal.kind === "json" || type.kind === "json") {
    return judge(literal.value, type, list, scope);
  }
  return judgeText(literal, type);
}

function judgeText(literal: Literal, type: ScalarType): Judged {
  switch (type.kind) {
    case "boolean":
      return literal.kind === "word" && /^(?:true|false)$/.test(literal.text)
        ? { value: literal.text === "true" }
        : {
            fault: "it is neither `true` nor `false`",
            fix: didYouMean(literal.text, ["true", "false"]),
          };
    case "decimal":
      // JSON shows decimals as text.
      return judgeNumber(literal.text, type);
    case "integer":
    case "bigint":
    case "float":
      return literal.kind === "number"
        ? judgeNumber(literal.text, type)
        : { fault: "it is not a number" };
    default:
      return judgeString(literal.text, type);
  }
}

/** A JSON value, as it stands in YAML. */
export function judge(value: Plain, type: ScalarType, list: List | null, scope: Scope): Judged {
  if (list !== null) {
    return judgeList(value, type, list, scope);
  }
  if (type.kind === "json") {
    const fault = jsonFault(value, 0);
    return fault === null ? { value: asJson(value) } : { fault };
  }
  if (value === null) {
    return { fault: "it is null" };
  }
  if (type.kind === "embedded") {
    return judgeObject(value, type.type, scope);
  }
  switch (typeof value) {
    case "boolean":
      return type.kind === "boolean" ? { value } : { fault: `it is a boolean, not ${type.kind}` };
    case "number":
      return isNumeric(type)
        ? judgeNumber(String(value), type)
        : { fault: `it is a number, not ${type.kind}` };
    case "string":
      return type.kind === "decimal" ? judgeNumber(value, type) : judgeString(value, type);
    default:
      return { fault: `it is not ${type.kind}` };
  }
}

type Numeric = Extract<ScalarType, { kind: "integer" | "bigint" | "float" | "decimal" }>;

function isNumeric(type: ScalarType): type is Numeric {
  return ["integer", "bigint", "float", "decimal"].includes(type.kind);
}

function judgeNumber(text: string, type: Numeric): Judged {
  const fault =
    boundFault(type.kind, text, type.kind === "decimal" ? type : undefined) ??
    rangeFault(text, type.kind, type.min, type.max);
  if (fault !== null) {
    return { fault };
  }
  return { value: type.kind === "decimal" ? fixedDecimal(text, type.scale) : Number(text) };
}

type Ranged = Parameters<typeof compareBounds>[0];

function rangeFault(
  text: string,
  kind: Ranged,
  min: Bound | null,
  max: Bound | null,
): string | null {
  if (min !== null) {
    const order = compareBounds(kind, text, min.value);
    if (order < 0 || (order === 0 && min.exclusive)) {
      return `it is not ${min.exclusive ? "greater than" : "at least"} ${min.value}`;
    }
  }
  if (max !== null) {
    const order = compareBounds(kind, text, max.value);
    if (order > 0 || (order === 0 && max.exclusive)) {
      return `it is not ${max.exclusive ? "less than" : "at most"} ${max.value}`;
    }
  }
  return null;
}

function judgeString(text: string, type: ScalarType): Judged {
  switch (type.kind) {
    case "date":
    case "datetime":
    case "time": {
      const own = boundFault(type.kind, text);
      if (own !== null) {
        return { fault: own };
      }
      const value = type.kind === "datetime" ? utcDatetime(text) : text;
      return verdict(value, rangeFault(value, type.kind, type.min, type.max));
    }
    case "enum":
      return judgeEnum(text, type);
    case "string":
    case "text":
      return verdict(text, textFault(text, type));
    case "email":
    case "url":
    case "slug":
      return verdict(text, textFault(text, type) ?? formatFault(type.kind, text));
    case "uuid":
    case "ip":
      return verdict(
        type.kind === "uuid" ? text.toLowerCase() : text,
        formatFault(type.kind, text),
      );
    default:
      return { fault: `it is text, not ${type.kind}` };
  }
}

function judgeEnum(text: string, { values }: Extract<ScalarType, { kind: "enum" }>): Judged {
  const known = values.map(({ value }) => value);
  return known.includes(text)
    ? { value: text }
    : { fault: "it is not one of the values of the enum", fix: didYouMean(text, known) };
}

function verdict(value: string, fault: string | null): Judged {
  return fault === null ? { value } : { fault };
}

function textFault(text: string, type: Extract<ScalarType, { minLength: number }>): string | null {
  const length = [...text].length;
  if (text.includes("\0") || /\p{Cs}/u.test(text)) {
    return "it holds U+0000 or half a surrogate pair";
  }
  if (length < type.minLength) {
    return `it is shorter than ${type.minLength}`;
  }
  if (type.maxLength !== null && length > type.maxLength) {
    return `it is longer than ${type.maxLength}`;
  }
  return type.pattern === null || new RegExp(type.pattern.ecma, "u").test(text)
    ? null
    : "it does not match the pattern";
}

function judgeList(value: Plain, type: ScalarType, list: List, scope: Scope): Judged {
  if (!Array.isArray(value)) {
    return { fault: "it is not a list" };
  }
  const items: JsonValue[] = [];
  for (const item of value as readonly Plain[]) {
    const judged = judge(item, type, null, scope);
    if ("fault" in judged) {
      return { ...judged, fault: `of the element ${JSON.stringify(item)}, ${judged.fault}` };
    }
    items.push(judged.value);
  }
  if (items.length < list.minItems || (list.maxItems !== null && items.length > list.maxItems)) {
    return { fault: "it has too few or too many elements" };
  }
  const distinct = new Set(items.map((item) => JSON.stringify(item)));
  return list.uniqueItems && distinct.size < items.length
    ? { fault: "an element stands in it twice" }
    : { value: items };
}

function judgeObject(value: Plain, name: string, scope: Scope): Judged {
  const type = scope.embedded.get(name);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { fault: `it is not a map of the fields of ${name}` };
  }
  if (type === undefined || type === "open") {
    return { fault: `${name} holds itself` };
  }
  const given = new Map(Object.entries(value as { readonly [key: string]: Plain }));
  const object: [string, JsonValue][] = [];
  for (const field of type.fields) {
    const written = given.get(field.property);
    given.delete(field.property);
    if (written === undefined || (written === null && field.optional)) {
      if (field.required) {
        return { fault: `it lacks \`${field.property}\`` };
      }
      object.push([field.property, absentValue(field.default)]);
      continue;
    }
    const judged = judge(written, field.type, field.list, scope);
    if ("fault" in judged) {
      return { ...judged, fault: `of \`${field.property}\`, ${judged.fault}` };
    }
    object.push([field.property, judged.value]);
  }
  const [unknown] = given.keys();
  return unknown === undefined
    ? { value: Object.fromEntries(object) }
    : { fault: `${name} has no \`${unknown}\`` };
}

function absentValue(byDefault: Default | null): JsonValue {
  return byDefault?.kind === "value" ? byDefault.value : null;
}

const deepestJson = 32;

/** The limits of docs/http-contract.md on values of the type json. */
function jsonFault(value: Plain, depth: number): string | null {
  if (depth > deepestJson) {
    return `it is nested more than ${deepestJson} deep`;
  }
  if (typeof value !== "object" || value === null) {
    return null;
  }
  for (const inner of Object.values(value)) {
    const fault = jsonFault(inner as Plain, depth + 1);
    if (fault !== null) {
      return fault;
    }
  }
  return null;
}

/** With ordinary prototypes, so that models compare and print as JSON does. */
function asJson(value: Plain): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
