/** What the declaration says of its own past: names that things had, values for old rows, and what is to be kept. */
import type { Field, Model, Resource, ToManyField } from "../model/model.ts";
import type { ColumnDefault } from "../storage/storage.ts";

export interface Hints {
  /** By the uid of the table in the wanted storage. */
  readonly tables: ReadonlyMap<string, TableHint>;
  /** By the uid of the column in the wanted storage; fields' own columns only. */
  readonly columns: ReadonlyMap<string, ColumnHint>;
  /** Of embedded types, by the names of the type and of its field: `Address.street`. */
  readonly properties: ReadonlyMap<string, PropertyHint>;
  /** Names, today's first, of resources whose tables stay in the database though the service no longer uses them. */
  readonly kept: readonly (readonly string[])[];
  /** The same of links of resources that are served. */
  readonly keptLinks: readonly (readonly string[])[];
  /** Relations to many. */
  readonly links: readonly LinkHint[];
}

export interface Past {
  /** Keys in the declaration that lead to the thing. */
  readonly path: readonly string[];
  /** What it was called before, newest first. */
  readonly names: readonly string[];
  /** `was: []`: it is none of the things that were there before. */
  readonly isNew: boolean;
}

export interface TableHint extends Past {
  /** Names of the fields, today's first, whose columns or links stay though the service no longer uses them. */
  readonly kept: readonly (readonly string[])[];
}

export type PropertyHint = ColumnHint;

export interface ColumnHint extends Past {
  /** What old rows get. */
  readonly backfill: ColumnDefault | null;
  /** Old value of an enum to the new one. */
  readonly map: Readonly<Record<string, string>> | null;
}

/** Where the links of a field are stored now, and what tells where they were before. */
export interface LinkHint {
  /** Uid of the table of the resource that declares the field. */
  readonly owner: string;
  /** Names of the field, today's first. */
  readonly fields: readonly string[];
  /** What links of its own were called, today's first: `Book.tags`. */
  readonly joins: readonly string[];
  readonly table: string;
  readonly ownColumn: string;
  readonly otherColumn: string;
}

export function hintsOf(model: Model): Hints {
  const tables = new Map<string, TableHint>();
  const columns = new Map<string, ColumnHint>();
  const links: LinkHint[] = [];
  const kept = model.retired.map(({ name, was }) => [name, ...was]);
  const keptLinks: string[][] = [];
  for (const resource of model.resources) {
    tables.set(resource.uid, {
      ...pastOf(resource, ["resources", resource.name]),
      kept: resource.retired.map(({ name, was }) => [name, ...was]),
    });
    keptLinks.push(...resource.retired.map((field) => joinNames(resource, field)));
    for (const field of resource.fields) {
      if (field.kind === "to_many") links.push(linkHint(resource, field));
      else columns.set(field.uid, columnHint(resource, field));
    }
  }
  const properties = new Map<string, PropertyHint>();
  for (const { name, fields } of model.types) {
    for (const field of fields) {
      properties.set(`${name}.${field.property}`, fieldHint(field, ["types", name, field.name]));
    }
  }
  for (const join of model.joins) tables.set(join.uid, joinHint(model, join.name));
  return { tables, columns, properties, kept, keptLinks, links };
}

function pastOf(
  thing: { readonly was: readonly string[]; readonly isNew: boolean },
  path: readonly string[],
): Past {
  return { path, names: thing.was, isNew: thing.isNew };
}

function columnHint(resource: Resource, field: Exclude<Field, ToManyField>): ColumnHint {
  return fieldHint(field, ["resources", resource.name, "fields", field.name]);
}

function fieldHint(field: Exclude<Field, ToManyField>, path: readonly string[]): ColumnHint {
  return { ...pastOf(field, path), backfill: field.backfill, map: field.map };
}

function joinHint(model: Model, name: string): TableHint {
  for (const resource of model.resources) {
    const field = resource.fields.find((one) => `${resource.name}.${one.name}` === name);
    if (!field) continue;
    const [, ...names] = joinNames(resource, field);
    return {
      ...pastOf(field, ["resources", resource.name, "fields", field.name]),
      names,
      kept: [],
    };
  }
  throw new Error(`No field declares the links ${name}.`);
}

function linkHint(resource: Resource, field: ToManyField): LinkHint {
  const { table, ownColumn, otherColumn } = field.through;
  return {
    owner: resource.uid,
    fields: [field.name, ...field.was],
    joins: joinNames(resource, field),
    table,
    ownColumn,
    otherColumn,
  };
}

type Renamed = Pick<Field, "name" | "was">;

/** Every name that the links of a field can have had while it or its resource were called something else. */
function joinNames(resource: Pick<Resource, "name" | "was">, field: Renamed): string[] {
  return [resource.name, ...resource.was].flatMap((owner) =>
    [field.name, ...field.was].map((name) => `${owner}.${name}`),
  );
}
