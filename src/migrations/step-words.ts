/** A step in words, for people. */
import type { JsonValue } from "../model/model.ts";
import type { ColumnDefault, ColumnType } from "../storage/storage.ts";
import type { Step } from "./steps.ts";
import { reshapingWords } from "./wording.ts";

export function stepWords(step: Step): string {
  switch (step.kind) {
    case "create_table":
      return `create table ${step.table.name}`;
    case "drop_table":
      return `drop table ${step.table.name}`;
    case "rename_table":
      return `rename table ${step.from} to ${step.to}`;
    case "redeclare_table":
      return `keep table ${step.table} as it is: ${step.declared.from} is called ${step.declared.to} in the declaration`;
    case "retire_table":
      return `keep table ${step.table}, which the service no longer uses`;
    case "restore_table":
      return `use table ${step.table} again`;
    case "add_column":
      return `add column ${step.table}.${step.column.name} (${typeWords(step.column.type)}${step.column.nullable ? "" : ", required"})`;
    case "drop_column":
      return `drop column ${step.table}.${step.column.name}`;
    case "rename_column":
      return `rename column ${step.table}.${step.from} to ${step.to}`;
    case "alter_type":
      return `change ${step.table}.${step.to.name} from ${typeWords(step.from.type)} to ${typeWords(step.to.type)}`;
    case "set_not_null":
      return `require ${step.table}.${step.column.name}`;
    case "drop_not_null":
      return `let ${step.table}.${step.column.name} be null`;
    case "alter_default":
      return `change the default of ${step.table}.${step.column.name} from ${defaultWords(step.from)} to ${defaultWords(step.to)}`;
    case "redeclare_column":
      return `keep column ${step.table}.${step.column} as it is: ${step.declared.from} is called ${step.declared.to} in the declaration`;
    case "retire_column":
      return `keep column ${step.table}.${step.column}, which the service no longer uses`;
    case "restore_column":
      return `use column ${step.table}.${step.column} again`;
    case "create_unique":
      return `make ${step.table} (${step.unique.columns.join(", ")}) unique`;
    case "drop_unique":
      return `let ${step.table} (${step.unique.columns.join(", ")}) repeat`;
    case "create_index":
      return `create index ${step.index.name}`;
    case "drop_index":
      return `drop index ${step.index.name}`;
    case "add_foreign_key":
      return `let ${step.table} (${step.foreignKey.columns.join(", ")}) refer to ${step.foreignKey.table}`;
    case "drop_foreign_key":
      return `no longer let ${step.table} (${step.foreignKey.columns.join(", ")}) refer to ${step.foreignKey.table}`;
    case "add_check":
      return `add check ${step.check.name}`;
    case "drop_check":
      return `drop check ${step.check.name}`;
    case "rename_constraint":
      return `rename ${step.constraint.replaceAll("_", " ")} ${step.from} to ${step.to}`;
    case "backfill":
      return `fill ${step.table}.${step.column.name} with ${defaultWords(step.value)} where it is null`;
    case "map_values":
      return `change values of ${step.table}.${step.column}: ${pairs(step.map)}`;
    case "reshape": {
      const words = reshapingWords(step.change, step.from);
      const said = words.length > 0 ? words.join(", ") : "no row changes";
      return `change what ${step.table}.${step.column} holds: ${said}`;
    }
    case "delete_rows":
      return `delete the rows of ${step.table} with ${step.whereNotNull}`;
    case "copy_rows":
      return `copy rows of ${step.from} to ${step.to}`;
  }
}

function typeWords(type: ColumnType): string {
  if (type.kind === "varchar") return `text up to ${type.length}`;
  if (type.kind === "decimal") return `decimal(${type.precision}, ${type.scale})`;
  return type.kind;
}

function defaultWords(value: ColumnDefault | null): string {
  if (value === null) return "none";
  return value.kind === "now" ? "the current time" : jsonWords(value.value);
}

function jsonWords(value: JsonValue): string {
  return JSON.stringify(value);
}

function pairs(map: Readonly<Record<string, string>>): string {
  return Object.entries(map)
    .map(([from, to]) => `${from} → ${to}`)
    .join(", ");
}
