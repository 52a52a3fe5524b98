/** Makes rows for the checks: valid bodies drawn from the declaration, with the parents and links that they need. */
import type { JsonValue, Model, Resource, ScalarField, ToOneField } from "../../src/model/model.ts";
import type { Client, Response } from "./client.ts";
import { expectStatus, Mismatch } from "./mismatch.ts";
import {
  fieldNamed,
  has,
  isCreatable,
  isWritable,
  keepsCheck,
  Paths,
  resourceNamed,
  uniqueFields,
} from "./model.ts";
import type { Body } from "./model.ts";
import { ownMember } from "./oracle/json.ts";
import { isDemanded } from "./oracle/judge.ts";
import { ABSENT, fieldValues, sample, typeValues } from "./values/arbitrary.ts";

export interface Stored {
  readonly resource: Resource;
  readonly id: JsonValue;
  readonly path: string;
  readonly row: Body;
  readonly etag: string;
  /** What it was made from. */
  readonly body: Body;
}

/** `full`: every writable property. `least`: only what must be there. */
export type Extent = "full" | "least";

/** Thrown where a service holds no row to try a check on and gives no way to make one. */
export class NoRow extends Error {
  constructor(resource: Resource) {
    super(`no row of ${resource.name} is there, and none can be made`);
    this.name = "NoRow";
  }
}

export class Rows {
  readonly model: Model;
  readonly paths: Paths;
  readonly #client: Client;
  readonly #shared = new Map<string, Stored[]>();
  readonly #keys = new Map<string, Set<JsonValue>>();
  /** Values of unique fields, as JSON, by resource and field. */
  readonly #given = new Map<string, Set<string>>();
  #seed: number;

  constructor(model: Model, client: Client, seed: number) {
    this.model = model;
    this.paths = new Paths(model);
    this.#client = client;
    this.#seed = seed;
  }

  /** A number that was not given before. */
  next(): number {
    this.#seed += 1;
    return this.#seed;
  }

  /** A valid body for creation; parents are made as needed. Overrides that are undefined leave the property out. */
  async body(
    resource: Resource,
    overrides: Readonly<Record<string, JsonValue | undefined>> = {},
    extent: Extent = "full",
  ): Promise<Body> {
    await this.#learnKeys(resource);
    const relations: Body = {};
    for (const field of resource.fields) {
      const wanted = isWritable(field) && !Object.hasOwn(overrides, field.property);
      if (!wanted || (extent === "least" && !isDemanded(field))) continue;
      if (field.kind === "to_one") {
        const key = await this.#related(resource, field);
        if (key !== null) relations[field.property] = key;
      } else if (field.kind === "to_many") {
        const target = resourceNamed(this.model, field.to);
        // Around a circle, only rows that are there already are linked to.
        const linked = this.#reaches(target, resource)
          ? (this.#shared.get(target.name) ?? []).slice(0, 2)
          : await this.several(target, 2);
        relations[field.property] = linked.map((row) => row.id);
      }
    }
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const values = this.#values(resource, extent);
      const body = Object.fromEntries(
        Object.entries({ ...values, ...relations, ...overrides }).filter(
          (entry): entry is [string, JsonValue] => entry[1] !== undefined,
        ),
      );
      this.#mendChecks(resource, body, overrides);
      if (resource.checks.every((check) => keepsCheck(this.model, resource, check, body)))
        return body;
    }
    throw new Error(`no body of ${resource.name} that keeps its checks was found`);
  }

  #values(resource: Resource, extent: Extent): Body {
    const seed = this.next();
    const body: Body = {};
    if (resource.id.strategy === "client") {
      body[resource.id.property] = this.#unusedKey(resource, seed);
    }
    resource.fields.forEach((field, at) => {
      if (field.kind !== "scalar" || !isWritable(field)) return;
      if (extent === "least" && !isDemanded(field)) return;
      body[field.property] = uniqueFields(resource).has(field.name)
        ? this.#untaken(resource, field, seed * 101 + at)
        : sample(fieldValues(field, this.model, "plain"), seed * 101 + at);
    });
    return body;
  }

  /**
   * The longest of some values that were not given before, where there are such: among two letters most are soon taken,
   * by rows that checks make of their own too.
   */
  #untaken(resource: Resource, field: ScalarField, seed: number): JsonValue {
    const values = fieldValues(field, this.model, "plain");
    const of = `${resource.name} ${field.name}`;
    const given = this.#given.get(of) ?? new Set();
    this.#given.set(of, given);
    const drawn = Array.from({ length: 8 }, (_, attempt) => sample(values, seed + attempt * 7_919));
    const free = drawn.filter((value) => !given.has(JSON.stringify(value)));
    const longest = (free.length > 0 ? free : drawn).reduce((one, other) =>
      JSON.stringify(other).length > JSON.stringify(one).length ? other : one,
    );
    given.add(JSON.stringify(longest));
    return longest;
  }

  /** Clients' keys that are taken from the start, by rows of the seeds for instance. */
  async #learnKeys(resource: Resource): Promise<void> {
    if (resource.id.strategy !== "client" || this.#keys.has(resource.name)) return;
    const used = new Set([sample(typeValues(resource.id.type, this.model, "plain"), ABSENT)]);
    this.#keys.set(resource.name, used);
    if (!has(resource, "list")) return;
    const response = await this.#client.get(`${this.paths.collection(resource)}?limit=100`);
    expectStatus(response, 200);
    for (const row of listOf(response)) used.add(row[resource.id.property] ?? null);
  }

  /** Neither the key that checks take for absent, nor, while there are others, one that is taken. */
  #unusedKey(resource: Resource, seed: number): JsonValue {
    const values = typeValues(resource.id.type, this.model, "plain");
    const used = this.#keys.get(resource.name) ?? new Set();
    let key = sample(values, seed);
    for (let attempt = 1; used.has(key) && attempt < 100; attempt += 1) {
      key = sample(values, seed + attempt * 7_919);
    }
    used.add(key);
    return key;
  }

  /** Comparisons between two fields seldom hold by chance: the second takes the value of the first, where that helps. */
  #mendChecks(resource: Resource, body: Body, fixed: object): void {
    for (const check of resource.checks) {
      const { left, right } = check;
      if (left.kind !== "field" || right.kind !== "field") continue;
      if (keepsCheck(this.model, resource, check, body)) continue;
      const first = fieldNamed(resource, left.field).property;
      const second = fieldNamed(resource, right.field).property;
      const [one, two] = [ownMember(body, first), ownMember(body, second)];
      if (one === undefined || two === undefined) continue;
      const [set, setToo] = [Object.hasOwn(fixed, first), Object.hasOwn(fixed, second)];
      if (set && !setToo) body[second] = one;
      else if (setToo && !set) body[first] = two;
      else if (!set) [body[first], body[second]] = [two, one];
    }
  }

  async #related(resource: Resource, field: ToOneField): Promise<JsonValue | null> {
    const target = resourceNamed(this.model, field.to);
    // A relation to its own kind, or around a circle, would never end where it may as well be empty.
    if (!field.required && (target === resource || this.#reaches(target, resource))) return null;
    if (uniqueFields(resource).has(field.name) && isCreatable(this.model, target)) {
      return (await this.create(target)).id;
    }
    try {
      return (await this.shared(target)).id;
    } catch (error) {
      if (error instanceof NoRow && !field.required) return null;
      throw error;
    }
  }

  #reaches(from: Resource, to: Resource, seen: Set<string> = new Set()): boolean {
    if (from === to) return true;
    if (seen.has(from.name)) return false;
    seen.add(from.name);
    return from.fields
      .filter((field) => field.kind !== "scalar")
      .some((field) => this.#reaches(resourceNamed(this.model, field.to), to, seen));
  }

  /** Creates a row through the plain client, trying other values where one is taken. */
  async create(
    resource: Resource,
    overrides: Readonly<Record<string, JsonValue | undefined>> = {},
    extent: Extent = "full",
  ): Promise<Stored> {
    if (!isCreatable(this.model, resource)) throw new NoRow(resource);
    for (let attempt = 0; ; attempt += 1) {
      const body = await this.body(resource, overrides, extent);
      const response = await this.#client.post(this.paths.collection(resource), body);
      if (response.status === 409 && attempt < 20) continue;
      expectStatus(response, 201);
      return this.stored(resource, response, body);
    }
  }

  stored(resource: Resource, response: Response, body: Body): Stored {
    const row = rowOf(response);
    const id = row[resource.id.property] ?? null;
    const path = this.paths.item(resource, id);
    return { resource, id, path, row, body, etag: response.headers["etag"] ?? "" };
  }

  /** A row that checks may refer to but not change. */
  async shared(resource: Resource): Promise<Stored> {
    const [row] = await this.several(resource, 1);
    if (row === undefined) throw new NoRow(resource);
    return row;
  }

  /** The same of several; fewer where no more can be had. */
  async several(resource: Resource, count: number): Promise<Stored[]> {
    const known = this.#shared.get(resource.name) ?? [];
    this.#shared.set(resource.name, known);
    while (known.length < count && isCreatable(this.model, resource)) {
      known.push(await this.create(resource));
    }
    if (known.length < count && has(resource, "list", "retrieve")) {
      known.push(...(await this.#found(resource)));
    }
    return known.slice(0, count);
  }

  /** A row to change: a new one, or one that is there already. */
  async own(
    resource: Resource,
    overrides: Readonly<Record<string, JsonValue | undefined>> = {},
    extent: Extent = "full",
  ): Promise<Stored> {
    return isCreatable(this.model, resource)
      ? this.create(resource, overrides, extent)
      : this.shared(resource);
  }

  async #found(resource: Resource): Promise<Stored[]> {
    const response = await this.#client.get(`${this.paths.collection(resource)}?limit=5`);
    expectStatus(response, 200);
    return listOf(response).map((row) => {
      const id = row[resource.id.property] ?? null;
      return { resource, id, path: this.paths.item(resource, id), row, body: {}, etag: "" };
    });
  }
}

/** The body of a response as one row. @throws Mismatch where it is none. */
export function rowOf(response: Response): Body {
  const { json } = response;
  if (!isBody(json)) throw new Mismatch("expected one row", response);
  return json;
}

/** The rows of a list response. @throws Mismatch where it is none. */
export function listOf(response: Response): Body[] {
  const data = rowOf(response)["data"];
  if (!Array.isArray(data) || !data.every(isBody)) throw new Mismatch("expected a list", response);
  return data;
}

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
