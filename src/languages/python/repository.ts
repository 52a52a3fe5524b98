/** Views of the statements over a resource. */
import { fieldNamed, resourceNamed } from "../../contract/lookup.ts";
import { includable, resourceShape } from "../../contract/shapes.ts";
import type {
  Default,
  Field,
  Model,
  Resource,
  ScalarField,
  ToManyField,
} from "../../model/model.ts";
import { Imports } from "./imports.ts";
import { stringLiteral } from "./literals.ts";
import { isThrough } from "./models.ts";
import { columnAttribute, joinVariable, namesOf } from "./names.ts";
import { constant } from "./types.ts";
import type { Can, RepositoryView } from "./view-types.ts";

export function canOf(resource: Resource): Can {
  const has = (operation: Resource["operations"][number]): boolean =>
    resource.operations.includes(operation);
  const save = has("replace") || has("update");
  const links =
    has("update") && resource.fields.some((field) => field.kind === "to_many" && isWritable(field));
  return {
    list: has("list"),
    retrieve: has("retrieve"),
    create: has("create"),
    replace: has("replace"),
    update: has("update"),
    delete: has("delete"),
    save,
    change: save || links,
    lock: save || links || has("delete"),
  };
}

export function isWritable(field: ToManyField): boolean {
  return field.writable && !field.readonly;
}

/** The constant that holds the links of a relation: `TAGS`. */
export function linksVariable(field: ToManyField): string {
  return `${field.name.replace(/^_+/, "").toUpperCase()}_LINKS`;
}

export function repositoryView(model: Model, resource: Resource): RepositoryView {
  const names = namesOf(resource);
  const can = canOf(resource);
  const imports = new Imports();
  const own = (column: string): string => `${names.class}.${columnAttribute(column)}`;
  imports.name(`app.${names.package}.models`, names.class, `${names.plural}_table`);
  imports.name(`app.${names.package}.queries`, names.constant);
  imports.name("collections.abc", "Iterable", "Sequence");
  imports.name("sqlalchemy", "ColumnElement", "Connection", "select");
  imports.name("app.http.queries", "ListQuery");
  imports.name("app.listing", "Listing", "Page", "Representation", "list_rows");
  imports.name("app.rows", "Columns", "Id", "Stored", "read_row", "read_rows", "row_exists");
  const columns = columnsOf(resource).map(({ property, column }) => ({
    property: stringLiteral(property),
    column: own(column),
  }));
  const toMany = resource.fields.filter((field) => field.kind === "to_many");
  const links = toMany.map((field) => linkView(model, resource, field, imports));
  const shown = resourceShape(model, resource, "read")
    .properties.filter(({ value }) => value.kind !== "included")
    .map((property) => {
      const field = property.field;
      if (field && field.kind === "to_many") {
        imports.name("app.columns", "ids_of");
        return `ids_of(${linksVariable(field)}.select(${own(resource.id.column)}).correlate(${names.class}))`;
      }
      const column = columnsOf(resource).find((entry) => entry.property === property.name)?.column;
      return own(column ?? property.name);
    });
  const embedded = includable(resource).map((field) =>
    embeddedView(model, field, names.package, imports),
  );
  const fresh = can.create ? freshValues(resource, imports) : [];
  const references =
    can.create || can.change ? referencesOf(model, resource, names.package, imports) : [];
  const hiddenReferences =
    can.create || can.change
      ? references.filter((entry) => entry.isHidden).map((entry) => entry.call)
      : [];
  const uniques = can.create || can.save ? uniquesOf(resource, own) : [];
  const through = isThrough(model, resource);
  const now = fresh.some((entry) => /\bnow\b/.test(entry));
  if (can.lock) imports.name("app.rows", "Locked", "lock_row");
  const returnsNew = links.length === 0 && !through;
  if (can.create) imports.name("app.rows", returnsNew ? "insert_shown_row" : "insert_row");
  if (can.change) imports.name("app.rows", "change_row");
  if (now) imports.name("app.http", "formats");
  if (can.create || can.change) imports.name("app.validation.bodies", "Values");
  if (can.delete) {
    imports.name("app.deletion", resource.softDelete ? "hide_rows" : "delete_rows");
  }
  if (can.create || can.save) {
    imports.name("app.http.problems", "Problem", "unavailable");
  }
  if (references.length > 0) {
    imports.name("app.http.problems", "Fault", "invalid_body");
    imports.name("app.rows", "missing_references");
  }
  if (hiddenReferences.length > 0) imports.name("app.http.problems", "invalid_body");
  if (uniques.length > 0) {
    imports.name("app.http.problems", "taken");
    imports.name("app.rows", "taken_values");
  }
  if (through && (can.create || can.change)) {
    imports.name("app.deletion", "touch_owners_of");
  }
  if (embedded.length > 0) {
    const helpers = new Set(
      includable(resource).map((f) => (f.kind === "to_many" ? "embed_many" : "embed_one")),
    );
    imports.name("app.rows", ...helpers);
  }
  return {
    imports: imports.print(),
    columns,
    shown,
    version: own(resource.versionColumn),
    idColumn: own(resource.id.column),
    living: resource.softDelete ? `${own(resource.softDelete.column)}.is_(None)` : "",
    hasLiving: resource.softDelete !== null,
    search: resource.search.map((name) => {
      const field = fieldNamed(resource, name);
      return own(field.kind === "to_many" ? field.name : field.column);
    }),
    hasSearch: resource.search.length > 0,
    links,
    hasLinks: links.length > 0,
    embedded,
    hasEmbedded: embedded.length > 0,
    fresh,
    usesNow: now,
    references: references.map((entry) => entry.call),
    hasReferences: references.length > 0,
    hiddenReferences,
    hasHiddenReferences: hiddenReferences.length > 0,
    uniques,
    hasUniques: uniques.length > 0,
    returnsNew,
    followsUp: through || links.some((link) => link.isWritable),
    hasRefusal: can.create || can.save,
    isShownBy: through,
    deletion: resource.softDelete ? "hide_rows" : "delete_rows",
    can,
  };
}

/** Properties with the columns that hold them, in declared order. */
export function columnsOf(resource: Resource): { property: string; column: string }[] {
  const { createdAt, updatedAt } = resource.timestamps ?? {};
  return [
    { property: resource.id.property, column: resource.id.column },
    ...resource.fields.flatMap((field) =>
      field.kind === "to_many" ? [] : [{ property: field.property, column: field.column }],
    ),
    ...[createdAt, updatedAt].flatMap((time) =>
      time ? [{ property: time.property, column: time.column }] : [],
    ),
  ];
}

function linkView(
  model: Model,
  resource: Resource,
  field: ToManyField,
  imports: Imports,
): RepositoryView["links"][number] {
  imports.name("app.rows", "Links");
  const { through } = field;
  const target = resourceNamed(model, field.to);
  const parts: string[] = [];
  if (through.kind === "join") {
    const join = model.joins.find((entry) => entry.name === through.name);
    if (!join) throw new Error(`The model has no join ${through.name}.`);
    const variable = joinVariable(model, join);
    imports.name(variable.module, variable.name);
    parts.push(variable.name);
  } else {
    const via = namesOf(resourceNamed(model, through.name));
    imports.name(`app.${via.package}.models`, `${via.plural}_table`);
    parts.push(`${via.plural}_table`);
  }
  parts.push(
    `own=${stringLiteral(through.ownColumn)}`,
    `other=${stringLiteral(through.otherColumn)}`,
  );
  if (target.softDelete) {
    const other = namesOf(target);
    if (target !== resource) imports.name(`app.${other.package}.models`, other.class);
    const living = `${other.class}.${columnAttribute(target.softDelete.column)}.is_(None)`;
    parts.push(
      `shown=select(${other.class}.${columnAttribute(target.id.column)}).where(${living})`,
    );
  }
  return {
    variable: linksVariable(field),
    property: stringLiteral(field.property),
    arguments: parts.join(", "),
    isWritable: isWritable(field),
  };
}

function embeddedView(
  model: Model,
  field: Exclude<Field, ScalarField>,
  ownPackage: string,
  imports: Imports,
): RepositoryView["embedded"][number] {
  const target = namesOf(resourceNamed(model, field.to));
  const isOwn = target.package === ownPackage;
  if (!isOwn) imports.name(`app.${target.package}`, `repository as ${target.package}`);
  const find = isOwn ? "find_many" : `${target.package}.find_many`;
  const relation = stringLiteral(field.name);
  const helper = field.kind === "to_many" ? "embed_many" : "embed_one";
  return {
    relation,
    call: `${helper}(connection, rows, ${relation}, ${stringLiteral(field.property)}, ${find})`,
  };
}

/** `"created_at": now`, for the properties of a new row that no body gives. */
function freshValues(resource: Resource, imports: Imports): string[] {
  const fresh: string[] = [];
  const add = (property: string, value: string): void => {
    fresh.push(`${stringLiteral(property)}: ${value}`);
  };
  if (resource.id.strategy === "uuid") {
    add(resource.id.property, "formats.new_uuid()");
    imports.name("app.http", "formats");
  }
  for (const field of resource.fields) {
    if (field.kind === "scalar" && field.readonly) {
      const value = readOnlyDefault(field, field.default, imports);
      if (value !== null) add(field.property, value);
    }
  }
  for (const time of Object.values(resource.timestamps ?? {})) add(time.property, "now");
  return fresh;
}

function readOnlyDefault(
  field: ScalarField,
  declared: Default | null,
  imports: Imports,
): string | null {
  if (declared === null) return field.list !== null && !field.optional ? "[]" : null;
  if (declared.kind === "now") {
    if (field.type.kind === "date") return "now.date()";
    return field.type.kind === "time" ? "now.time().replace(microsecond=0)" : "now";
  }
  return constant(declared.value, field.list ? { kind: "json" } : field.type, imports);
}

function referencesOf(
  model: Model,
  resource: Resource,
  ownPackage: string,
  imports: Imports,
): { call: string; isHidden: boolean }[] {
  return resource.fields.flatMap((field) => {
    if (field.kind === "scalar" || field.readonly || (field.kind === "to_many" && !field.writable))
      return [];
    const target = resourceNamed(model, field.to);
    const names = namesOf(target);
    if (names.package !== ownPackage) imports.name(`app.${names.package}.models`, names.class);
    const parts = [
      stringLiteral(field.property),
      `${names.class}.${columnAttribute(target.id.column)}`,
    ];
    if (target.softDelete)
      parts.push(`${names.class}.${columnAttribute(target.softDelete.column)}.is_(None)`);
    return [
      {
        call: `*missing_references(connection, values, ${parts.join(", ")})`,
        isHidden: target.softDelete !== null,
      },
    ];
  });
}

function uniquesOf(resource: Resource, own: (column: string) => string): string[] {
  const columns = columnsOf(resource);
  const sets = resource.uniques.map((unique) =>
    unique.fields.map((name) => {
      const field = resource.fields.find((entry) => entry.name === name);
      const property = field?.property ?? name;
      const column = columns.find((entry) => entry.property === property)?.column ?? name;
      return `${stringLiteral(property)}: ${own(column)}`;
    }),
  );
  if (resource.id.strategy === "client") {
    sets.unshift([`${stringLiteral(resource.id.property)}: ${own(resource.id.column)}`]);
  }
  return sets.map((set) => `*taken_values(connection, values, {${set.join(", ")}}, *others)`);
}
