/**
 * What one rebuild of a table has to do: it gathers the steps on the table and computes, for each column of the new
 * table, an expression over the old one. Renames are not gathered: ALTER TABLE does them, since it follows them in
 * triggers and views.
 */
import type { Table } from "../../storage/storage.ts";
import type { Part } from "../passages.ts";
import { identifier, identifiers } from "./literals.ts";
import { sqlite } from "./sqlite.ts";
import { createTable } from "./statements.ts";
import { noOrphans, type Rows } from "./checks.ts";

type Wrap = (expression: string) => string;

/** Where a column's values come from: a column of the old table, or a constant. */
interface Source {
  /** Null where the column is new. */
  stored: string | null;
  readonly constant: string;
  readonly wraps: Wrap[];
}

export class TableRebuild {
  /** Whether anything was gathered. */
  isDue = false;
  /** Indexes of ours that are made once the table is there, by name. */
  readonly indexes = new Set<string>();
  /** Foreign keys that rows have to be asked about, by name; tables they refer to may still be renamed. */
  readonly foreignKeys = new Set<string>();
  readonly #sources: Map<string, Source>;
  readonly #stored: Set<string>;
  readonly #checks: ((name: string) => readonly Part[])[] = [];

  constructor(table: Table) {
    this.#stored = new Set(table.columns.map(({ name }) => name));
    this.#sources = new Map(
      table.columns.map(({ name }) => [name, { stored: name, constant: "NULL", wraps: [] }]),
    );
  }

  /** An expression over the old table for the column as it is by now; asked for when that has got its last names. */
  value(column: string): () => string {
    const source = this.#source(column);
    const wraps = [...source.wraps];
    return () => wraps.reduce((e, wrap) => wrap(e), start(source));
  }

  add(column: string, constant: string): void {
    this.isDue = true;
    this.#sources.set(column, { stored: null, constant, wraps: [] });
  }

  drop(column: string): void {
    this.isDue = true;
    this.#sources.delete(column);
  }

  change(column: string, wrap: Wrap): void {
    this.isDue = true;
    this.#source(column).wraps.push(wrap);
  }

  /** Whether ALTER TABLE can give the name now: no other column of the old table still has it. */
  canRename(from: string, to: string): boolean {
    const { stored } = this.#source(from);
    return [...this.#stored].every(
      (name) => name === stored || name.toLowerCase() !== to.toLowerCase(),
    );
  }

  /** Returns the name that the old table has for the column and must change, if it has the column. */
  rename(from: string, to: string): string | null {
    const source = this.#source(from);
    const { stored } = source;
    this.#sources.delete(from);
    this.#sources.set(to, source);
    if (stored === null) return null;
    this.#stored.delete(stored);
    this.#stored.add(to);
    source.stored = to;
    return stored;
  }

  /** Of the rows as they are by now; made when the old table has got its last names. */
  check(table: Table, make: (rows: Rows) => Part): void {
    this.checks(table, (rows) => [make(rows)]);
  }

  checks(table: Table, make: (rows: Rows) => readonly Part[]): void {
    this.isDue = true;
    const values = new Map(table.columns.map(({ name }) => [name, this.value(name)]));
    this.#checks.push((name) =>
      make({
        table: { ...table, name },
        value: (column) => values.get(column)?.() ?? identifier(column),
      }),
    );
  }

  /** @param table as it becomes; the old one has its name by now */
  parts(table: Table): Part[] {
    const names = table.columns.map(({ name }) => name);
    const as = `rebuilt_${table.name}`;
    const values = names.map((name) => this.value(name)());
    return [
      ...this.#checks.flatMap((make) => make(table.name)),
      ...table.foreignKeys
        .filter(({ name }) => this.foreignKeys.has(name))
        .map((key) => noOrphans({ table, value: (column) => this.value(column)() }, key, sqlite)),
      {
        kind: "rebuild",
        table: table.name,
        columns: [...this.#stored],
        as,
        create: createTable({ ...table, name: as }, [], sqlite),
        copy: `INSERT INTO ${identifier(as)} (${identifiers(names)})\n  SELECT ${values.join(", ")}\n  FROM ${identifier(table.name)}`,
      },
    ];
  }

  #source(column: string): Source {
    const source = this.#sources.get(column);
    if (!source) throw new Error(`No column ${column} is there to rebuild.`);
    return source;
  }
}

function start({ stored, constant }: Source): string {
  return stored === null ? constant : identifier(stored);
}
