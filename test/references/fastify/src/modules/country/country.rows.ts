import type { Generated, Selectable } from "kysely";
import { isSameJson } from "../../http/values.js";
import type { CountryCreate, CountryReplace, CountryRepresentation } from "./country.schemas.js";

export interface CountryTable {
  id: string;
  name: string;
  created_at: string;
  updated_at: string;
  row_version: Generated<number>;
}

export const countryColumns = [
  "id",
  "name",
  "created_at",
  "updated_at",
  "row_version",
] as const satisfies readonly (keyof CountryTable)[];

export type CountryRow = Pick<Selectable<CountryTable>, (typeof countryColumns)[number]>;

export function countryRepresentation(row: CountryRow): CountryRepresentation {
  return {
    id: row.id,
    name: row.name,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** What a write sets, whether it creates a row or changes one. */
export type CountryValues = ReturnType<typeof countryValues>;

export function countryValues(body: CountryCreate) {
  return {
    name: body.name,
  };
}

export function countryChanges(body: CountryReplace, row: CountryRow): CountryValues {
  return countryValues({ ...body, id: row.id });
}

/** Whether a write would change nothing. */
export function countryIsSame(row: CountryRow, values: CountryValues): boolean {
  const next = {
    ...row,
    ...values,
  };
  return isSameJson(countryRepresentation(next), countryRepresentation(row));
}
