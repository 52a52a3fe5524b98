/** What a resource says of its fields by name: uniques, indexes, search, order of lists, nesting. */
import type { Span } from "../diagnostics/source.ts";
import type { ResourceForm } from "../language/declaration.ts";
import { operations as allOperations } from "../language/grammar.ts";
import { child } from "../language/tree.ts";
import { FieldNames } from "./field-names.ts";
import type { ResourceDraft } from "./inverses.ts";
import type { Field, Index, Nested, Operation, SortKey, Unique } from "./model.ts";
import { physicalName } from "./physical.ts";
import type { Scope } from "./scope.ts";

/** Fills what is said by field names into the draft, whose fields are complete. */
export function applyRules(draft: ResourceDraft, form: ResourceForm, scope: Scope): void {
  const names = new FieldNames(draft, form, scope);
  draft.operations = operationsOf(form, scope);
  draft.uniques = uniquesOf(draft, form, names);
  // A relation that is unique by itself is one to one, whichever way that is said.
  const singles = new Set(
    draft.uniques.flatMap(({ fields }) => (fields.length === 1 ? fields : [])),
  );
  draft.fields = draft.fields.map((field) =>
    field.kind === "to_one" && singles.has(field.name) ? { ...field, unique: true } : field,
  );
  draft.indexes = indexesOf(draft, form, names);
  draft.search = searchOf(form, names);
  draft.defaultSort = sortOf(draft, form, names);
}

function operationsOf(form: ResourceForm, scope: Scope): readonly Operation[] {
  const declared = form.values.operations;
  if (declared === undefined) {
    return allOperations;
  }
  const node = child(form.map, "operations");
  declared.forEach((operation, index) => {
    if (declared.indexOf(operation) < index) {
      const at = child(node, index)?.at ?? form.nameAt;
      scope.collector.report("RW1504", { key: "operations", name: operation }, at);
    }
  });
  if (declared.length === 0) {
    scope.collector.report("RW1516", { words: allOperations }, node?.at ?? form.nameAt);
  }
  return allOperations.filter((operation) => declared.includes(operation));
}

/** A set of names under a key, with the place of the set and of each name. */
interface NameSet {
  readonly at: Span;
  readonly names: readonly { readonly name: string; readonly at: Span }[];
}

/** What fields say of themselves, then the sets of the resource. */
function setsOf(
  key: "unique" | "index",
  form: ResourceForm,
  names: FieldNames,
): readonly NameSet[] {
  const node = names.node(key);
  const flagged = form.fields.flatMap(({ name, keys }) => {
    const flag = keys[key];
    // On other fields the flag has been refused with the field itself.
    return flag?.value === true && names.mayBeIndexed(name)
      ? [{ at: flag.at, names: [{ name, at: flag.at }] }]
      : [];
  });
  const sets = (form.values[key] ?? []).map((set, index) => {
    const setNode = child(node, index);
    const setAt = setNode?.at ?? form.nameAt;
    const written = [set].flat();
    return {
      at: setAt,
      names: written.map((name, position) => ({ name, at: child(setNode, position)?.at ?? setAt })),
    };
  });
  return [...flagged, ...sets];
}

interface KeySet {
  readonly keys: readonly SortKey[];
  readonly columns: readonly string[];
}

/** The sets that hold; each only once, those of one field first and in the order of the fields. */
function validSets(
  key: "unique" | "index",
  draft: ResourceDraft,
  form: ResourceForm,
  names: FieldNames,
): readonly KeySet[] {
  const found = new Map<string, KeySet>();
  for (const set of setsOf(key, form, names)) {
    const keys = set.names.map(({ name }) =>
      key === "index" ? sortKey(name) : { field: name, descending: false },
    );
    if (keys.length === 0) {
      names.empty(key, set.at);
      continue;
    }
    const columns = set.names.flatMap(({ at }, index) => {
      const name = keys[index]?.field ?? "";
      if (keys.findIndex((other) => other.field === name) < index) {
        names.twice(key, name, at);
        return [];
      }
      return columnOf(name, at, key, names) ?? [];
    });
    const identity = identityOf(key, keys);
    if (found.has(identity)) {
      names.twice(key, set.names.map(({ name }) => name).join(", "), set.at);
    } else if (columns.length === keys.length) {
      found.set(identity, { keys, columns });
    }
  }
  const order = new Map(draft.fields.map(({ name }, index) => [name, index]));
  const rank = ({ keys }: KeySet): number =>
    keys.length === 1 && keys[0]?.descending === false
      ? (order.get(keys[0].field) ?? order.size)
      : order.size;
  return [...found.values()].sort((left, right) => rank(left) - rank(right));
}

/** The order of the fields makes another index, and no other unique. */
function identityOf(key: "unique" | "index", keys: readonly SortKey[]): string {
  const written = keys.map(({ field, descending }) => `${descending ? "-" : ""}${field}`);
  return (key === "unique" ? written.sort() : written).join(",");
}

function uniquesOf(draft: ResourceDraft, form: ResourceForm, names: FieldNames): readonly Unique[] {
  return validSets("unique", draft, form, names).map(({ keys, columns }) => ({
    name: physicalName("uq", draft.table, ...columns),
    fields: keys.map(({ field }) => field),
  }));
}

function indexesOf(draft: ResourceDraft, form: ResourceForm, names: FieldNames): readonly Index[] {
  return validSets("index", draft, form, names).map(({ keys, columns }) => ({
    name: physicalName("ix", draft.table, ...columns),
    keys,
  }));
}

export function sortKey(written: string): SortKey {
  return written.startsWith("-")
    ? { field: written.slice(1), descending: true }
    : { field: written, descending: false };
}

/** Longest text that fits into an entry of an index of PostgreSQL, four bytes to a character. */
const longestIndexed = 600;

function columnOf(
  name: string,
  at: Span,
  key: "unique" | "index",
  names: FieldNames,
): string | null {
  const field = names.find(name, at);
  if (field !== null) {
    return indexable(field, at, key, names);
  }
  if (name === "id") {
    names.refuse(key, name, "it is unique and indexed by itself", at);
    return null;
  }
  return names.isBuiltIn(name) ? name.replace(/([a-z])At$/, "$1_at") : null;
}

function indexable(
  field: Field,
  at: Span,
  key: "unique" | "index",
  names: FieldNames,
): string | null {
  if (field.kind === "to_many") {
    names.refuse(key, field.name, "it is a relation to many", at);
    return null;
  }
  if (field.kind === "scalar") {
    const { type } = field;
    if (field.list !== null || type.kind === "json" || type.kind === "embedded") {
      names.refuse(
        key,
        field.name,
        "lists, json and embedded types are stored as one JSON value",
        at,
      );
      return null;
    }
    const length = type.kind === "string" || type.kind === "text" ? type.maxLength : 0;
    if (length === null || length > longestIndexed) {
      names.refuse(key, field.name, `its text may be longer than ${longestIndexed} characters`, at);
      return null;
    }
  }
  return field.column;
}

function searchOf(form: ResourceForm, names: FieldNames): readonly string[] {
  const node = names.node("search");
  const seen = new Set<string>();
  (form.values.search ?? []).forEach((name, index) => {
    const at = child(node, index)?.at ?? form.nameAt;
    const field = names.find(name, at);
    const isText =
      field?.kind === "scalar" &&
      field.list === null &&
      !field.writeonly &&
      ["string", "text", "email", "url", "slug"].includes(field.type.kind);
    if (seen.has(name)) {
      names.twice("search", name, at);
    } else if (isText) {
      seen.add(name);
    } else if (field !== null || names.isBuiltIn(name)) {
      names.refuse(
        "search",
        name,
        "only shown string, text, email, url and slug fields are searched",
        at,
      );
    }
  });
  return [...seen];
}

function sortOf(draft: ResourceDraft, form: ResourceForm, names: FieldNames): readonly SortKey[] {
  const node = names.node("default_sort");
  const keys: SortKey[] = [];
  [form.values.default_sort ?? []].flat().forEach((written, index) => {
    const at = child(node, index)?.at ?? node?.at ?? form.nameAt;
    const key = sortKey(written);
    const field = names.find(key.field, at);
    if (keys.some((other) => other.field === key.field)) {
      names.twice("default_sort", key.field, at);
    } else if (field !== null ? field.sort : names.isBuiltIn(key.field)) {
      keys.push(key);
    } else if (field !== null) {
      names.refuse("default_sort", key.field, "it is not sortable", at);
    }
  });
  return keys.some((key) => key.field === draft.id.property)
    ? keys
    : [...keys, { field: draft.id.property, descending: false }];
}

/** Needs the paths and relations of all resources. */
export function nestedOf(
  draft: ResourceDraft,
  form: ResourceForm,
  drafts: ReadonlyMap<string, ResourceDraft>,
  scope: Scope,
): readonly Nested[] {
  const names = new FieldNames(draft, form, scope);
  const node = names.node("nested");
  const nested: Nested[] = [];
  (form.values.nested ?? []).forEach((name, index) => {
    const at = child(node, index)?.at ?? form.nameAt;
    const field = names.find(name, at);
    if (nested.some((one) => one.field === name)) {
      names.twice("nested", name, at);
    } else if (field?.kind === "to_one") {
      const parent = drafts.get(field.to);
      if (parent !== undefined) {
        const path = `/${parent.path}/{${field.property}}/${draft.path}`;
        nested.push({ field: name, parent: parent.name, parameter: field.property, path });
      }
    } else if (field !== null || names.isBuiltIn(name)) {
      names.refuse("nested", name, "it is no relation to one", at);
    }
  });
  return nested;
}
