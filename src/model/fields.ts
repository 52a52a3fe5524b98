/** Long form → field: what is common to all fields, and the whole of scalar ones. Relations are in `relations.ts`. */
import type { FieldForm, Form } from "../language/form.ts";
import type { Default, FieldBase, List, ScalarField, ScalarType } from "./model.ts";
import { columnName } from "./physical.ts";
import { oldestName } from "./renames.ts";
import { listOf, scalarType } from "./scalars.ts";
import type { Scope } from "./scope.ts";
import { judge, judgeLiteral } from "./values.ts";
import { snake, wordsOf } from "./words.ts";

const relationKeys = ["many", "on_delete", "inverse", "via", "property"] as const;

/** Null after a fault that leaves no field. */
export function scalarField(field: FieldForm, owner: string, scope: Scope): ScalarField | null {
  const { keys } = field;
  for (const key of relationKeys) {
    const written = keys[key];
    if (written !== undefined) {
      scope.collector.report("RW1315", { key, owner: "a field that is no relation" }, written.at);
    }
  }
  const type = scalarType(field, scope);
  if (type === null) {
    return null;
  }
  const list = listOf(keys, scope);
  checkFlags(keys, type, list, scope);
  const declared = valueOf("default", field, type, list, scope);
  // A list that may be empty is empty where a body leaves it out.
  const isEmptyByNature = list !== null && list.minItems === 0 && keys.optional?.value !== true;
  const byDefault: Default | null =
    declared ?? (isEmptyByNature ? { kind: "value", value: [] } : null);
  const base = fieldBase(field, owner, byDefault !== null);
  const isScalarInLists =
    !["json", "embedded"].includes(type.kind) && list === null && !base.writeonly;
  if (base.readonly && !base.optional && byDefault === null) {
    scope.collector.report("RW1316", { field: field.name }, keys.readonly?.at ?? field.at);
  }
  return {
    ...base,
    kind: "scalar",
    property: field.name,
    column: columnName(columnBase(field.name)),
    type,
    list,
    default: byDefault,
    backfill: valueOf("backfill", field, type, list, scope),
    example: exampleOf(field, type, list, scope),
    filter: listed("filter", keys, isScalarInLists && type.kind !== "text", scope),
    sort: listed("sort", keys, isScalarInLists && type.kind !== "text", scope),
  };
}

/** Everything that holds for every kind of field; what differs is overridden by the caller. */
export function fieldBase(
  field: FieldForm,
  owner: string,
  hasDefault: boolean,
): Omit<FieldBase, "property"> {
  const { keys } = field;
  const optional = keys.optional?.value ?? false;
  const isReadonly = keys.readonly?.value ?? false;
  const was = keys.was?.value ?? [];
  return {
    uid: `${owner}.${oldestName(field.name, keys.was?.value ?? null)}`,
    name: field.name,
    description: keys.description?.value ?? null,
    example: keys.example?.value,
    deprecated: keys.deprecated?.value ?? false,
    optional,
    required: !optional && !hasDefault && !isReadonly,
    readonly: isReadonly,
    writeonly: keys.writeonly?.value ?? false,
    immutable: keys.immutable?.value ?? false,
    filter: keys.filter?.value ?? true,
    sort: keys.sort?.value ?? true,
    was,
    isNew: keys.was?.value.length === 0,
    backfill: null,
    map: keys.map?.value ?? null,
  };
}

/** A name that is already of the database's spelling stays as it is. */
export function columnBase(name: string): string {
  return /^[a-z][a-z0-9_]*$/.test(name) ? name : snake(wordsOf(name));
}

function checkFlags(keys: Form, type: ScalarType, list: List | null, scope: Scope): void {
  for (const key of ["unique", "index"] as const) {
    const written = keys[key];
    if (
      written?.value === true &&
      (list !== null || type.kind === "json" || type.kind === "embedded")
    ) {
      scope.collector.report(
        "RW1315",
        { key, owner: "lists, json and embedded types" },
        written.at,
      );
    }
  }
  for (const other of ["readonly", "immutable"] as const) {
    const written = keys[other];
    if (written?.value === true && keys.writeonly?.value === true && other === "readonly") {
      scope.collector.report("RW1309", { key: "writeonly", other }, keys.writeonly.at, [
        { at: written.at, note: "the other one" },
      ]);
    }
    if (written?.value === true && other === "immutable" && keys.readonly?.value === true) {
      scope.collector.report("RW1309", { key: "immutable", other: "readonly" }, written.at, [
        { at: keys.readonly.at, note: "the other one" },
      ]);
    }
  }
}

/** Lists may be filtered and sorted by what is written `true` or not said, where the type allows it at all. */
function listed(key: "filter" | "sort", keys: Form, allowed: boolean, scope: Scope): boolean {
  const written = keys[key];
  if (written?.value === true && !allowed) {
    scope.collector.report(
      "RW1315",
      { key, owner: "text, json, lists, embedded types and writeonly fields" },
      written.at,
    );
  }
  return allowed && (written?.value ?? true);
}

/** A constant, or the time at which it is used. */
export function valueOf(
  key: "default" | "backfill",
  field: FieldForm,
  type: ScalarType,
  list: List | null,
  scope: Scope,
): Default | null {
  const written = field.keys[key];
  if (written === undefined) {
    return null;
  }
  const { value: literal, at } = written;
  const isTime = type.kind === "date" || type.kind === "datetime" || type.kind === "time";
  if (literal.kind === "word" && literal.text === "now" && list === null) {
    if (isTime) {
      return { kind: "now" };
    }
    if (type.kind !== "enum") {
      scope.collector.report("RW1314", { type: type.kind }, at);
      return null;
    }
  }
  const judged = judgeLiteral(literal, type, list, scope);
  if ("fault" in judged) {
    const { fault: reason, fix } = judged;
    scope.collector.report("RW1313", { what: key, written: literal.text, reason, fix }, at);
    return null;
  }
  return { kind: "value", value: judged.value };
}

function exampleOf(
  field: FieldForm,
  type: ScalarType,
  list: List | null,
  scope: Scope,
): ScalarField["example"] {
  const written = field.keys.example;
  if (written === undefined) {
    return undefined;
  }
  const judged = judge(written.value, type, list, scope);
  if ("fault" in judged) {
    const { fault: reason, fix } = judged;
    const text = JSON.stringify(written.value);
    scope.collector.report("RW1313", { what: "example", written: text, reason, fix }, written.at);
    return undefined;
  }
  return judged.value;
}
