/** Keys, indexes and checks of a resource's table. */
import type { Check, Model, Operand, Resource } from "../model/model.ts";
import { resourceNamed } from "./columns.ts";
import type { Names } from "./names.ts";
import type {
  CheckOperand,
  CheckRule,
  Column,
  ForeignKey,
  IndexKey,
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
      name: names.constraint("uq", resource.table, columns),
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
  const declared = resource.indexes.map((index) =>
    index.keys.map((key) => ({
      column: columnNamed(resource, key.field),
      descending: key.descending,
    })),
  );
  const covered = new Set(uniques.filter((unique) => !unique.whereNull).map((u) => u.columns[0]));
  for (const keys of declared) covered.add(keys[0]?.column);
  const added: IndexKey[][] = [];
  for (const field of resource.fields) {
    if (field.kind !== "to_one" || covered.has(field.column)) continue;
    added.push([{ column: field.column, descending: false }]);
  }
  return [...declared, ...added].map((keys) => ({ name: indexName(resource.table, keys), keys }));

  function indexName(table: string, keys: readonly IndexKey[]): string {
    return names.constraint(
      "ix",
      table,
      keys.map((key) => key.column),
    );
  }
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
  const rules: { part: string; rule: CheckRule }[] = [];
  for (const column of columns) {
    const rule = columnRule(resource, column);
    if (rule) rules.push({ part: column.name, rule });
  }
  for (const check of resource.checks) {
    rules.push({ part: check.name, rule: comparison(resource, columns, check) });
  }
  return rules.map(({ part, rule }) => ({
    name: names.constraint("ck", resource.table, [part]),
    rule,
  }));
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
