/** What a schema has beyond what its service uses (`drop: keep`), by its names in the database. */
import type { Storage } from "../storage/storage.ts";

export interface Kept {
  readonly table: string;
  /** Null: the whole table. */
  readonly column: string | null;
}

export function keptIn({ tables }: Storage): Kept[] {
  return tables.flatMap((table): Kept[] => {
    if (table.retired) return [{ table: table.name, column: null }];
    return table.columns
      .filter(({ retired }) => retired)
      .map((column) => ({ table: table.name, column: column.name }));
  });
}
