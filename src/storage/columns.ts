/** Columns of a resource: what each field, and each property of the service's own, is stored as. */
import type { Default, IdField, Model, Resource, ScalarField } from "../model/model.ts";
import { columnType } from "./column-type.ts";
import { roleUid, type Role } from "./roles.ts";
import { completed, shapeOf, type Shape } from "./shape.ts";
import type { Column, ColumnDefault, ColumnType } from "./storage.ts";
import { canonicalValue } from "./values.ts";

/** Finds the id of the resource that a relation names; a model that names no such resource is our bug. */
export function resourceNamed(model: Model, name: string): Resource {
  const found = model.resources.find((resource) => resource.name === name);
  if (!found) throw new Error(`The model has no resource ${name}.`);
  return found;
}

/** In the order of the declaration: id, fields, timestamps, version, time of soft deletion. */
export function columnsOf(model: Model, resource: Resource): Column[] {
  const { uid, timestamps, softDelete } = resource;
  const columns: Column[] = [idColumn(uid, resource.id)];
  for (const field of resource.fields) {
    if (field.kind === "scalar") columns.push(scalarColumn(model, field));
    if (field.kind === "to_one") {
      columns.push({
        ...plain(field.uid, field.column, referenceType(model, field.to)),
        declared: field.name,
        nullable: field.optional,
      });
    }
  }
  if (timestamps) {
    for (const [key, { column }] of Object.entries(timestamps)) {
      columns.push({
        ...plain(roleUid(uid, key as Role), column, { kind: "datetime" }),
        default: { kind: "now" },
      });
    }
  }
  columns.push({
    ...plain(roleUid(uid, "version"), resource.versionColumn, { kind: "integer" }),
    default: { kind: "value", value: 1 },
  });
  if (softDelete) {
    columns.push({
      ...plain(roleUid(uid, "deletedAt"), softDelete.column, { kind: "datetime" }),
      nullable: true,
    });
  }
  return columns;
}

/** A column that refers to a row of the resource has the type of that resource's id. */
export function referenceType(model: Model, resource: string): ColumnType {
  return idType(resourceNamed(model, resource).id);
}

/** A column of the service's own. */
export function plain(uid: string, name: string, type: ColumnType): Column {
  return { uid, name, declared: null, type, nullable: false, default: null, identity: false };
}

function idColumn(uid: string, id: IdField): Column {
  return {
    ...plain(roleUid(uid, "id"), id.column, idType(id)),
    identity: id.strategy === "integer",
  };
}

/** Integer ids are 64-bit from the start: widening a full table later locks it. */
function idType(id: IdField): ColumnType {
  return id.strategy === "integer" ? { kind: "bigint" } : columnType(id.type);
}

function scalarColumn(model: Model, field: ScalarField): Column {
  const type: ColumnType = field.list ? { kind: "json" } : columnType(field.type);
  const holds = type.kind === "json" ? shapeOf(model, field) : null;
  return {
    ...plain(field.uid, field.column, type),
    declared: field.name,
    nullable: field.optional,
    default: columnDefault(field, type, holds),
    ...(holds === null ? {} : { holds }),
  };
}

function columnDefault(
  field: ScalarField,
  type: ColumnType,
  holds: Shape | null,
): ColumnDefault | null {
  if (field.default) return canonicalDefault(field.default, type, holds);
  const mayBeEmpty = field.list !== null && !field.optional && field.list.minItems === 0;
  return mayBeEmpty ? { kind: "value", value: [] } : null;
}

function canonicalDefault(declared: Default, type: ColumnType, holds: Shape | null): ColumnDefault {
  if (declared.kind === "now") return { kind: "now" };
  const value = canonicalValue(declared.value, type);
  return { kind: "value", value: holds === null ? value : completed(value, holds) };
}
