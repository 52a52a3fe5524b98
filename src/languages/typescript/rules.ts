/** Immutable properties and checks of a resource as conditions in code. */
import { fieldNamed } from "../../contract/lookup.ts";
import { resourceShape, type Property, type Shape } from "../../contract/shapes.ts";
import type { Model, Operand, Resource } from "../../model/model.ts";
import { isLacking, propertyAccess } from "./identifiers.ts";
import { jsonLiteral, stringLiteral } from "./literals.ts";
import { columnValue, valueCode } from "./property-code.ts";
import type * as Views from "./views.ts";

export function immutablesOf(
  model: Model,
  resource: Resource,
  shape: Shape,
): readonly Views.Immutable[] {
  return shape.properties
    .filter(
      ({ immutable, readOnly, value }) => immutable && !readOnly && value.kind !== "references",
    )
    .map((property) => ({
      pointer: stringLiteral(`/${property.name}`),
      differs: differs(model, resource, property),
    }));
}

/** Compared as representations: what was sent, made canonical, with what is there. */
function differs(model: Model, resource: Resource, property: Property): string {
  const body = `body${propertyAccess(property.name)}`;
  const { field } = property;
  const column = field === null || field.kind === "to_many" ? resource.id.column : field.column;
  const code = valueCode(model, property.value);
  const row = `row${propertyAccess(column)}`;
  const shown = code.shown(row, property.nullable);
  const type = property.value.kind === "scalar" ? property.value.type.kind : property.value.kind;
  const sent = property.nullable ? `${body} !== null` : "";
  const sameness = ((): string => {
    switch (type) {
      case "decimal":
        return property.nullable
          ? `${body} === null || ${row} === null ? ${body} !== ${row} : compareDecimals(${body}, ${row}) !== 0`
          : `compareDecimals(${body}, ${row}) !== 0`;
      case "datetime":
      case "uuid": {
        const stored = code.stored("value", false);
        return property.nullable
          ? `orNull(${body}, (value) => ${stored}) !== ${row}`
          : `${code.stored(body, false)} !== ${row}`;
      }
      case "reference":
        return code.stored("value", false) === "value"
          ? `${body} !== ${row}`
          : `${sent === "" ? code.stored(body, false) : `orNull(${body}, (value) => ${code.stored("value", false)})`} !== ${row}`;
      case "json":
      case "embedded":
      case "list":
        return `!isSameJson(${body}, ${shown})`;
      case "boolean":
        return `${body} !== ${shown.includes("===") && !property.nullable ? `(${shown})` : shown}`;
      default:
        return `${body} !== ${row}`;
    }
  })();
  const isSent =
    property.name in Object.prototype
      ? `Object.hasOwn(body, ${stringLiteral(property.name)}) && ${body} !== undefined`
      : `${body} !== undefined`;
  return `${isSent} && ${sameness.includes(" ? ") ? `(${sameness})` : sameness}`;
}

export function checksOf(model: Model, resource: Resource): readonly Views.Check[] {
  return resource.checks.map((check) => {
    const operands = [check.left, check.right];
    const properties = operands.flatMap((operand) =>
      operand.kind === "field" ? [propertyNamed(model, resource, operand.field)] : [],
    );
    const kind =
      properties[0]?.value.kind === "scalar" ? properties[0].value.type.kind : "reference";
    const pointers = properties.map(({ name }) => stringLiteral(`/${name}`));
    const nullable = (operand: Operand): boolean =>
      operand.kind === "field" && propertyNamed(model, resource, operand.field).nullable;
    const comparison =
      kind === "decimal"
        ? `compareDecimals(left, right) ${opposite[check.operator]} 0`
        : `left ${opposite[check.operator]} right`;
    return {
      pointers,
      pointer: pointers[0] ?? '""',
      left: operandCode(model, resource, check.left, kind),
      right: operandCode(model, resource, check.right, kind),
      broken: [
        ...(nullable(check.left) ? ["left !== null"] : []),
        ...(nullable(check.right) ? ["right !== null"] : []),
        comparison,
      ].join(" && "),
      message: stringLiteral(`must satisfy: ${check.source}`),
    };
  });
}

const opposite = { "=": "!==", "!=": "===", "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;

/** In the form in which values are stored, which is the one that sorts. */
function operandCode(model: Model, resource: Resource, operand: Operand, kind: string): string {
  if (operand.kind === "field")
    return writtenCode(model, propertyNamed(model, resource, operand.field));
  const { value } = operand;
  if (kind === "decimal") return stringLiteral(String(value));
  if (kind === "datetime")
    return stringLiteral(new Date(String(value).toUpperCase()).toISOString());
  if (kind === "boolean" && model.database === "sqlite") return String(Number(value));
  return jsonLiteral(value);
}

/** What a write would store for the property, as far as body and row tell. */
function writtenCode(model: Model, property: Property): string {
  const row = `row?.${columnOf(property)}`;
  if (property.readOnly) return `(${row} ?? null)`;
  const sent = columnValue(model, property).value;
  const code =
    property.default?.kind === "now" ? sent.replace(/\bnow\b/, "new Date().toISOString()") : sent;
  if (!property.immutable && !property.writeOnly) return code;
  return `(row !== undefined && ${isLacking("body", property.name)} ? row${propertyAccess(columnOf(property))} : ${code})`;
}

function columnOf({ field, name }: Property): string {
  return field === null || field.kind === "to_many" ? name : field.column;
}

function propertyNamed(model: Model, resource: Resource, name: string): Property {
  const wanted = resource.fields.some((field) => field.name === name)
    ? fieldNamed(resource, name).property
    : name;
  const found = resourceShape(model, resource, "create").properties.find(
    (property) => property.name === wanted,
  );
  if (found === undefined) throw new Error(`${resource.name} has no property ${name}`);
  return found;
}
