/** Which resources and fields of a model a check is tried on. */
import type {
  Field,
  Model,
  Nested,
  Operation,
  Resource,
  ScalarField,
  ToManyField,
  ToOneField,
} from "../../src/model/model.ts";
import {
  has,
  isCreatable,
  isWritable,
  resourceNamed,
  scalars,
  toManys,
  toOnes,
  uniqueFields,
} from "./model.ts";
import type { Stored } from "./rows.ts";
import { ABSENT, sample, typeValues } from "./values/arbitrary.ts";

type Labelled<Subject> = readonly (readonly [string, Subject])[];

/** Resources whose rows can be made and that know all of the operations, by name. */
export function resources(model: Model, ...operations: readonly Operation[]): Labelled<Resource> {
  return model.resources
    .filter((one) => isCreatable(model, one) && has(one, ...operations))
    .map((one) => [one.name, one]);
}

/** The richest of them: the one with most fields. */
export function main(model: Model, ...operations: readonly Operation[]): Resource | null {
  return richest(resources(model, ...operations).map(([, one]) => one));
}

export function richest(candidates: readonly Resource[]): Resource | null {
  return candidates.reduce<Resource | null>(
    (best, one) => (best === null || one.fields.length > best.fields.length ? one : best),
    null,
  );
}

export interface FieldOf<F extends Field = Field> {
  readonly resource: Resource;
  readonly field: F;
}

/** Writable scalar fields that pass a test, of resources with the operations; one per resource and type suffices. */
export function scalarFields(
  model: Model,
  test: (field: ScalarField, resource: Resource) => boolean,
  ...operations: readonly Operation[]
): Labelled<FieldOf<ScalarField>> {
  return resources(model, ...operations).flatMap(([, resource]) =>
    scalars(resource)
      .filter((field) => isWritable(field) && test(field, resource))
      .map((field) => [`${resource.name}.${field.name}`, { resource, field }] as const),
  );
}

export function firstScalar(
  model: Model,
  test: (field: ScalarField, resource: Resource) => boolean,
  ...operations: readonly Operation[]
): FieldOf<ScalarField> | null {
  return scalarFields(model, test, ...operations)[0]?.[1] ?? null;
}

/** A field whose value may be changed to any fixed one: no unique rule and no check speaks of it. */
export function isFree(field: Field, resource: Resource): boolean {
  return isChangeable(field, resource) && !uniqueFields(resource).has(field.name);
}

/** A field whose value may be changed to a fresh one: no check speaks of it. */
export function isChangeable(field: Field, resource: Resource): boolean {
  const checked = resource.checks.some((check) =>
    [check.left, check.right].some(
      (operand) => operand.kind === "field" && operand.field === field.name,
    ),
  );
  return isWritable(field) && !field.immutable && !checked;
}

export function toOneFields(
  model: Model,
  test: (field: ToOneField, resource: Resource) => boolean,
  ...operations: readonly Operation[]
): Labelled<FieldOf<ToOneField>> {
  return resources(model, ...operations).flatMap(([, resource]) =>
    toOnes(resource)
      .filter((field) => isWritable(field) && test(field, resource))
      .filter((field) => isCreatable(model, resourceNamed(model, field.to)))
      .map((field) => [`${resource.name}.${field.name}`, { resource, field }] as const),
  );
}

export function toManyFields(
  model: Model,
  ...operations: readonly Operation[]
): Labelled<FieldOf<ToManyField>> {
  return resources(model, ...operations).flatMap(([, resource]) =>
    toManys(resource)
      .filter((field) => field.writable && !field.readonly)
      .filter((field) => isCreatable(model, resourceNamed(model, field.to)))
      .map((field) => [`${resource.name}.${field.name}`, { resource, field }] as const),
  );
}

export interface NestedOf {
  readonly resource: Resource;
  readonly nested: Nested;
  readonly field: ToOneField;
  readonly parent: Resource;
}

/** Nested collections whose parents can be made. */
export function nestings(model: Model, ...operations: readonly Operation[]): Labelled<NestedOf> {
  return resources(model, ...operations).flatMap(([, resource]) =>
    resource.nested.flatMap((nested) => {
      const parent = resourceNamed(model, nested.parent);
      const field = toOnes(resource).find((one) => one.name === nested.field);
      return field === undefined || !isCreatable(model, parent)
        ? []
        : [[`${resource.name} in ${parent.name}`, { resource, nested, field, parent }] as const];
    }),
  );
}

/** Headers that a write to the row must carry: its tag, where the resource demands one. */
export function conditions(stored: Stored): Record<string, string> {
  return stored.resource.requireIfMatch ? { "if-match": stored.etag } : {};
}

/** Overrides that leave out what must not change, for a body that replaces a row. */
export function unchangeable(resource: Resource): Record<string, undefined> {
  const names = resource.fields.filter((field) => field.immutable).map((field) => field.property);
  if (resource.id.strategy === "client") names.push(resource.id.property);
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** An id of the right form that no row has. */
export function absentId(model: Model, resource: Resource): string {
  switch (resource.id.strategy) {
    case "integer":
      return "9007199254740991";
    case "uuid":
      return "00000000-0000-7000-8000-000000000000";
    case "client":
      return String(sample(typeValues(resource.id.type, model, "plain"), ABSENT));
  }
}
