/** Words for types and values in questions and dangers. */
import type { ColumnDefault, ColumnType } from "../storage/storage.ts";

export function typeWords(type: ColumnType): string {
  switch (type.kind) {
    case "varchar":
      return `text of at most ${type.length} characters`;
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "double":
      return "float";
    default:
      return type.kind;
  }
}

export function valueWords(value: ColumnDefault): string {
  return value.kind === "now" ? "the time of the migration" : JSON.stringify(value.value);
}
