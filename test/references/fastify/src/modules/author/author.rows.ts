import type { Generated, Selectable } from "kysely";
import { orNull, parseJson } from "../../database/columns.js";
import { isSameJson } from "../../http/values.js";
import { addressValue, type AddressRepresentation } from "../../types/address.js";
import type { AuthorCreate, AuthorReplace, AuthorRepresentation } from "./author.schemas.js";

export interface AuthorTable {
  id: Generated<number>;
  name: string;
  email: string | null;
  born: string | null;
  country_id: string | null;
  address: string | null;
  links: string;
  created_at: string;
  updated_at: string;
  row_version: Generated<number>;
}

export const authorColumns = [
  "id",
  "name",
  "email",
  "born",
  "country_id",
  "address",
  "links",
  "created_at",
  "updated_at",
  "row_version",
] as const satisfies readonly (keyof AuthorTable)[];

export type AuthorRow = Pick<Selectable<AuthorTable>, (typeof authorColumns)[number]>;

export function authorRepresentation(row: AuthorRow): AuthorRepresentation {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    born: row.born,
    country_id: row.country_id,
    address: orNull(row.address, (value) => parseJson<AddressRepresentation>(value)),
    links: parseJson<string[]>(row.links),
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** What a write sets, whether it creates a row or changes one. */
export type AuthorValues = ReturnType<typeof authorValues>;

export function authorValues(body: AuthorCreate) {
  return {
    name: body.name,
    email: body.email ?? null,
    born: body.born ?? null,
    country_id: body.country_id ?? null,
    address: orNull(body.address ?? null, (value) => JSON.stringify(addressValue(value))),
    links: JSON.stringify(body.links ?? []),
  };
}

export function authorChanges(body: AuthorReplace, _row: AuthorRow): AuthorValues {
  return authorValues(body);
}

/** Whether a write would change nothing. */
export function authorIsSame(row: AuthorRow, values: AuthorValues): boolean {
  const next = {
    ...row,
    ...values,
  };
  return isSameJson(authorRepresentation(next), authorRepresentation(row));
}
