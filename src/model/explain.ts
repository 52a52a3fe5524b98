/** The model printed as a declaration in the long form: nothing left to default, and it loads to the same model. */
import { Document } from "yaml";
import { explainField, explainId, present, retired, some, was } from "./explain-fields.ts";
import type { AccessRule, EmbeddedType, Model, Operation, Resource, SortKey } from "./model.ts";
import { snake, wordsOf } from "./words.ts";

/** Valid YAML; ends with a line feed. */
export function explain(model: Model): string {
  const { service } = model;
  const content = present({
    restwright: 1,
    service: present({
      name: service.name,
      title: service.title,
      description: service.description,
      version: service.version,
      base_path: service.basePath === "" ? "/" : service.basePath,
      naming: service.naming,
    }),
    framework: model.framework,
    database: model.database,
    auth: model.auth === null ? null : { registration: model.auth.registration },
    online: model.online ? true : null,
    eject: some(model.eject),
    resources: Object.fromEntries([
      ...model.resources.map((one) => [one.name, resource(one)] as const),
      ...model.retired.map(retired),
    ]),
    types: model.types.length === 0 ? null : Object.fromEntries(model.types.map(embedded)),
  });
  return new Document(content, { aliasDuplicateObjects: false }).toString({ lineWidth: 0 });
}

function embedded(type: EmbeddedType): readonly [string, object] {
  return [
    type.name,
    Object.fromEntries(type.fields.map((field) => [field.name, explainField(field, null)])),
  ];
}

function resource(one: Resource): object {
  const singles = new Set(
    one.uniques.filter(({ fields }) => fields.length === 1).map(({ fields }) => fields[0]),
  );
  const indexed = new Set(one.indexes.flatMap(({ keys }) => singleIndex(one, keys) ?? []));
  return present({
    description: one.description,
    account: one.account ? true : null,
    was: was(one),
    plural: isRead(one.pluralWords) ? snake(one.pluralWords) : null,
    table: one.table,
    path: one.path,
    fields: {
      id: explainId(one.id),
      ...Object.fromEntries(
        one.fields.map((field) => [
          field.name,
          explainField(field, {
            unique: singles.has(field.name),
            index: indexed.has(field.name),
            owner: field.name === one.owner,
          }),
        ]),
      ),
      ...Object.fromEntries(one.retired.map(retired)),
    },
    timestamps: one.timestamps !== null,
    operations: one.operations,
    nested: some(one.nested.map(({ field }) => field)),
    unique: some(one.uniques.filter(({ fields }) => fields.length > 1).map(({ fields }) => fields)),
    index: some(
      one.indexes
        .filter(({ keys }) => singleIndex(one, keys) === null)
        .map(({ keys }) => keys.map(sortText)),
    ),
    check: some(one.checks.map(({ source }) => source)),
    search: some(one.search),
    default_sort: one.defaultSort.map(sortText),
    soft_delete: one.softDelete !== null,
    require_if_match: one.requireIfMatch,
    owner: one.owner,
    access: one.access === null ? null : access(one.access, one.operations),
  });
}

/** The field whose own `index: true` the index is; null for any other. */
export function singleIndex(
  { fields }: Pick<Resource, "fields">,
  keys: readonly SortKey[],
): string | null {
  const [key] = keys;
  const isField = keys.length === 1 && fields.some(({ name }) => name === key?.field);
  return isField && key?.descending === false ? key.field : null;
}

/** A plural made by rule may not come apart into the same words again (`address2s`). */
function isRead(words: readonly string[]): boolean {
  return wordsOf(snake(words)).join(" ") === words.join(" ");
}

function sortText({ field, descending }: SortKey): string {
  return descending ? `-${field}` : field;
}

function access(
  rules: Readonly<Record<Operation, readonly AccessRule[]>>,
  operations: readonly Operation[],
): object {
  return Object.fromEntries(
    operations.map((operation) => [
      operation,
      rules[operation].map((rule) => (rule.kind === "role" ? `role:${rule.role}` : rule.kind)),
    ]),
  );
}
