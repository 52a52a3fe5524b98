import type { Generated, Selectable } from "kysely";
import { isSameJson } from "../../http/values.js";
import type {
  PublisherCreate,
  PublisherReplace,
  PublisherRepresentation,
} from "./publisher.schemas.js";

export interface PublisherTable {
  id: string;
  name: string;
  homepage: string | null;
  server: string | null;
  founded: number | null;
  created_at: string;
  updated_at: string;
  row_version: Generated<number>;
}

export const publisherColumns = [
  "id",
  "name",
  "homepage",
  "server",
  "founded",
  "created_at",
  "updated_at",
  "row_version",
] as const satisfies readonly (keyof PublisherTable)[];

export type PublisherRow = Pick<Selectable<PublisherTable>, (typeof publisherColumns)[number]>;

export function publisherRepresentation(row: PublisherRow): PublisherRepresentation {
  return {
    id: row.id,
    name: row.name,
    homepage: row.homepage,
    server: row.server,
    founded: row.founded,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** What a write sets, whether it creates a row or changes one. */
export type PublisherValues = ReturnType<typeof publisherValues>;

export function publisherValues(body: PublisherCreate) {
  return {
    name: body.name,
    homepage: body.homepage ?? null,
    server: body.server ?? null,
    founded: body.founded ?? null,
  };
}

export function publisherChanges(body: PublisherReplace, _row: PublisherRow): PublisherValues {
  return publisherValues(body);
}

/** Whether a write would change nothing. */
export function publisherIsSame(row: PublisherRow, values: PublisherValues): boolean {
  const next = {
    ...row,
    ...values,
  };
  return isSameJson(publisherRepresentation(next), publisherRepresentation(row));
}
