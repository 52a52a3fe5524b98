/** What a value of a scalar type is stored as. */
import type { ScalarType } from "../model/model.ts";
import type { ColumnType } from "./storage.ts";

/** PostgreSQL refuses longer ones. (https://www.postgresql.org/docs/current/datatype-character.html) */
const longestVarchar = 10_485_760;

export function columnType(type: ScalarType): ColumnType {
  switch (type.kind) {
    case "string":
    case "text":
    case "email":
    case "url":
    case "slug":
      return type.kind === "text" || type.maxLength === null || type.maxLength > longestVarchar
        ? { kind: "text" }
        : { kind: "varchar", length: type.maxLength };
    case "ip":
    case "enum":
      return { kind: "text" };
    case "decimal":
      return { kind: "decimal", precision: type.precision, scale: type.scale };
    case "float":
      return { kind: "double" };
    case "embedded":
      return { kind: "json" };
    default:
      return { kind: type.kind };
  }
}
