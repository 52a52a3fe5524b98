/**
 * What rows of a declaration are under the next one, told from the two declarations alone and not from the steps between
 * them: `was` says what a thing was called, and the values of a field are those of the field that it was.
 */
import { expect } from "vitest";
import type {
  Field,
  JsonValue,
  Model,
  Resource,
  ScalarField,
  ToOneField,
} from "../../src/model/model.ts";
import { conversion } from "../../src/migrations/conversions.ts";
import { roleOf } from "../../src/storage/roles.ts";
import { shapeOf } from "../../src/storage/shape.ts";
import type { Column, Table } from "../../src/storage/storage.ts";
import type { StoredRow } from "../support/databases.ts";
import { converted } from "./values-oracle.ts";
import type { World } from "./world.ts";

export interface Seen {
  readonly model: Model;
  readonly world: World;
}

/** @returns how many values it has compared */
export function expectFollowed(before: Seen, now: Seen, told: string): number {
  const isDeleting = before.model.resources.some((old) => {
    const next = now.model.resources.find((one) => former(one, before.model.resources) === old);
    return old.softDelete !== null && next?.softDelete === null;
  });
  let compared = 0;
  for (const resource of now.model.resources) {
    const old = former(resource, before.model.resources);
    if (old === null) continue;
    const rows = byId(old, before.world);
    const found = byId(resource, now.world);
    if (!isDeleting) expect([...found.keys()].sort(), told).toEqual([...rows.keys()].sort());
    for (const field of resource.fields) {
      const was = former(field, old.fields);
      if (was === null || field.kind === "to_many" || was.kind === "to_many") continue;
      const expected = valueOf([was, before], [field, now], [old, resource]);
      if (expected === null) continue;
      for (const [id, row] of found) {
        const value = rows.get(id)?.[was.column] ?? null;
        if (value === null) continue;
        compared += 1;
        expect(row[field.column], `${resource.name}.${field.name} of ${id}: ${told}`).toEqual(
          expected(value),
        );
      }
    }
    expectVersions([old, rows], [resource, found], told);
  }
  return compared;
}

interface Named {
  readonly name: string;
  readonly was: readonly string[];
  readonly isNew: boolean;
}

/** What a thing was in the declaration before; null where it was nothing. */
function former<One extends Named>(thing: One, before: readonly One[]): One | null {
  const same = before.find(({ name }) => name === thing.name) ?? null;
  const isAsBefore = JSON.stringify(same?.was) === JSON.stringify(thing.was);
  if (same !== null && isAsBefore && same.isNew === thing.isNew) return same;
  if (thing.isNew) return null;
  return before.find(({ name }) => name === thing.was[0]) ?? same;
}

function tableOf(resource: Resource, { storage }: World): Table {
  const table = storage.tables.find(({ name }) => name === resource.table);
  if (!table) throw new Error(`There is no table of ${resource.name}.`);
  return table;
}

function byId(resource: Resource, world: World): Map<string, StoredRow> {
  const rows = world.rows.get(resource.table) ?? [];
  return new Map(rows.map((row) => [String(row[resource.id.column]), row]));
}

type Kept = ScalarField | ToOneField;

/** What becomes of a value; null where nobody can say, or the old values go. */
function valueOf(
  [was, before]: readonly [Kept, Seen],
  [field, now]: readonly [Kept, Seen],
  [old, resource]: readonly [Resource, Resource],
): ((value: JsonValue) => JsonValue) | null {
  if (was.kind !== field.kind) return null;
  if (was.kind === "to_one" && field.kind === "to_one") {
    const [from, to] = [target(was, before.model), target(field, now.model)];
    return to !== undefined && former(to, before.model.resources) === from
      ? (value) => value
      : null;
  }
  if (was.kind === "to_one" || field.kind === "to_one") return null;
  const column = ({ column: name }: Field & Kept, table: Table): Column | undefined =>
    table.columns.find((one) => one.name === name);
  const from = column(was, tableOf(old, before.world))?.type;
  const to = column(field, tableOf(resource, now.world))?.type;
  if (!from || !to) throw new Error(`${resource.name}.${field.name} has no column.`);
  if (from.kind === "json" || to.kind === "json") {
    const [one, other] = [before, now].map(({ model }, at) =>
      JSON.stringify(shapeOf(model, at === 0 ? was : field)),
    );
    return one === other ? (value) => value : null;
  }
  if (conversion(from, to) === "never") return null;
  const values = field.type.kind === "enum" ? field.type.values.map(({ value }) => value) : null;
  const map = field.map ?? {};
  return (value) => {
    const next = conversion(from, to) === "same" ? value : converted(value, from, to);
    if (values === null || values.includes(String(next))) return next;
    return Object.hasOwn(map, String(next)) ? (map[String(next)] ?? next) : next;
  };
}

function target({ to }: ToOneField, model: Model): Resource | undefined {
  return model.resources.find(({ name }) => name === to);
}

type Rows = ReadonlyMap<string, StoredRow>;

/** Whoever holds an ETag learns that the row is shown otherwise under the same names. */
function expectVersions(
  [old, rows]: readonly [Resource, Rows],
  [resource, found]: readonly [Resource, Rows],
  told: string,
): void {
  for (const [id, row] of found) {
    const before = rows.get(id);
    if (before === undefined) continue;
    const changed = resource.fields.some((field) => {
      if (field.kind === "to_many") return false;
      const same = old.fields.find(({ property }) => property === field.property);
      if (same === undefined || same.kind === "to_many") return false;
      const [one, other] = [before[same.column], row[field.column]];
      return JSON.stringify(one) !== JSON.stringify(other);
    });
    if (!changed) continue;
    expect(
      Number(row[resource.versionColumn]),
      `version of ${resource.name} ${id}: ${told}`,
    ).toBeGreaterThan(Number(before[old.versionColumn]));
  }
}

/** Some rows of tables with soft deletion, so that there is something to delete for good. */
export function softDeletions({ storage, rows }: World): string[] {
  return storage.tables.flatMap((table) => {
    const column = table.columns.find((one) => roleOf(one) === "deletedAt");
    const [id] = table.primaryKey.columns;
    const row = rows.get(table.name)?.find((one) => column && one[column.name] === null);
    if (!column || id === undefined || row === undefined) return [];
    const key = String(row[id]).replaceAll("'", "''");
    return [
      `UPDATE "${table.name}" SET "${column.name}" = '2024-05-01T08:00:00.000Z' WHERE "${id}" = '${key}'`,
    ];
  });
}
