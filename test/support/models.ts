/** Models made by hand, for tests of what comes after the language: only what a test is about needs to be said. */
import type {
  Field,
  Model,
  Resource,
  ScalarField,
  ScalarType,
  ToManyField,
  ToOneField,
} from "../../src/model/model.ts";

export function model(resources: readonly Resource[], rest: Partial<Model> = {}): Model {
  return {
    service: {
      name: "sample",
      title: "Sample",
      description: null,
      version: "1.0.0",
      basePath: "/api/v1",
      naming: "snake_case",
    },
    framework: "fastify",
    database: "sqlite",
    online: false,
    eject: [],
    auth: null,
    resources,
    types: [],
    retired: [],
    joins: [],
    ...rest,
  };
}

export function resource(
  name: string,
  fields: readonly Field[],
  rest: Partial<Resource> = {},
): Resource {
  const table = rest.table ?? `${name.toLowerCase()}s`;
  return {
    uid: `resource-${name}`,
    name,
    words: [name.toLowerCase()],
    pluralWords: [table],
    path: table,
    table,
    description: null,
    account: false,
    was: [],
    isNew: false,
    retired: [],
    id: {
      uid: `id-${name}`,
      property: "id",
      column: "id",
      strategy: "integer",
      type: { kind: "integer", min: null, max: null },
      description: null,
      example: undefined,
    },
    fields,
    timestamps: { createdAt: builtIn("created_at"), updatedAt: builtIn("updated_at") },
    versionColumn: "row_version",
    softDelete: null,
    operations: ["list", "retrieve", "create", "replace", "update", "delete"],
    nested: [],
    uniques: [],
    indexes: [],
    checks: [],
    search: [],
    defaultSort: [{ field: "id", descending: false }],
    requireIfMatch: false,
    owner: null,
    access: null,
    ...rest,
  };
}

export function scalar(
  name: string,
  type: ScalarType,
  rest: Partial<ScalarField> = {},
): ScalarField {
  return { ...base(name), kind: "scalar", column: name, type, list: null, default: null, ...rest };
}

export function toOne(name: string, to: string, rest: Partial<ToOneField> = {}): ToOneField {
  const property = `${name}_id`;
  return {
    ...base(name),
    kind: "to_one",
    property,
    column: property,
    to,
    onDelete: "restrict",
    unique: false,
    inverse: "",
    ...rest,
  };
}

export function toMany(name: string, to: string, rest: Partial<ToManyField>): ToManyField {
  return {
    ...base(name),
    kind: "to_many",
    property: `${name}_ids`,
    required: false,
    to,
    path: name,
    through: { kind: "join", name, table: name, ownColumn: "left_id", otherColumn: "right_id" },
    inverse: "",
    writable: true,
    ...rest,
  };
}

export function string(maxLength: number | null = 100, minLength = 0): ScalarType {
  return { kind: "string", minLength, maxLength, pattern: null };
}

export function enumeration(...values: string[]): ScalarType {
  return { kind: "enum", values: values.map((value) => ({ value, description: null })) };
}

function builtIn(property: string) {
  return { property, column: property, filter: true, sort: true };
}

function base(name: string) {
  return {
    uid: `field-${name}`,
    name,
    property: name,
    description: null,
    example: undefined,
    deprecated: false,
    optional: false,
    required: true,
    readonly: false,
    writeonly: false,
    immutable: false,
    filter: true,
    sort: true,
    was: [],
    isNew: false,
    backfill: null,
    map: null,
  };
}
