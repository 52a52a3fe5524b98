/** Two things of one name: properties, columns, tables, paths, files. Every clash is told with both places. */
import type { Span } from "../diagnostics/source.ts";
import type { ResourceForm, TypeForm } from "../language/declaration.ts";
import type { ResourceDraft } from "./inverses.ts";
import type { Join } from "./model.ts";
import type { Scope } from "./scope.ts";
import { isName } from "./naming.ts";
import { pascal, snake, wordsOf } from "./words.ts";

/** Who came first to each name of one kind. */
class Register {
  readonly #what: string;
  readonly #scope: Scope;
  readonly #owners = new Map<string, Span>();

  constructor(what: string, scope: Scope) {
    this.#what = what;
    this.#scope = scope;
  }

  /** Returns whether the name was free. */
  claim(name: string, at: Span, key: string = name): boolean {
    // A name that is refused already clashes with nothing.
    if (key === "") {
      return true;
    }
    const first = this.#owners.get(key);
    if (first === undefined) {
      this.#owners.set(key, at);
      return true;
    }
    this.#scope.collector.report("RW1603", { what: this.#what, name }, at, [
      { at: first, note: "the other one" },
    ]);
    return false;
  }
}

export function checkClashes(
  drafts: readonly ResourceDraft[],
  forms: ReadonlyMap<string, ResourceForm>,
  joins: readonly Join[],
  scope: Scope,
): void {
  const names = new Register("name", scope);
  const paths = new Register("path", scope);
  const tables = new Register("table", scope);
  for (const draft of drafts) {
    const form = forms.get(draft.name);
    if (form === undefined) {
      continue;
    }
    const { nameAt } = form;
    // Classes and files are called after the words (`Foo1` and `Foo_1` are one class); disks and databases may not tell
    // upper from lower case.
    if (names.claim(draft.name, nameAt, className(draft.name))) {
      paths.claim(draft.path, nameAt, draft.path.toLowerCase());
      tables.claim(draft.table, nameAt, draft.table.toLowerCase());
    }
    checkProperties(draft, form, scope);
  }
  for (const type of scope.declaration.types) {
    names.claim(type.name, type.nameAt, className(type.name));
    checkTypeProperties(type, scope);
  }
  checkRoutes(drafts, forms, scope);
  for (const join of joins) {
    const at = joinPlace(join, forms);
    if (at !== null) {
      tables.claim(join.table, at, join.table.toLowerCase());
    }
  }
}

/** Names that differ in case or underscores only become one in some language. */
function checkTypeProperties(type: TypeForm, scope: Scope): void {
  const properties = new Register("property", scope);
  for (const field of type.fields) {
    properties.claim(field.name, field.nameAt, snake(wordsOf(field.name)));
  }
}

function className(name: string): string {
  return isName(name) ? pascal(wordsOf(name)) : "";
}

function joinPlace(join: Join, forms: ReadonlyMap<string, ResourceForm>): Span | null {
  const [owner = "", field = ""] = join.name.split(".");
  return forms.get(owner)?.fields.find((one) => one.name === field)?.nameAt ?? null;
}

function checkProperties(draft: ResourceDraft, form: ResourceForm, scope: Scope): void {
  const properties = new Register("property", scope);
  const columns = new Register("column", scope);
  const builtIns = new Set(
    Object.values(draft.timestamps ?? {}).flatMap((one) => [one.property, one.column]),
  );
  for (const field of draft.fields) {
    const at = form.fields.find((one) => one.name === field.name)?.nameAt ?? form.nameAt;
    if (builtIns.has(field.property) || (field.kind !== "to_many" && builtIns.has(field.column))) {
      scope.collector.report("RW1604", { resource: draft.name, property: field.property }, at);
      continue;
    }
    if (!isName(field.name)) {
      continue;
    }
    const isFree = properties.claim(field.property, at);
    if (field.kind !== "scalar" && field.property !== field.name) {
      // An included object stands under the name of the relation.
      properties.claim(field.name, at);
    }
    if (field.kind !== "to_many" && isFree) {
      columns.claim(field.column, at, field.column.toLowerCase());
    }
  }
}

/** Two routes are one where they differ in the names of parameters only. */
function checkRoutes(
  drafts: readonly ResourceDraft[],
  forms: ReadonlyMap<string, ResourceForm>,
  scope: Scope,
): void {
  const routes = new Register("path", scope);
  for (const draft of drafts) {
    const form = forms.get(draft.name);
    for (const field of draft.fields) {
      if (field.kind === "to_many") {
        const at = form?.fields.find((one) => one.name === field.name)?.nameAt ?? form?.nameAt;
        const path = `/${draft.path}/{id}/${field.path}`;
        if (at !== undefined) {
          routes.claim(path, at, path.toLowerCase());
        }
      }
    }
  }
  for (const draft of drafts) {
    const form = forms.get(draft.name);
    const node = form?.map.entries.get("nested")?.value;
    for (const nested of draft.nested) {
      const items = node?.kind === "list" ? node.items : [];
      const item = items.find((one) => one.kind === "scalar" && one.source === nested.field);
      const at = item?.at ?? form?.nameAt;
      if (at !== undefined) {
        routes.claim(nested.path, at, nested.path.replace(/\{\w+\}/g, "{id}").toLowerCase());
      }
    }
  }
}

const outsideBase = new Set(["healthz", "readyz", "openapi.json", "docs"]);

/** Where the service lives at the root, its own paths come first. */
export function checkFixedPaths(
  drafts: readonly ResourceDraft[],
  forms: ReadonlyMap<string, ResourceForm>,
  basePath: string,
  scope: Scope,
): void {
  for (const draft of drafts) {
    const isAuth = scope.declaration.values.auth !== undefined && draft.path === "auth";
    const isHidden = basePath === "" && outsideBase.has(draft.path);
    const form = forms.get(draft.name);
    if (form !== undefined && (isAuth || isHidden)) {
      const fixed = isAuth ? `${basePath}/auth` : `/${draft.path}`;
      scope.collector.report("RW1605", { path: draft.path, fixed }, form.nameAt);
    }
  }
}
