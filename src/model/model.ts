/**
 * The resolved model: what one declaration means, with nothing left to default or to look up.
 *
 * It knows no framework, no programming language and no database dialect. Every list is in the order of the
 * declaration, because that order is the order of columns, properties and documentation everywhere.
 * It is plain JSON (no classes, no functions, no cycles: resources refer to each other by name), deeply frozen,
 * so that it can be stored beside a generated project and compared with the next one.
 */
import type { Pattern } from "../language/pattern.ts";

export type Database = "sqlite" | "postgres";
export type Naming = "snake_case" | "camelCase";

export interface Model {
  readonly service: Service;
  /** Name of the target, as declared; whether it exists is the business of `targets/`. */
  readonly framework: string;
  readonly database: Database;
  /** `online: true`: migrations on PostgreSQL avoid long locks. */
  readonly online: boolean;
  /** Globs of files that are handed over to the user. */
  readonly eject: readonly string[];
  readonly auth: Auth | null;
  readonly resources: readonly Resource[];
  readonly types: readonly EmbeddedType[];
  /** Resources that are no longer served, and whose tables stay in the database (`drop: keep`). */
  readonly retired: readonly Retired[];
  /** Many-to-many tables that no resource of the user's own stands for, in the order of their first mention. */
  readonly joins: readonly Join[];
}

export interface Service {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly version: string;
  /** Without a trailing slash; the empty string where the service lives at the root. */
  readonly basePath: string;
  readonly naming: Naming;
}

/** Accounts; present in the model as declared, refused by targets until they can serve it. */
export interface Auth {
  readonly registration: "open" | "closed";
  /** Name of the resource with `account: true`. */
  readonly account: string;
}

export type Operation = "list" | "retrieve" | "create" | "replace" | "update" | "delete";

export interface Resource {
  /** Stable identity across renames; see REGENERATION: made once, kept in the accepted model. */
  readonly uid: string;
  /** As declared, e.g. `OrderItem`. */
  readonly name: string;
  /** Lower-case words of the name and of its plural: `["order","item"]`, `["order","items"]`. */
  readonly words: readonly string[];
  readonly pluralWords: readonly string[];
  /** Path segment of the collection, e.g. `order-items`. */
  readonly path: string;
  readonly table: string;
  readonly description: string | null;
  readonly account: boolean;
  /** Earlier names, newest first. */
  readonly was: readonly string[];
  /** `was: []`: it is nothing that was there before. */
  readonly isNew: boolean;
  readonly id: IdField;
  /** Every declared field but the id and the retired ones, in declared order. */
  readonly fields: readonly Field[];
  /** Fields that are no longer served, and whose columns or links stay in the database (`drop: keep`). */
  readonly retired: readonly Retired[];
  /** Built-in read-only properties, or null where `timestamps: false`. */
  readonly timestamps: { readonly createdAt: BuiltIn; readonly updatedAt: BuiltIn } | null;
  /** Column of the row's version, bumped by every change of the representation; never shown. */
  readonly versionColumn: string;
  /** Column of the time of soft deletion, never shown; null where deletion is real. */
  readonly softDelete: { readonly column: string } | null;
  readonly operations: readonly Operation[];
  /** To-one relations of this resource under whose parents its collection is mounted too. */
  readonly nested: readonly Nested[];
  readonly uniques: readonly Unique[];
  readonly indexes: readonly Index[];
  readonly checks: readonly Check[];
  /** Names of the fields that `q=` searches. */
  readonly search: readonly string[];
  /** Always ends with the id unless the id stands in it already. */
  readonly defaultSort: readonly SortKey[];
  readonly requireIfMatch: boolean;
  /** Name of the to-one field that holds the creator, where `owner:` is declared. */
  readonly owner: string | null;
  readonly access: Readonly<Record<Operation, readonly AccessRule[]>> | null;
}

export type AccessRule =
  | { readonly kind: "public" | "authenticated" | "owner" }
  | { readonly kind: "role"; readonly role: string };

/** A property that the service itself fills. */
export interface BuiltIn {
  /** Spelling in JSON: `created_at` or `createdAt`. */
  readonly property: string;
  readonly column: string;
  readonly filter: boolean;
  readonly sort: boolean;
}

export interface IdField {
  readonly uid: string;
  /** Spelling in JSON; always `id`. */
  readonly property: string;
  readonly column: string;
  /** integer and uuid are made by the service; a client key is sent on creation and immutable. */
  readonly strategy: "integer" | "uuid" | "client";
  /** integer for `integer`, uuid for `uuid`, string for `client`. */
  readonly type: ScalarType;
  readonly description: string | null;
  readonly example: JsonValue | undefined;
}

export type Field = ScalarField | ToOneField | ToManyField;

export interface FieldBase {
  readonly uid: string;
  /** As declared. */
  readonly name: string;
  /** Spelling in JSON: the name, or `author_id` / `tag_ids` for relations, or `property:`. */
  readonly property: string;
  readonly description: string | null;
  readonly example: JsonValue | undefined;
  readonly deprecated: boolean;
  /** Nullable, and absent in a body means its default, else null. */
  readonly optional: boolean;
  /** Must be present in the body of a create or replace: not optional, without default, writable. */
  readonly required: boolean;
  readonly readonly: boolean;
  readonly writeonly: boolean;
  readonly immutable: boolean;
  readonly filter: boolean;
  readonly sort: boolean;
  readonly was: readonly string[];
  /** `was: []`: it is nothing that was there before. */
  readonly isNew: boolean;
  /** Migration hints: value for old rows, old value → new value. */
  readonly backfill: Default | null;
  readonly map: Readonly<Record<string, string>> | null;
}

/** What the database keeps after the service has left it. */
export interface Retired {
  readonly name: string;
  /** Earlier names, newest first. */
  readonly was: readonly string[];
}

export interface ScalarField extends FieldBase {
  readonly kind: "scalar";
  readonly column: string;
  readonly type: ScalarType;
  /** Present when the field is a list of `type`; stored as JSON. */
  readonly list: List | null;
  readonly default: Default | null;
}

export interface List {
  readonly minItems: number;
  readonly maxItems: number | null;
  readonly uniqueItems: boolean;
}

/** `value` is in JSON form (a decimal is a string); `now` is the time of the request. */
export type Default =
  | { readonly kind: "value"; readonly value: JsonValue }
  | { readonly kind: "now" };

export type ScalarType =
  | {
      readonly kind: "string" | "text";
      readonly minLength: number;
      /** Unicode code points; null means no limit but that of the body. */
      readonly maxLength: number | null;
      readonly pattern: Pattern | null;
    }
  | { readonly kind: "integer" | "bigint"; readonly min: Bound | null; readonly max: Bound | null }
  | { readonly kind: "float"; readonly min: Bound | null; readonly max: Bound | null }
  | {
      readonly kind: "decimal";
      readonly precision: number;
      readonly scale: number;
      readonly min: Bound | null;
      readonly max: Bound | null;
    }
  | { readonly kind: "boolean" }
  | {
      readonly kind: "date" | "datetime" | "time";
      readonly min: Bound | null;
      readonly max: Bound | null;
    }
  | {
      readonly kind: "email" | "url" | "slug";
      readonly minLength: number;
      /** Always set: email 254, url 2048, slug 100 unless declared. */
      readonly maxLength: number;
      readonly pattern: Pattern | null;
    }
  | { readonly kind: "uuid" | "ip" | "json" }
  | { readonly kind: "enum"; readonly values: readonly EnumValue[] }
  | { readonly kind: "embedded"; readonly type: string };

export interface EnumValue {
  readonly value: string;
  readonly description: string | null;
}

/** `value` is the source text in JSON form: `"0.01"`, `"18"`, `"2000-01-01"`, so no digit is lost. */
export interface Bound {
  readonly value: string;
  readonly exclusive: boolean;
}

export type OnDelete = "restrict" | "cascade" | "set_null";

export interface ToOneField extends FieldBase {
  readonly kind: "to_one";
  /** Name of the resource at the other end. */
  readonly to: string;
  readonly column: string;
  readonly onDelete: OnDelete;
  /** One-to-one. */
  readonly unique: boolean;
  /** Name that the other end gives to this relation (`books` on Author); for data layers and `explain`, not in JSON. */
  readonly inverse: string;
}

export interface ToManyField extends FieldBase {
  readonly kind: "to_many";
  readonly to: string;
  /** Path segment under the row: `/books/{id}/tags`. */
  readonly path: string;
  /** Where the links are stored: a join of the model's own (`joins`), or a resource of the user's. */
  readonly through: Through;
  /** Name that the other end gives to this relation; for data layers and `explain`. */
  readonly inverse: string;
  /** False where `via` has required fields of its own: then links are made through that resource only. */
  readonly writable: boolean;
}

export interface Through {
  readonly kind: "join" | "resource";
  /** Name of the join in `joins`, or of the resource. */
  readonly name: string;
  readonly table: string;
  /** Column that refers to the resource that declares the field. */
  readonly ownColumn: string;
  /** Column that refers to the resource at the other end. */
  readonly otherColumn: string;
}

/** A many-to-many table: two columns that together are its primary key, deleted with either end. */
export interface Join {
  readonly uid: string;
  readonly name: string;
  readonly table: string;
  readonly left: { readonly resource: string; readonly column: string };
  readonly right: { readonly resource: string; readonly column: string };
}

/** An embedded object, stored as JSON inside its owner. Its fields are scalars, lists or embedded types again. */
export interface EmbeddedType {
  readonly name: string;
  readonly words: readonly string[];
  readonly description: string | null;
  readonly fields: readonly ScalarField[];
}

export interface Nested {
  /** Name of the to-one field. */
  readonly field: string;
  /** Name of the parent resource. */
  readonly parent: string;
  /** Path parameter that holds the parent's id, e.g. `author_id`. */
  readonly parameter: string;
  /** Whole path of the nested collection below the base path: `/authors/{author_id}/books`. */
  readonly path: string;
}

/** Field names, single ones (`unique` on a field) and composite ones alike; holds among living rows only. */
export interface Unique {
  readonly name: string;
  readonly fields: readonly string[];
}

export interface Index {
  readonly name: string;
  readonly keys: readonly SortKey[];
}

export interface SortKey {
  /** Name of a field, `id`, `created_at` or `updated_at` in the model's own spelling. */
  readonly field: string;
  readonly descending: boolean;
}

/** A comparison between a field and a field or constant; 422 `check`, and a named check in the database. */
export interface Check {
  readonly name: string;
  /** As written, for messages. */
  readonly source: string;
  readonly left: Operand;
  readonly operator: "=" | "!=" | "<" | "<=" | ">" | ">=";
  readonly right: Operand;
}

export type Operand =
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "constant"; readonly value: JsonValue };

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
