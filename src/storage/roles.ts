/** The columns of a table that no field stands for, told by their uid. `#` is in no name of the declaration. */
import type { Column, Table } from "./storage.ts";

export type Role = "id" | "createdAt" | "updatedAt" | "version" | "deletedAt" | "left" | "right";

export function roleUid(table: string, role: Role): string {
  return `${table}#${role}`;
}

/** Null for a field's own column. */
export function roleOf(column: Column): Role | null {
  const at = column.uid.lastIndexOf("#");
  return at < 0 ? null : (column.uid.slice(at + 1) as Role);
}

/** The column of a row's version, which every change of a row's representation counts up; joins have none. */
export function versionColumn(table: Table): Column | null {
  return table.columns.find((column) => roleOf(column) === "version") ?? null;
}
