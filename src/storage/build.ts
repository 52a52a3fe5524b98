/** From the model to its tables. */
import type { Join, Model, Resource } from "../model/model.ts";
import { oncePerModel } from "../model/once.ts";
import { columnsOf, plain, referenceType, resourceNamed } from "./columns.ts";
import { checksOf, foreignKeysOf, indexesOf, uniquesOf } from "./constraints.ts";
import { createNames, type Names } from "./names.ts";
import { roleUid } from "./roles.ts";
import { inOrderOfCreation } from "./order.ts";
import type { ForeignKey, Storage, Table } from "./storage.ts";

/**
 * The physical schema of a model: one table per resource and per many-to-many relation, deeply frozen.
 * The same model gives the same storage, whatever its framework and database.
 */
export const storageOf = oncePerModel((model): Storage => {
  const names = createNames([...model.resources, ...model.joins].map((entry) => entry.table));
  const tables = [
    ...model.resources.map((resource) => resourceTable(model, resource, names)),
    ...model.joins.map((join) => joinTable(model, join, names)),
  ];
  return deepFreeze({ format: 1, tables: inOrderOfCreation(tables) });
});

function resourceTable(model: Model, resource: Resource, names: Names): Table {
  const { uid, table: name } = resource;
  const columns = columnsOf(model, resource);
  const uniques = uniquesOf(resource, names);
  return {
    uid,
    kind: "resource",
    name,
    declared: resource.name,
    columns,
    primaryKey: { name: names.constraint("pk", name, []), columns: [resource.id.column] },
    uniques,
    indexes: indexesOf(resource, uniques, names),
    foreignKeys: foreignKeysOf(model, resource, names),
    checks: checksOf(resource, columns, names),
  };
}

/** The key begins with the left column and so serves as its index; the right one needs its own. */
function joinTable(model: Model, join: Join, names: Names): Table {
  const { uid, table: name, left, right } = join;
  const foreignKeys = [left, right].map((end): ForeignKey => {
    const parent = resourceNamed(model, end.resource);
    return {
      name: names.constraint("fk", name, [end.column]),
      columns: [end.column],
      table: parent.table,
      references: [parent.id.column],
      onDelete: "cascade",
    };
  });
  return {
    uid,
    kind: "join",
    name,
    declared: join.name,
    columns: [
      plain(roleUid(uid, "left"), left.column, referenceType(model, left.resource)),
      plain(roleUid(uid, "right"), right.column, referenceType(model, right.resource)),
    ],
    primaryKey: { name: names.constraint("pk", name, []), columns: [left.column, right.column] },
    uniques: [],
    indexes: [
      {
        name: names.constraint("ix", name, [right.column]),
        keys: [{ column: right.column, descending: false }],
      },
    ],
    foreignKeys,
    checks: [],
  };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
