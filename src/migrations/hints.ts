/** What the declaration says of its own past: names that things had, values for old rows, and what is to be kept. */
import type { Model } from "../model/model.ts";
import type { ColumnDefault } from "../storage/storage.ts";

export interface Hints {
  /** By the uid of the table in the wanted storage. */
  readonly tables: ReadonlyMap<string, TableHint>;
  /** By the uid of the column in the wanted storage; only fields' own columns. */
  readonly columns: ReadonlyMap<string, ColumnHint>;
}

export interface TableHint {
  /** Of the resource, or of the field that declares the links. */
  readonly path: readonly string[];
}

export interface ColumnHint {
  readonly path: readonly string[];
  /** What old rows get. */
  readonly backfill: ColumnDefault | null;
  /** Old value of an enum to the new one. */
  readonly map: Readonly<Record<string, string>> | null;
}

export function hintsOf(model: Model): Hints {
  const tables = new Map<string, TableHint>();
  const columns = new Map<string, ColumnHint>();
  for (const resource of model.resources) {
    const path = ["resources", resource.name];
    tables.set(resource.uid, { path });
    for (const field of resource.fields) {
      const own = [...path, "fields", field.name];
      if (field.kind === "to_many") continue;
      columns.set(field.uid, {
        path: own,
        backfill: field.backfill === undefined ? null : { kind: "value", value: field.backfill },
        map: field.map,
      });
    }
  }
  for (const join of model.joins) {
    const [owner = "", field = ""] = join.name.split(".");
    tables.set(join.uid, { path: ["resources", owner, "fields", field] });
  }
  return { tables, columns };
}

/** Of a storage whose declaration says nothing of its past. */
export const noHints: Hints = { tables: new Map(), columns: new Map() };
