/** First pass: names are judged, and what is derived from a resource's name is derived. */
import type { Span } from "../diagnostics/source.ts";
import type { ResourceForm } from "../language/declaration.ts";
import { bases } from "../language/grammar.ts";
import { tableName } from "./physical.ts";
import { oldestName } from "./renames.ts";
import type { Scope } from "./scope.ts";
import { kebab, pluralOf, snake, wordsOf } from "./words.ts";

export interface ResourceNames {
  readonly uid: string;
  readonly words: readonly string[];
  readonly pluralWords: readonly string[];
  readonly path: string;
  readonly table: string;
}

const longest = 60;

export function isName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name);
}

/** Reports names that are not letters, digits and `_`, or too long; returns whether the name will do. */
export function checkName(name: string, what: string, at: Span, scope: Scope): boolean {
  if (!isName(name)) {
    scope.collector.report("RW1601", { name, what, plain: plainName(name) }, at);
    return false;
  }
  if (name.length > longest) {
    scope.collector.report("RW1602", { what, limit: longest }, at);
    return false;
  }
  return true;
}

function plainName(name: string): string {
  const plain = name
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .replaceAll(/^[_\d]+|_+$/g, "");
  return plain.slice(0, longest);
}

export function checkNames(scope: Scope): void {
  for (const resource of scope.declaration.resources) {
    checkName(resource.name, "resource", resource.nameAt, scope);
    for (const field of resource.fields) {
      checkName(field.name, "field", field.nameAt, scope);
      for (const key of ["inverse", "property"] as const) {
        const written = field.keys[key];
        if (written !== undefined) {
          checkName(written.value, key, written.at, scope);
        }
      }
    }
    const { owner } = resource.values;
    if (owner !== undefined) {
      checkName(owner, "owner", valueAt(resource, "owner"), scope);
    }
  }
  for (const type of scope.declaration.types) {
    checkName(type.name, "type", type.nameAt, scope);
    if (bases.some((base) => base === type.name)) {
      scope.collector.report("RW1606", { name: type.name }, type.nameAt);
    }
    for (const field of type.fields) {
      checkName(field.name, "field", field.nameAt, scope);
    }
  }
}

export function resourceNames(resource: ResourceForm, scope: Scope): ResourceNames {
  const { values } = resource;
  const words = wordsOf(resource.name);
  const pluralWords = pluralWordsOf(resource, words, scope);
  const was = values.was === undefined ? null : [values.was].flat();
  return {
    uid: oldestName(resource.name, was),
    words,
    pluralWords,
    path: pathOf(resource, pluralWords, scope),
    table: tableOf(resource, pluralWords, scope),
  };
}

function pluralWordsOf(
  resource: ResourceForm,
  words: readonly string[],
  scope: Scope,
): readonly string[] {
  const { plural } = resource.values;
  if (plural === undefined) {
    return pluralOf(words);
  }
  checkName(plural, "plural", valueAt(resource, "plural"), scope);
  const given = wordsOf(plural);
  return given.length === 0 ? pluralOf(words) : given;
}

function pathOf(resource: ResourceForm, plural: readonly string[], scope: Scope): string {
  const { path } = resource.values;
  if (path === undefined) {
    return kebab(plural);
  }
  const segment = path.replace(/^\//, "");
  if (!/^[A-Za-z0-9][A-Za-z0-9._~-]{0,99}$/.test(segment)) {
    const form = "one segment of letters, digits, `-`, `_`, `.` and `~`";
    scope.collector.report(
      "RW1510",
      { what: "path", written: path, form },
      valueAt(resource, "path"),
    );
  }
  return segment;
}

function tableOf(resource: ResourceForm, plural: readonly string[], scope: Scope): string {
  const { table } = resource.values;
  if (table === undefined) {
    return tableName(snake(plural));
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(table) || /^sqlite_/i.test(table)) {
    const form = "at most 63 letters, digits and `_`, not beginning with a digit or `sqlite_`";
    scope.collector.report(
      "RW1510",
      { what: "table", written: table, form },
      valueAt(resource, "table"),
    );
  }
  return table;
}

/** The place of the value of a key of a resource. */
export function valueAt(resource: ResourceForm, key: string): Span {
  return resource.map.entries.get(key)?.value.at ?? resource.nameAt;
}
