/** Rows in memory, with the rules that a database would hold: references, uniqueness, deletion, links. */
import { randomUUID } from "node:crypto";
import type { Field, JsonValue, Model, Resource, ToManyField } from "../../../src/model/model.ts";
import { fieldNamed, resourceNamed, toManys, toOnes } from "../model.ts";
import type { Body } from "../model.ts";
import type { Fault } from "../oracle/judge.ts";
import { compareKeys } from "../oracle/represent.ts";

export interface Kept {
  readonly resource: Resource;
  /** Everything but links, write-only values included. */
  row: Body;
  version: number;
  deleted: boolean;
}

export class Refused extends Error {
  readonly status: number;
  readonly faults: readonly Fault[] | null;
  constructor(status: number, faults: readonly Fault[] | null = null) {
    super(`refused with ${status}`);
    this.status = status;
    this.faults = faults === null ? null : foremost(faults);
  }
}

/** An answer names a hundred faults of a body at most, by their pointers. */
function foremost(faults: readonly Fault[]): readonly Fault[] {
  return faults.length <= 100
    ? faults
    : faults.toSorted((a, b) => (a.pointer < b.pointer ? -1 : 1)).slice(0, 100);
}

const START = 0x0190_0000_0000;

type Link = Record<string, JsonValue>;

export class Store {
  readonly model: Model;
  readonly #rows = new Map<string, Map<string, Kept>>();
  readonly #links = new Map<string, Link[]>();
  readonly #counters = new Map<string, number>();
  #made = 0;

  constructor(model: Model) {
    this.model = model;
  }

  #table(resource: Resource): Map<string, Kept> {
    const table = this.#rows.get(resource.name) ?? new Map<string, Kept>();
    this.#rows.set(resource.name, table);
    return table;
  }

  living(resource: Resource): Kept[] {
    return [...this.#table(resource).values()].filter((kept) => !kept.deleted);
  }

  find(resource: Resource, id: JsonValue | undefined): Kept | null {
    const kept = this.#table(resource).get(String(id));
    return kept === undefined || kept.deleted ? null : kept;
  }

  newId(resource: Resource): JsonValue {
    if (resource.id.strategy === "uuid") {
      // Version 7: the time comes first, so that ids are in the order of creation.
      this.#made += 1;
      const time = (START + this.#made).toString(16).padStart(12, "0");
      return randomUUID().replace(/^.{15}/, `${time.slice(0, 8)}-${time.slice(8)}-7`);
    }
    const next = (this.#counters.get(resource.name) ?? 0) + 1;
    this.#counters.set(resource.name, next);
    return next;
  }

  linked(kept: Kept, field: ToManyField): JsonValue[] {
    const target = resourceNamed(this.model, field.to);
    return this.#linkRows(field)
      .filter((link) => link[field.through.ownColumn] === kept.row[kept.resource.id.property])
      .map((link) => link[field.through.otherColumn] ?? null)
      .filter((id) => this.find(target, id) !== null)
      .sort(compareKeys);
  }

  #linkRows(field: ToManyField): Link[] {
    const { through } = field;
    if (through.kind === "join") {
      const links = this.#links.get(through.name) ?? [];
      this.#links.set(through.name, links);
      return links;
    }
    const middle = resourceNamed(this.model, through.name);
    return this.living(middle).map((kept) =>
      Object.fromEntries(toOnes(middle).map((one) => [one.column, kept.row[one.property] ?? null])),
    );
  }

  /** @returns whether anything changed. */
  link(kept: Kept, field: ToManyField, other: JsonValue): boolean {
    if (this.linked(kept, field).includes(other)) return false;
    const { through } = field;
    const link = { [through.ownColumn]: kept.row["id"] ?? null, [through.otherColumn]: other };
    if (through.kind === "join") this.#linkRows(field).push(link);
    else {
      const middle = resourceNamed(this.model, through.name);
      const row: Body = { id: this.newId(middle) };
      for (const one of middle.fields) {
        row[one.property] = one.kind === "to_one" ? (link[one.column] ?? null) : null;
      }
      this.#table(middle).set(String(row["id"]), {
        resource: middle,
        row: stamped(middle, row),
        version: 1,
        deleted: false,
      });
    }
    return true;
  }

  unlink(kept: Kept, field: ToManyField, other: JsonValue): boolean {
    if (!this.linked(kept, field).includes(other)) return false;
    const { through } = field;
    const own = kept.row["id"];
    if (through.kind === "join") {
      const links = this.#linkRows(field).filter(
        (link) => link[through.ownColumn] !== own || link[through.otherColumn] !== other,
      );
      this.#links.set(through.name, links);
      return true;
    }
    const middle = resourceNamed(this.model, through.name);
    for (const one of this.living(middle)) {
      const columns = Object.fromEntries(
        toOnes(middle).map((f) => [f.column, one.row[f.property]]),
      );
      if (columns[through.ownColumn] === own && columns[through.otherColumn] === other)
        this.#table(middle).delete(String(one.row["id"]));
    }
    return true;
  }

  /** @throws Refused 422 for references that lead nowhere, then 409 for values that are taken. */
  integrity(
    resource: Resource,
    row: Body,
    wanted: ReadonlyMap<ToManyField, JsonValue[]>,
    own: Kept | null,
  ): void {
    const missing: Fault[] = [];
    for (const field of toOnes(resource)) {
      const id = row[field.property] ?? null;
      const same = own !== null && own.row[field.property] === id;
      if (id !== null && !same && this.find(resourceNamed(this.model, field.to), id) === null) {
        missing.push({ pointer: `/${field.property}`, code: "reference_not_found" });
      }
    }
    for (const [field, ids] of wanted) {
      ids.forEach((id, at) => {
        if (this.find(resourceNamed(this.model, field.to), id) === null) {
          missing.push({ pointer: `/${field.property}/${at}`, code: "reference_not_found" });
        }
      });
    }
    if (missing.length > 0) throw new Refused(422, missing);
    const taken = new Set<string>();
    const rules = [
      ...resource.uniques.map((unique) =>
        unique.fields.map((name) => fieldNamed(resource, name).property),
      ),
      ...toOnes(resource)
        .filter((f) => f.unique)
        .map((f) => [f.property]),
      [resource.id.property],
    ];
    for (const properties of rules) {
      const key = properties.map((name) => row[name] ?? null);
      if (key.includes(null)) continue;
      const clash = this.living(resource).some(
        (kept) =>
          kept !== own &&
          properties.every(
            (name, at) => JSON.stringify(kept.row[name]) === JSON.stringify(key[at]),
          ),
      );
      if (clash) for (const name of properties) taken.add(name);
    }
    if (taken.size > 0)
      throw new Refused(
        409,
        [...taken].map((name) => ({ pointer: `/${name}`, code: "unique" })),
      );
  }

  insert(resource: Resource, row: Body): Kept {
    const kept: Kept = { resource, row: stamped(resource, row), version: 1, deleted: false };
    this.#table(resource).set(String(row[resource.id.property]), kept);
    return kept;
  }

  touch(kept: Kept): void {
    kept.version += 1;
    const { timestamps } = kept.resource;
    if (timestamps !== null)
      kept.row = { ...kept.row, [timestamps.updatedAt.property]: new Date().toISOString() };
  }

  /** @throws Refused 409 where living rows refer to it and the rule is restrict. */
  remove(kept: Kept): void {
    const doomed: Kept[] = [];
    const emptied: [Kept, Field][] = [];
    this.#plan(kept, doomed, emptied);
    for (const [child, field] of emptied) {
      if (doomed.includes(child)) continue;
      child.row = { ...child.row, [field.property]: null };
      this.touch(child);
    }
    for (const one of doomed) this.#drop(one);
  }

  #plan(kept: Kept, doomed: Kept[], emptied: [Kept, Field][]): void {
    if (doomed.includes(kept)) return;
    doomed.push(kept);
    const id = kept.row["id"];
    for (const child of this.model.resources) {
      for (const field of toOnes(child)) {
        if (field.to !== kept.resource.name) continue;
        for (const one of this.living(child)) {
          if (one.row[field.property] !== id || doomed.includes(one)) continue;
          if (field.onDelete === "restrict") throw new Refused(409);
          if (field.onDelete === "cascade") this.#plan(one, doomed, emptied);
          else emptied.push([one, field]);
        }
      }
    }
  }

  #drop(kept: Kept): void {
    for (const resource of this.model.resources) {
      for (const field of toManys(resource)) {
        if (field.to !== kept.resource.name) continue;
        for (const one of this.living(resource)) {
          if (this.linked(one, field).includes(kept.row["id"] ?? null)) this.touch(one);
        }
      }
    }
    if (kept.resource.softDelete === null)
      this.#table(kept.resource).delete(String(kept.row["id"]));
    else kept.deleted = true;
  }
}

function stamped({ timestamps }: Resource, row: Body): Body {
  const now = new Date().toISOString();
  return timestamps === null
    ? row
    : { ...row, [timestamps.createdAt.property]: now, [timestamps.updatedAt.property]: now };
}
