/** Types by what their values look like. */
import type { ColumnType } from "../../storage/storage.ts";

type Kind = ColumnType["kind"];

export function familyOf({ kind }: ColumnType): Exclude<Kind, "varchar"> {
  return kind === "varchar" ? "text" : kind;
}

/** Longest text of a value, in code points, in the form that the service shows. */
export function longestText(type: ColumnType): number {
  switch (type.kind) {
    case "varchar":
      return type.length;
    case "integer":
      return 11;
    case "bigint":
      return 17;
    case "double":
      return 25;
    case "decimal":
      return type.precision + 3;
    case "boolean":
      return 5;
    case "date":
      return 10;
    case "time":
      return 8;
    case "datetime":
      return 24;
    case "uuid":
      return 36;
    case "text":
    case "json":
      return Infinity;
  }
}

/** What of JSON shows a value, where types that show it alike have the same text. */
function shownAs(type: ColumnType): string {
  switch (type.kind) {
    case "integer":
    case "bigint":
    case "double":
      return "number";
    case "decimal":
      return `decimal ${type.scale}`;
    case "boolean":
    case "json":
      return type.kind;
    default:
      return "string";
  }
}

/** Whether a row of which nothing but this type changes is shown as before. */
export function isShownAlike(from: ColumnType, to: ColumnType): boolean {
  const isRewritten = familyOf(from) === "text" && (to.kind === "uuid" || to.kind === "datetime");
  return shownAs(from) === shownAs(to) && !isRewritten;
}
