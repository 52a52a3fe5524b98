/** Rows to begin with: a few of every resource, linked, and within every constraint of the declaration. */
import type {
  Check,
  Field,
  JsonValue,
  Model,
  Operand,
  Resource,
  ScalarField,
  ScalarType,
  ToManyField,
  ToOneField,
} from "../model/model.ts";
import { holds, mirrored, narrowed } from "../model/samples/compare.ts";
import { sampleScalar, sampleUuid, sampleValue, wordsOf } from "../model/samples/sample.ts";
import { storageOf } from "./build.ts";

export interface Seed {
  /** Parents before children: inserted in this order, every reference finds its row. */
  readonly rows: readonly SeedRow[];
  /** Many-to-many links, once all rows are there. */
  readonly links: readonly SeedLink[];
  /** Up to two more rows of each resource that could be added to the others, for examples and tests. */
  readonly spare: readonly SeedRow[];
}

export interface SeedRow {
  readonly resource: string;
  readonly table: string;
  readonly id: JsonValue;
  /** As a client would send it to create the row; only the client's own ids stand in it. */
  readonly body: Readonly<Record<string, JsonValue>>;
  /** Value of every column, in JSON form. */
  readonly columns: Readonly<Record<string, JsonValue>>;
}

export interface SeedLink {
  readonly resource: string;
  readonly id: JsonValue;
  /** Path segment of the relation. */
  readonly path: string;
  readonly other: JsonValue;
  readonly table: string;
  readonly columns: Readonly<Record<string, JsonValue>>;
}

/**
 * Up to `count` rows of each resource, the same in every run. There are fewer where the declaration admits fewer: a
 * unique field with few values, a one-to-one with few parents, a required relation to a resource that has no row.
 * Within a circle of relations, those that point forward stay null.
 */
export function seedRows(model: Model, count: number): Seed {
  const made = new Map<string, readonly SeedRow[]>();
  const spare: SeedRow[] = [];
  for (const table of storageOf(model).tables) {
    const resource = model.resources.find((entry) => entry.table === table.name);
    if (!resource) continue;
    const rows: SeedRow[] = [];
    made.set(resource.name, rows);
    const maker = rowMaker(model, resource, made);
    const extra: SeedRow[] = [];
    for (let index = 0; index < count + spareRows; index += 1) {
      const row = maker(index);
      if (row) (rows.length < count ? rows : extra).push(row);
    }
    // Where values run short, the last ones are kept back.
    while (extra.length < spareRows && rows.length > 1) extra.unshift(...rows.splice(-1));
    const kept = new Set(rows.map((row) => JSON.stringify(row.id)));
    spare.push(...extra.filter((row) => refersToKept(resource, row, kept)));
  }
  const links = model.resources.flatMap((resource) => linksOf(resource, made, model));
  return { rows: [...made.values()].flat(), links, spare };
}

const spareRows = 2;

/** A row kept back may have been meant to hang on another one that is kept back too. */
function refersToKept(resource: Resource, row: SeedRow, kept: ReadonlySet<string>): boolean {
  return resource.fields.every((field) => {
    if (field.kind !== "to_one" || field.to !== resource.name) return true;
    const parent = row.columns[field.column] ?? null;
    return parent === null || kept.has(JSON.stringify(parent));
  });
}

type Made = ReadonlyMap<string, readonly SeedRow[]>;
/** By the name of the field. */
type Values = Map<string, JsonValue>;

const attempts = 200;
const firstDay = Date.UTC(2024, 0, 1);

function rowMaker(model: Model, resource: Resource, made: Made): (index: number) => SeedRow | null {
  const taken = new Set<string>();
  return (index) => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const values = valuesOf(model, resource, made, index, attempt);
      if (!values || !meetChecks(model, resource, values, index + attempt)) continue;
      const keys = uniqueKeys(resource, values);
      if (keys.some((key) => taken.has(key))) continue;
      for (const key of keys) taken.add(key);
      return rowOf(resource, values, index);
    }
    return null;
  };
}

function valuesOf(
  model: Model,
  resource: Resource,
  made: Made,
  index: number,
  attempt: number,
): Values | null {
  const seed = index + attempt * 31;
  const values: Values = new Map();
  const id = idOf(model, resource, index, seed);
  if (id === undefined) return null;
  values.set("id", id);
  for (const field of resource.fields) {
    if (field.kind === "to_many") continue;
    // Rows that refer to their own kind refer to the first: the last ones may be kept back.
    const isOwnKind = field.kind === "to_one" && field.to === resource.name;
    const shift = isOwnKind ? 0 : shiftOf(field.name);
    const value =
      field.kind === "to_one"
        ? parentOf(resource, field, made, seed + shift, attempt)
        : scalarValue(model, field, seed, (index + shift) % 4 === 3);
    if (value === undefined) return null;
    values.set(field.name, value);
  }
  return values;
}

/** Sets the fields of a row apart by their names alone, so that a new field leaves the values of the others as they are. */
function shiftOf(name: string): number {
  return [...name].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0);
}

/** The ids that examples of the documentation have too. */
function idOf(
  model: Model,
  resource: Resource,
  index: number,
  seed: number,
): JsonValue | undefined {
  const { id } = resource;
  if (id.strategy === "integer") return index + 1;
  if (id.strategy === "client") return sampleScalar(model, id.type, ["id"], seed);
  return sampleUuid(model.resources.indexOf(resource) * 10_000 + index);
}

/** Optional fields are left out now and then, so that seeds show both. */
function scalarValue(
  model: Model,
  field: ScalarField,
  seed: number,
  leftOut: boolean,
): JsonValue | undefined {
  const fixed = field.readonly && field.default?.kind === "value" ? field.default.value : undefined;
  if (fixed !== undefined) return fixed;
  if (field.optional && (leftOut || (field.readonly && !field.default))) return null;
  const value = sampleValue(model, field, seed);
  return value === undefined && field.optional ? null : value;
}

function parentOf(
  resource: Resource,
  field: ToOneField,
  made: Made,
  seed: number,
  attempt: number,
): JsonValue | undefined {
  const parents = made.get(field.to) ?? [];
  const parent = parents[(seed + attempt) % Math.max(parents.length, 1)];
  const isRoot = field.to === resource.name && field.optional && seed % 3 === 0;
  if (parent && !isRoot) return parent.id;
  return field.optional ? null : undefined;
}

/** Changes values until every declared comparison holds; false where that was not found. */
function meetChecks(model: Model, resource: Resource, values: Values, seed: number): boolean {
  const isMet = (check: Check) => isCheckMet(resource, check, values);
  for (let round = 0; round < 3; round += 1) {
    for (const check of resource.checks)
      if (!isMet(check)) meet(model, resource, check, values, seed);
  }
  return resource.checks.every(isMet);
}

function isCheckMet(resource: Resource, check: Check, values: Values): boolean {
  const type = typeOf(resource, check.left) ?? typeOf(resource, check.right);
  const [left, right] = [valueIn(check.left, values), valueIn(check.right, values)];
  return type === null || holds(check.operator, type, left, right);
}

function meet(model: Model, resource: Resource, check: Check, values: Values, seed: number): void {
  const { left, right, operator } = check;
  const sides = [
    { own: left, other: right, towards: operator },
    { own: right, other: left, towards: mirrored(operator) },
  ];
  for (const { own, other, towards } of sides) {
    const field = scalarNamed(resource, own);
    const type = field && narrowed(field.type, towards, valueIn(other, values));
    if (!field || !type) continue;
    const value = sampleScalar(model, type, wordsOf(field.name), seed);
    if (value === undefined) continue;
    values.set(field.name, value);
    return;
  }
  for (const { own } of sides) {
    const field = scalarNamed(resource, own);
    if (field?.optional) values.set(field.name, null);
  }
}

function valueIn(operand: Operand, values: Values): JsonValue {
  return operand.kind === "constant" ? operand.value : (values.get(operand.field) ?? null);
}

function typeOf(resource: Resource, operand: Operand): ScalarType | null {
  if (operand.kind === "constant") return null;
  const field = resource.fields.find((entry) => entry.name === operand.field);
  if (field?.kind === "scalar") return field.type;
  return field ? { kind: "uuid" } : resource.id.type;
}

function scalarNamed(resource: Resource, operand: Operand): ScalarField | null {
  if (operand.kind === "constant") return null;
  const field = resource.fields.find((entry) => entry.name === operand.field);
  return field?.kind === "scalar" && !field.list ? field : null;
}

/** One text for each unique that the values take part in: those with a null in them do not. */
function uniqueKeys(resource: Resource, values: Values): string[] {
  const groups = [["id"], ...resource.uniques.map((unique) => unique.fields)];
  const keys: string[] = [];
  for (const fields of groups) {
    const parts = fields.map((name) => values.get(name) ?? null);
    if (!parts.includes(null)) keys.push(JSON.stringify([fields, parts]));
  }
  return keys;
}

function rowOf(resource: Resource, values: Values, index: number): SeedRow {
  const body: Record<string, JsonValue> = {};
  const columns: Record<string, JsonValue> = {};
  const id = values.get("id") ?? null;
  set(columns, resource.id.column, id);
  if (resource.id.strategy === "client") set(body, resource.id.property, id);
  for (const field of resource.fields) {
    if (field.kind === "to_many") continue;
    const value = values.get(field.name) ?? null;
    set(columns, field.column, value);
    if (!field.readonly) set(body, field.property, value);
  }
  const at = new Date(firstDay + index * 60_000).toISOString();
  for (const builtIn of Object.values(resource.timestamps ?? {})) set(columns, builtIn.column, at);
  set(columns, resource.versionColumn, 1);
  return { resource: resource.name, table: resource.table, id, body, columns };
}

/** Plain assignment would lose a property named `__proto__`. */
function set(record: Record<string, JsonValue>, name: string, value: JsonValue): void {
  Object.defineProperty(record, name, { value, enumerable: true });
}

/** Two others for each row; only where the links are stored in a table of their own, and once for both its ends. */
function linksOf(resource: Resource, made: Made, model: Model): SeedLink[] {
  const links: SeedLink[] = [];
  for (const field of resource.fields) {
    if (field.kind !== "to_many" || !isOwner(model, resource, field)) continue;
    const others = made.get(field.to) ?? [];
    for (const [index, row] of (made.get(resource.name) ?? []).entries()) {
      const chosen = new Set([
        others[(index + 1) % others.length],
        others[(index + 2) % others.length],
      ]);
      for (const other of chosen) if (other && other !== row) links.push(link(field, row, other));
    }
  }
  return links;
}

function isOwner(model: Model, resource: Resource, field: ToManyField): boolean {
  if (field.through.kind !== "join") return false;
  const first = model.resources.find((entry) =>
    entry.fields.some((other) => sharesTable(other, field)),
  );
  const ownField = resource.fields.find((other) => sharesTable(other, field));
  return first === resource && ownField === field;
}

function sharesTable(other: Field, field: ToManyField): boolean {
  return other.kind === "to_many" && other.through.table === field.through.table;
}

function link(field: ToManyField, row: SeedRow, other: SeedRow): SeedLink {
  const { table, ownColumn, otherColumn } = field.through;
  return {
    resource: row.resource,
    id: row.id,
    path: field.path,
    other: other.id,
    table,
    columns: { [ownColumn]: row.id, [otherColumn]: other.id },
  };
}
