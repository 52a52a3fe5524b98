/** One scalar as code: its schemas, its column, and the way between body, row and representation. */
import type { Bound, Database, ScalarType } from "../../model/model.ts";
import { jsonLiteral, stringLiteral } from "./literals.ts";

type Scalar = Exclude<ScalarType, { kind: "embedded" }>;

export interface ScalarCode {
  /** Type expressions of the schemas. */
  readonly output: string;
  readonly input: string;
  /** Type of the column in a row. */
  readonly tsType: string;
  /** A row's value as the representation shows it; `optional` where it may be null. */
  readonly shown: (row: string, optional: boolean) => string;
  /** A body's value as the column holds it. */
  readonly stored: (body: string, optional: boolean) => string;
  /** Functions that `shown` and `stored` call. */
  readonly imports: readonly (readonly [from: string, name: string])[];
  /** How two stored values are compared: `compareDecimals(a, b)`, or by operators. */
  readonly kind: Scalar["kind"];
}

const plain = (code: string): string => code;
const values = "../../http/values.js";
const columns = "../../database/columns.js";

/** Options of a schema as an object literal; empty where there are none. */
function options(entries: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(entries).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? ""
    : `{ ${given.map(([key, value]) => `${key}: ${value}`).join(", ")} }`;
}

function number(value: number | null): string | undefined {
  return value === null ? undefined : String(value);
}

function bounds(
  { min, max }: { readonly min: Bound | null; readonly max: Bound | null },
  print: (value: string) => string,
): Record<string, string | undefined> {
  return {
    minimum: min !== null && !min.exclusive ? print(min.value) : undefined,
    exclusiveMinimum: min?.exclusive === true ? print(min.value) : undefined,
    maximum: max !== null && !max.exclusive ? print(max.value) : undefined,
    exclusiveMaximum: max?.exclusive === true ? print(max.value) : undefined,
  };
}

/** Asked for by every property of every shape that holds the type. */
export function scalarCode(type: Scalar, database: Database): ScalarCode {
  const known = codes[database].get(type) ?? newScalarCode(type, database);
  codes[database].set(type, known);
  return known;
}

const codes: Readonly<Record<Database, WeakMap<Scalar, ScalarCode>>> = {
  sqlite: new WeakMap(),
  postgres: new WeakMap(),
};

function newScalarCode(type: Scalar, database: Database): ScalarCode {
  const sqlite = database === "sqlite";
  const same = { shown: plain, stored: plain, imports: [], kind: type.kind } as const;
  switch (type.kind) {
    case "string":
    case "text":
    case "email":
    case "url":
    case "slug": {
      const format = {
        email: '"email"',
        url: '"uri"',
        slug: '"slug"',
        string: undefined,
        text: undefined,
      };
      const input = options({
        format: format[type.kind],
        minLength: type.minLength === 0 ? undefined : String(type.minLength),
        maxLength: number(type.maxLength),
        pattern: type.pattern === null ? undefined : stringLiteral(type.pattern.ecma),
      });
      return { ...same, output: "Type.String()", input: `Text(${input})`, tsType: "string" };
    }
    case "integer":
    case "bigint": {
      const name = type.kind === "integer" ? "Integer" : "BigInteger";
      return {
        ...same,
        output: "Type.Integer()",
        input: `${name}(${options(bounds(type, plain))})`,

        tsType: "number",
      };
    }
    case "float":
      return {
        ...same,
        output: "Type.Number()",
        input: `Type.Number(${options(bounds(type, plain))})`,

        tsType: "number",
      };
    case "decimal": {
      const rule = options({
        precision: String(type.precision),
        scale: String(type.scale),
        ...bounds(type, stringLiteral),
      });
      const convert = (code: string): string => `toDecimal(${code}, ${type.scale})`;
      return {
        kind: type.kind,
        output: "Type.String()",
        input: `DecimalInput(${rule})`,

        tsType: sqlite ? "number | string" : "string",
        shown: sqlite ? (code, optional) => nullable(code, optional, convert) : plain,
        stored: (code, optional) => nullable(code, optional, convert),
        imports: [[values, "toDecimal"]],
      };
    }
    case "boolean":
      return {
        kind: type.kind,
        output: "Type.Boolean()",
        input: "Type.Boolean()",

        tsType: sqlite ? "number" : "boolean",
        shown: sqlite
          ? (code, optional) => nullable(code, optional, (value) => `${value} === 1`)
          : plain,
        stored: sqlite
          ? (code, optional) => nullable(code, optional, (value) => `Number(${value})`)
          : plain,
        imports: [],
      };
    case "date":
    case "time": {
      const format = type.kind === "date" ? "date" : "time-local";
      const range = options(bounds(type, stringLiteral));
      const input = options({
        format: stringLiteral(format),
        range: range === "" ? undefined : range,
      });
      return { ...same, output: "Type.String()", input: `Type.String(${input})`, tsType: "string" };
    }
    case "datetime": {
      const range = options(bounds(type, stringLiteral));
      const input = options({ format: '"date-time"', range: range === "" ? undefined : range });
      return {
        kind: type.kind,
        output: "Type.String()",
        input: `Type.String(${input})`,

        tsType: "string",
        shown: plain,
        stored: (code, optional) => nullable(code, optional, (value) => `toDatetime(${value})`),
        imports: [[values, "toDatetime"]],
      };
    }
    case "uuid":
      return {
        kind: type.kind,
        output: "Type.String()",
        input: "UuidId()",

        tsType: "string",
        shown: plain,
        stored: (code, optional) => nullable(code, optional, (value) => `${value}.toLowerCase()`),
        imports: [],
      };
    case "ip":
      return {
        ...same,
        output: "Type.String()",
        input: 'Type.String({ format: "ip" })',

        tsType: "string",
      };
    case "enum": {
      const list = jsonLiteral(type.values.map(({ value }) => value));
      return {
        ...same,
        output: `Enumeration(${list})`,
        input: `Enumeration(${list})`,

        tsType: type.values.map(({ value }) => stringLiteral(value)).join(" | "),
      };
    }
    case "json":
      return {
        kind: type.kind,
        output: "Type.Unknown()",
        input: "AnyJson()",

        tsType: "string",
        shown: (code, optional) =>
          nullable(code, optional, (value) => `parseJson<unknown>(${value})`),
        stored: (code, optional) => nullable(code, optional, (value) => `JSON.stringify(${value})`),
        imports: [[columns, "parseJson"]],
      };
  }
}

/** `code` converted, or null where it is null. */
export function nullable(
  code: string,
  optional: boolean,
  convert: (code: string) => string,
): string {
  return optional ? `orNull(${code}, (value) => ${convert("value")})` : convert(code);
}
