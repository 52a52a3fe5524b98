/**
 * Declaration → model, in passes that each build on the ones before: names, fields, relations seen from both ends,
 * rules by field name, access, clashes. Every fault is collected; the model is whole only where there was none.
 */
import type { Collector } from "../diagnostics/collector.ts";
import type { Declaration, ResourceForm } from "../language/declaration.ts";
import { plain } from "../language/tree.ts";
import { accessOf, applyOwner, resolveAuth } from "./access.ts";
import { checksOf } from "./checks.ts";
import { checkClashes, checkFixedPaths } from "./clashes.ts";
import { checkRequiredCircles } from "./cycles.ts";
import { embeddedTypes } from "./embedded.ts";
import { scalarField } from "./fields.ts";
import { idField } from "./identity.ts";
import { nameInverses, type ResourceDraft } from "./inverses.ts";
import type { BuiltIn, Database, Field, Join, Model } from "./model.ts";
import { checkNames, resourceNames, type ResourceNames } from "./naming.ts";
import { freeName } from "./physical.ts";
import { isRelation, isToMany, toManyField, toOneField } from "./relations.ts";
import { checkRenames } from "./renames.ts";
import { type RetiredForms, withoutRetired } from "./retired.ts";
import { applyRules, nestedOf } from "./rules.ts";
import type { Placed, Scope } from "./scope.ts";
import { resolveService } from "./service.ts";

export function resolve(whole: Declaration, collector: Collector): Model {
  const { declaration, retired } = withoutRetired(whole);
  checkNames(scopeOf(whole, collector));
  checkRenames(scopeOf(whole, collector));
  const scope = scopeOf(declaration, collector);
  const written = declaration.root.entries.get("resources");
  const isEmpty = written === undefined || Object.keys(plain(written.value) ?? {}).length === 0;
  if (declaration.resources.length === 0 && isEmpty) {
    const at = written?.key.at ?? declaration.root.at;
    collector.report("RW1511", {}, { ...at, end: Math.min(at.end, at.start + 1) });
  }
  const types = embeddedTypes(scope);
  const auth = resolveAuth(scope);
  const names = new Map(
    declaration.resources.map((form) => [form.name, resourceNames(form, scope)]),
  );
  const joins: Join[] = [];
  const drafts = declaration.resources.map((form) =>
    draftOf(form, { names, joins, retired }, scope),
  );
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  for (const [draft, form] of paired(drafts, declaration.resources)) {
    applyRules(draft, form, scope);
    draft.access = accessOf(draft, form, auth !== null, scope);
    applyOwner(draft, form, auth, scope);
    nameHiddenColumns(draft);
    draft.checks = checksOf(draft, form, scope);
  }
  for (const [draft, form] of paired(drafts, declaration.resources)) {
    draft.nested = nestedOf(draft, form, byName, scope);
  }
  nameInverses(drafts, placesOf(declaration.resources), scope);
  const service = resolveService(scope);
  checkRequiredCircles(drafts, scope.resources, scope);
  checkClashes(drafts, scope.resources, joins, scope);
  checkFixedPaths(drafts, scope.resources, service.basePath, scope);
  const { values } = declaration;
  return {
    service,
    framework: values.framework ?? "",
    database: scope.database,
    online: values.online ?? false,
    eject: [values.eject ?? []].flat(),
    auth,
    resources: drafts,
    types,
    retired: retired.resources.map(({ name, values: { was } }) => ({
      name,
      was: [was ?? []].flat(),
    })),
    joins,
  };
}

function scopeOf(declaration: Declaration, collector: Collector): Scope {
  return {
    declaration,
    collector,
    resources: new Map(declaration.resources.map((form) => [form.name, form])),
    types: new Map(declaration.types.map((form) => [form.name, form])),
    embedded: new Map(),
    database: databaseOf(declaration),
    naming: declaration.values.service?.naming ?? "snake_case",
  };
}

/** SQLite where nothing is said; the database that refuses least where what is said is faulty. */
function databaseOf({ root, values }: Declaration): Database {
  return values.database ?? (root.entries.has("database") ? "postgres" : "sqlite");
}

function paired(
  drafts: readonly ResourceDraft[],
  forms: readonly ResourceForm[],
): readonly (readonly [ResourceDraft, ResourceForm])[] {
  return drafts.flatMap((draft, index) => {
    const form = forms[index];
    return form === undefined ? [] : [[draft, form] as const];
  });
}

interface Resolving {
  readonly names: ReadonlyMap<string, ResourceNames>;
  /** Those of fields that are resolved are added. */
  readonly joins: Join[];
  readonly retired: RetiredForms;
}

function draftOf(
  form: ResourceForm,
  { names, joins, retired }: Resolving,
  scope: Scope,
): ResourceDraft {
  const { values } = form;
  const own = names.get(form.name) ?? resourceNames(form, scope);
  const declaredFields = form.fields.filter(({ name }) => name !== "id");
  if (declaredFields.length === 0 && form.broken.size === 0) {
    scope.collector.report("RW1501", { resource: form.name }, form.nameAt);
  }
  const fields = declaredFields.flatMap((field): Field[] => {
    if (!isRelation(field)) {
      return list(scalarField(field, own.uid, scope));
    }
    if (!isToMany(field)) {
      return list(toOneField(field, own.uid, scope));
    }
    const toMany = toManyField(field, form, own.uid, names, scope);
    joins.push(...list(toMany?.join ?? null));
    return list(toMany?.field ?? null);
  });
  const hasTimestamps = values.timestamps ?? scope.declaration.values.defaults?.timestamps ?? true;
  return {
    ...own,
    name: form.name,
    description: values.description ?? null,
    account: values.account ?? false,
    was: [values.was ?? []].flat(),
    isNew: Array.isArray(values.was) && values.was.length === 0,
    id: idField(
      form.fields.find(({ name }) => name === "id"),
      own.uid,
      scope,
    ),
    fields,
    retired: (retired.fields.get(form.name) ?? []).map(({ name, keys }) => ({
      name,
      was: keys.was?.value ?? [],
    })),
    timestamps: hasTimestamps
      ? { createdAt: builtIn("created", scope), updatedAt: builtIn("updated", scope) }
      : null,
    versionColumn: "row_version",
    softDelete: values.soft_delete === true ? { column: "deleted_at" } : null,
    operations: [],
    nested: [],
    uniques: [],
    indexes: [],
    checks: [],
    search: [],
    defaultSort: [],
    requireIfMatch: values.require_if_match ?? false,
    owner: null,
    access: null,
  };
}

function list<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}

function builtIn(word: "created" | "updated", scope: Scope): BuiltIn {
  const column = `${word}_at`;
  const property = scope.naming === "camelCase" ? `${word}At` : column;
  return { property, column, filter: true, sort: true };
}

/** Columns that are never shown yield to the user's own. */
function nameHiddenColumns(draft: ResourceDraft): void {
  const taken = new Set(draft.fields.flatMap((field) => ("column" in field ? [field.column] : [])));
  draft.versionColumn = freeName("row_version", taken);
  draft.softDelete &&= { column: freeName("deleted_at", taken) };
}

function placesOf(forms: readonly ResourceForm[]): ReadonlyMap<string, Placed<string>> {
  return new Map(
    forms.flatMap((form) =>
      form.fields.map((field) => {
        const at = field.keys.inverse?.at ?? field.nameAt;
        return [`${form.name}.${field.name}`, { value: field.name, at }] as const;
      }),
    ),
  );
}
