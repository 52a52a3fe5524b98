/** Keys, indexes and checks of a resource's table. */
import type { Check, Model, Operand, Resource } from "../model/model.ts";
import { resourceNamed } from "./columns.ts";
import type { Names } from "./names.ts";
import type {
  CheckOperand,
  CheckRule,
  Column,
  ForeignKey,
  PlainIndex,
  TableCheck,
  UniqueIndex,
} from "./storage.ts";
import { canonicalValue } from "./values.ts";

/** Column of a field, or of `id`, `created_at` and the like in the model's spelling. */
export function columnNamed(resource: Resource, name: string): string {
  const builtIns = Object.values(resource.timestamps ?? {});
  const stored = [resource.id, ...builtIns].find((entry) => entry.property === name);
  const field = resource.fields.find((entry) => entry.name === name);
  const column = field && field.kind !== "to_many" ? field.column : stored?.column;
  if (column === undefined) throw new Error(`${resource.name} stores no ${name}.`);
  return column;
}

/** Unique among living rows: a partial index where deletion is soft. */
export function uniquesOf(resource: Resource, names: Names): UniqueIndex[] {
  return resource.uniques.map((unique) => {
    const columns = unique.fields.map((field) => columnNamed(resource, field));
    return {
      name: names.declared(unique.name),
      columns,
      whereNull: resource.softDelete?.column ?? null,
    };
  });
}

/**
 * Declared indexes, then one for each foreign key that no whole index begins with: deleting a parent looks its children
 * up by it. A partial index does not count, since it misses the softly deleted children.
 */
export function indexesOf(
  resource: Resource,
  uniques: readonly UniqueIndex[],
  names: Names,
): PlainIndex[] {
  const declared = resource.indexes.map((index) => ({
    name: names.declared(index.name),
    keys: index.keys.map(({ field, descending }) => ({
      column: columnNamed(resource, field),
      descending,
    })),
  }));
  const covered = new Set(uniques.filter((unique) => !unique.whereNull).map((u) => u.columns[0]));
  for (const { keys } of declared) covered.add(keys[0]?.column);
  const added: PlainIndex[] = [];
  for (const field of resource.fields) {
    if (field.kind !== "to_one" || covered.has(field.column)) continue;
    const name = names.constraint("ix", resource.table, [field.column]);
    added.push({ name, keys: [{ column: field.column, descending: false }] });
  }
  return [...declared, ...added];
}

export function foreignKeysOf(model: Model, resource: Resource, names: Names): ForeignKey[] {
  return resource.fields
    .filter((field) => field.kind === "to_one")
    .map((field) => {
      const parent = resourceNamed(model, field.to);
      return {
        name: names.constraint("fk", resource.table, [field.column]),
        columns: [field.column],
        table: parent.table,
        references: [parent.id.column],
        onDelete: field.onDelete,
      };
    });
}

/** Checks of what a column can hold, in the order of columns, then the declared comparisons. */
export function checksOf(
  resource: Resource,
  columns: readonly Column[],
  names: Names,
): TableCheck[] {
  const checks: TableCheck[] = [];
  for (const column of columns) {
    const rule = columnRule(resource, column);
    if (rule) checks.push({ name: names.constraint("ck", resource.table, [column.name]), rule });
  }
  for (const check of resource.checks) {
    checks.push({ name: names.declared(check.name), rule: comparison(resource, columns, check) });
  }
  return checks;
}

function columnRule(resource: Resource, column: Column): CheckRule | null {
  if (column.type.kind === "boolean") return { kind: "is_boolean", column: column.name };
  if (column.type.kind === "json") return { kind: "is_json", column: column.name };
  const field = resource.fields.find((entry) => entry.uid === column.uid);
  if (field?.kind !== "scalar" || field.type.kind !== "enum") return null;
  return {
    kind: "one_of",
    column: column.name,
    values: field.type.values.map((entry) => entry.value),
  };
}

function comparison(resource: Resource, columns: readonly Column[], check: Check): CheckRule {
  return {
    kind: "comparison",
    left: operand(resource, columns, check.left, check.right),
    operator: check.operator,
    right: operand(resource, columns, check.right, check.left),
  };
}

function operand(
  resource: Resource,
  columns: readonly Column[],
  own: Operand,
  other: Operand,
): CheckOperand {
  if (own.kind === "field") return { kind: "column", column: columnNamed(resource, own.field) };
  if (other.kind !== "field") throw new Error(`${resource.name} has a check without a field.`);
  const column = columnNamed(resource, other.field);
  const type = columns.find((entry) => entry.name === column)?.type;
  if (!type) throw new Error(`${resource.name} stores no ${other.field}.`);
  return { kind: "constant", value: canonicalValue(own.value, type), type };
}
