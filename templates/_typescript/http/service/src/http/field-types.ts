/**
 * How the text of a query parameter becomes a value of a column, and which comparisons that column knows.
 * A reader returns the value, or the code of the fault.
 */
import type { FaultCode } from "./problem.js";
import { normalizeDatetime, parseDecimal } from "./values.js";
import { formats } from "./formats.js";

export type ColumnValue = string | number | boolean;

export type Operator =
  | "eq"
  | "ne"
  | "in"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "contains"
  | "starts_with"
  | "is_null";

export interface FieldType {
  readonly operators: readonly Operator[];
  read(text: string): Reading;
}

export type Reading = { readonly value: ColumnValue } | { readonly fault: FaultCode };

const equality: readonly Operator[] = ["eq", "ne", "in"];
const order: readonly Operator[] = ["gt", "gte", "lt", "lte"];
const search: readonly Operator[] = ["contains", "starts_with"];

const integerText = /^-?(?:0|[1-9][0-9]*)$/;
const numberText = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

function fault(code: FaultCode): Reading {
  return { fault: code };
}

function readText(text: string): Reading {
  return text.includes("\0") ? fault("format") : { value: text };
}

function formatted(format: RegExp, normalize = (text: string): string => text) {
  return (text: string): Reading =>
    format.test(text) ? { value: normalize(text) } : fault("format");
}

function whole(min: number, max: number) {
  return (text: string): Reading => {
    if (!integerText.test(text)) return fault("type");
    const value = Number(text);
    if (value < min) return fault("min");
    return value > max ? fault("max") : { value: value + 0 };
  };
}

const readUuid = formatted(formats.uuid, (text) => text.toLowerCase());

export const string: FieldType = {
  operators: [...equality, ...order, ...search],
  read: readText,
};

/** Long text, e-mail addresses, URLs and slugs: found and compared, but not ordered. */
export const searchable: FieldType = { operators: [...equality, ...search], read: readText };

export const ip: FieldType = { operators: equality, read: readText };

export const integer: FieldType = {
  operators: [...equality, ...order],
  read: whole(-2_147_483_648, 2_147_483_647),
};

export const bigint: FieldType = {
  operators: [...equality, ...order],
  read: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
};

export const float: FieldType = {
  operators: ["eq", "ne", ...order],
  read: (text) =>
    numberText.test(text) && Number.isFinite(Number(text)) ? { value: Number(text) } : fault("type"),
};

export function decimal(precision: number, scale: number): FieldType {
  return {
    operators: [...equality, ...order],
    read: (text) => {
      const result = parseDecimal(text, precision, scale);
      return "fault" in result ? fault(result.fault) : { value: result.value };
    },
  };
}

export const boolean: FieldType = {
  operators: equality,
  read: (text) =>
    text === "true" || text === "false" ? { value: text === "true" } : fault("type"),
};

export const date: FieldType = {
  operators: [...equality, ...order],
  read: formatted(formats.date),
};

export const time: FieldType = {
  operators: [...equality, ...order],
  read: formatted(formats.time),
};

export const datetime: FieldType = {
  operators: [...equality, ...order],
  read: (text) => {
    const value = normalizeDatetime(text);
    return value === undefined ? fault("format") : { value };
  },
};

export const uuid: FieldType = { operators: equality, read: readUuid };

export function enumeration(values: readonly string[]): FieldType {
  return {
    operators: equality,
    read: (text) => (values.includes(text) ? { value: text } : fault("enum")),
  };
}

export const integerId: FieldType = {
  operators: [...equality, ...order],
  read: whole(1, Number.MAX_SAFE_INTEGER),
};

/** The id of another resource: known or not known, nothing in between. */
export function reference(id: FieldType): FieldType {
  return { operators: equality, read: (text) => id.read(text) };
}
