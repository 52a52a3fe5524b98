/** Declared comparisons between fields and constants, judged as SQL judges them: null on either side satisfies. */
import type { Check, JsonValue, Operand, Resource } from "../../model/model.ts";
import type { Value } from "../shapes.ts";
import { member, type JsonObject } from "./json.ts";
import { compareScalars } from "./scalar.ts";

/** Whether a row, by property, satisfies a check; null on either side does. */
export function checkHolds(resource: Resource, check: Check, row: JsonObject): boolean {
  const operand = (side: Operand): JsonValue =>
    side.kind === "constant"
      ? side.value
      : (member(row, propertyName(resource, side.field)) ?? null);
  const left = operand(check.left);
  const right = operand(check.right);
  if (left === null || right === null) return true;
  const order = compareScalars(checkType(resource, check), left, right);
  switch (check.operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

type Scalar = Extract<Value, { kind: "scalar" }>["type"];

const bigint = { kind: "bigint", min: null, max: null } as const;

const datetime = { kind: "datetime", min: null, max: null } as const;

/** Both sides of a check are of one family; the first field's type compares them, a decimal's if either is one. */
function checkType(resource: Resource, check: Check): Scalar {
  const types = [check.left, check.right].flatMap((side) =>
    side.kind === "field" ? [operandType(resource, side.field)] : [],
  );
  return types.find((type) => type.kind === "decimal") ?? types[0] ?? bigint;
}

function operandType(resource: Resource, name: string): Scalar {
  const field = resource.fields.find((candidate) => candidate.name === name);
  if (field === undefined) {
    if (name !== resource.id.property) return datetime;
    return resource.id.type.kind === "embedded" ? bigint : resource.id.type;
  }
  return field.kind === "scalar" && field.type.kind !== "embedded" ? field.type : bigint;
}

export function propertyName(resource: Resource, name: string): string {
  return resource.fields.find((field) => field.name === name)?.property ?? name;
}
