/** Properties of shapes as code: schemas, columns, and the way between body, row and representation. */
import { embeddedNamed } from "../../contract/lookup.ts";
import type { Property, Shape, Value } from "../../contract/shapes.ts";
import type { Database, Default, Model } from "../../model/model.ts";
import { isLacking, optionalAccess, propertyAccess, propertyKey } from "./identifiers.ts";
import { jsonLiteral } from "./literals.ts";
import { namesOf } from "./names.ts";
import { nullable, scalarCode } from "./scalar-code.ts";
import type { ColumnValue, EmbeddedReference, Import, SchemaProperty } from "./views.ts";

export interface ValueCode {
  readonly output: string;
  readonly input: string;
  readonly tsType: string;
  readonly shown: (row: string, optional: boolean) => string;
  readonly stored: (body: string, optional: boolean) => string;
  readonly imports: readonly (readonly [from: string, name: string])[];
  /** Embedded types that the schemas name. */
  readonly types: readonly string[];
}

const columns = "../../database/columns.js";

export function valueCode(model: Model, value: Value): ValueCode {
  switch (value.kind) {
    case "scalar": {
      const code = scalarCode(value.type, model.database);
      const input = value.key === true ? code.input.replace(/^Text\(/, "Key(") : code.input;
      return { ...code, input, types: [] };
    }
    case "reference":
    case "references":
    case "included": {
      if (value.kind === "included") throw new Error("an embedded row has no column");
      const id = idCode(model.database, value.kind === "reference" ? value.type : value.items);
      if (value.kind === "reference") return id;
      return {
        ...id,
        output: `Type.Array(${id.output})`,
        input: `Type.Array(${id.input}, { ${distinct(value.items)} })`,
        tsType: "string",
        shown: (row) => `parseJson<${id.tsType}[]>(${row})`,
        imports: [[columns, "parseJson"]],
      };
    }
    case "embedded": {
      const names = namesOf(embeddedNamed(model, value.type).words);
      return {
        output: `${names.pascal}Schema`,
        input: `${names.pascal}InputSchema`,
        tsType: "string",
        shown: (row, optional) =>
          nullable(row, optional, (code) => `parseJson<${names.pascal}Representation>(${code})`),
        stored: (body, optional) =>
          nullable(body, optional, (code) => `JSON.stringify(${names.camel}Value(${code}))`),
        imports: [
          [columns, "parseJson"],
          [`../../types/${names.file}.js`, `type ${names.pascal}Representation`],
          [`../../types/${names.file}.js`, `${names.camel}Value`],
        ],
        types: [value.type],
      };
    }
    case "list": {
      const item = valueCode(model, value.items);
      const { minItems, maxItems, uniqueItems } = value.list;
      const options = [
        minItems > 0 ? `minItems: ${minItems}` : "",
        maxItems === null ? "" : `maxItems: ${maxItems}`,
        uniqueItems ? distinct(value.items) : "",
      ].filter((option) => option !== "");
      const given = options.length === 0 ? "" : `, { ${options.join(", ")} }`;
      const itemType = itemTypeOf(model, value.items);
      const stored = itemValue(model, value.items, "item");
      const list = (code: string): string =>
        stored === "item" ? code : `${code}.map((item) => ${stored})`;
      return {
        ...item,
        output: `Type.Array(${item.output})`,
        input: `Type.Array(${item.input}${given})`,
        tsType: "string",
        shown: (row, optional) =>
          nullable(row, optional, (code) => `parseJson<${itemType}[]>(${code})`),
        stored: (body, optional) =>
          nullable(body, optional, (code) => `JSON.stringify(${list(code)})`),
        imports: [
          [columns, "parseJson"],
          ...item.imports.filter(([, name]) => name !== "parseJson"),
        ],
      };
    }
  }
}

/** An id, as another row refers to it. */
export function idCode(database: Database, id: Value): ValueCode {
  if (id.kind !== "scalar") throw new Error("an id is a scalar");
  const code = scalarCode(id.type, database);
  if (id.type.kind !== "bigint") return { ...code, types: [] };
  return {
    ...code,
    input: "IntegerId()",
    types: [],
  };
}

/** Values that are written in several ways are compared in one. */
function distinct(items: Value): string {
  const kind = items.kind === "scalar" ? items.type : null;
  if (kind?.kind === "decimal") return `distinct: { decimal: ${kind.scale} }`;
  if (kind?.kind === "datetime") return "distinct: { datetime: true }";
  if (kind?.kind === "uuid") return "distinct: { uuid: true }";
  return "uniqueItems: true";
}

function itemTypeOf(model: Model, items: Value): string {
  if (items.kind === "embedded") {
    return `${namesOf(embeddedNamed(model, items.type).words).pascal}Representation`;
  }
  if (items.kind !== "scalar") throw new Error("lists hold scalars or embedded types");
  switch (items.type.kind) {
    case "decimal":
      return "string";
    case "boolean":
      return "boolean";
    case "json":
      return "unknown";
    case "enum":
      return `(${scalarCode(items.type, model.database).tsType})`;
    default:
      return scalarCode(items.type, model.database).tsType;
  }
}

/** A value within a JSON document: as the representation shows it. */
export function itemValue(model: Model, value: Value, code: string): string {
  switch (value.kind) {
    case "embedded":
      return `${namesOf(embeddedNamed(model, value.type).words).camel}Value(${code})`;
    case "list": {
      const item = itemValue(model, value.items, "item");
      return item === "item" ? code : `${code}.map((item) => ${item})`;
    }
    case "scalar":
      if (value.type.kind === "decimal") return `toDecimal(${code}, ${value.type.scale})`;
      if (value.type.kind === "datetime") return `toDatetime(${code})`;
      return value.type.kind === "uuid" ? `${code}.toLowerCase()` : code;
    default:
      throw new Error(`${value.kind} does not stand within JSON`);
  }
}

/** What a body that lacks the property stands for; null where nothing does. */
export function absentCode(property: Property): string | null {
  const fallback = property.default;
  if (fallback !== null) return defaultCode(property, fallback);
  if (property.required) return null;
  const { kind } = property.value;
  if (property.nullable) return "null";
  return kind === "list" || kind === "references" ? "[]" : "null";
}

function defaultCode({ value }: Property, fallback: Default): string {
  if (fallback.kind === "value") return jsonLiteral(fallback.value);
  const kind = value.kind === "scalar" ? value.type.kind : "datetime";
  if (kind === "date") return "now.slice(0, 10)";
  return kind === "time" ? "now.slice(11, 19)" : "now";
}

export function outputProperties(model: Model, shape: Shape): readonly SchemaProperty[] {
  return shape.properties
    .filter(({ value }) => value.kind !== "included")
    .map((property) => {
      const { output } = valueCode(model, property.value);
      return {
        key: propertyKey(property.name),
        type: property.nullable && output !== "Type.Unknown()" ? `Nullable(${output})` : output,
      };
    });
}

export function inputProperties(model: Model, shape: Shape): readonly SchemaProperty[] {
  return shape.properties.map((property) => ({
    key: propertyKey(property.name),
    type: inputType(model, property),
  }));
}

export function inputType(model: Model, property: Property): string {
  if (property.readOnly || property.value.kind === "included") return "Ignored()";
  const { input } = valueCode(model, property.value);
  const type = property.nullable ? `Nullable(${input})` : input;
  return property.required ? type : `Type.Optional(${type})`;
}

/** Functions of `http/schemas.ts` that type expressions call, sorted. */
export function schemaImports(code: readonly SchemaProperty[]): readonly string[] {
  const printed = code.map(({ type }) => type.replace(/"(?:[^"\\]|\\.)*"/g, '""')).join("\n");
  return sharedSchemas.filter((name) =>
    new RegExp(`\\b${name}\\(`).test(printed.replaceAll("Type.", "Type")),
  );
}

const sharedSchemas = [
  "AnyJson",
  "BigInteger",
  "DecimalInput",
  "Enumeration",
  "Ignored",
  "Integer",
  "IntegerId",
  "Key",
  "Nullable",
  "Text",
  "UuidId",
];

export function typeReferences(
  model: Model,
  properties: readonly Property[],
): readonly EmbeddedReference[] {
  const names = properties.flatMap(({ value }) =>
    value.kind === "included" ? [] : valueCode(model, value).types,
  );
  return [...new Set(names)].map((name) => ({ names: namesOf(embeddedNamed(model, name).words) }));
}

/** Imports grouped by module, sorted, only of the names that `code` really holds. */
export function importsOf(
  wanted: readonly (readonly [from: string, name: string])[],
  code: string,
): readonly Import[] {
  const used = wanted.filter(([, name]) =>
    new RegExp(`\\b${name.replace(/^type /, "")}\\b`).test(code),
  );
  const byModule = new Map<string, Set<string>>();
  for (const [from, name] of used) byModule.set(from, (byModule.get(from) ?? new Set()).add(name));
  return [...byModule]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, names]) => ({ from, names: [...names].sort() }));
}

/** What a write stores for the property of a body. */
export function columnValue(model: Model, property: Property): ColumnValue {
  const { stored } = valueCode(model, property.value);
  const { field } = property;
  const column = field === null || field.kind === "to_many" ? property.name : field.column;
  const whole = givenCode("body", property);
  // A method is called on the value as a whole.
  const canLack = absentCode(property) !== null;
  const isCall = canLack && /\bx\./.test(stored("x", false)) && !property.nullable;
  return {
    key: propertyKey(column),
    value: stored(isCall ? `(${whole})` : whole, property.nullable),
  };
}

/** What an object gives for a property, else what its absence stands for. A null that is given is no absence. */
export function givenCode(object: string, property: Property): string {
  const { name } = property;
  const given = `${object}${propertyAccess(name)}`;
  const absent = absentCode(property);
  if (absent === null) return given;
  return property.nullable && absent !== "null"
    ? `(${isLacking(object, name)} ? ${absent} : ${given})`
    : `${optionalAccess(object, name)} ?? ${absent}`;
}

/** @throws where the property is stored in another table */
export function columnOf(field: Property["field"]): string {
  if (field === null || field.kind === "to_many") throw new Error("the property has no column");
  return field.column;
}
