import type { Generated, Selectable } from "kysely";
import { parseJson } from "../../database/columns.js";
import { isSameJson } from "../../http/values.js";
import type { SettingCreate, SettingReplace, SettingRepresentation } from "./setting.schemas.js";

export interface SettingTable {
  id: Generated<number>;
  key: string;
  value: string;
  created_at: string;
  updated_at: string;
  row_version: Generated<number>;
}

export const settingColumns = [
  "id",
  "key",
  "value",
  "created_at",
  "updated_at",
  "row_version",
] as const satisfies readonly (keyof SettingTable)[];

export type SettingRow = Pick<Selectable<SettingTable>, (typeof settingColumns)[number]>;

export function settingRepresentation(row: SettingRow): SettingRepresentation {
  return {
    id: row.id,
    key: row.key,
    value: parseJson<unknown>(row.value),
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** What a write sets, whether it creates a row or changes one. */
export type SettingValues = ReturnType<typeof settingValues>;

export function settingValues(body: SettingCreate) {
  return {
    key: body.key,
    value: JSON.stringify(body.value),
  };
}

export function settingChanges(body: SettingReplace, _row: SettingRow): SettingValues {
  return settingValues(body);
}

/** Whether a write would change nothing. */
export function settingIsSame(row: SettingRow, values: SettingValues): boolean {
  const next = {
    ...row,
    ...values,
  };
  return isSameJson(settingRepresentation(next), settingRepresentation(row));
}
