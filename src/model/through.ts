/** `via:`, a resource of the user's own in the middle of a many-to-many. */
import type { ResourceForm } from "../language/declaration.ts";
import type { FieldForm, Located } from "../language/form.ts";
import { columnBase } from "./fields.ts";
import type { Through } from "./model.ts";
import type { ResourceNames } from "./naming.ts";
import { columnName } from "./physical.ts";
import type { Scope } from "./scope.ts";

/** The two relations of the resource in the middle, and whether links may be made without knowing its other fields. */
export function through(
  field: FieldForm,
  via: Located<string>,
  owner: ResourceForm,
  to: string,
  names: ReadonlyMap<string, ResourceNames>,
  scope: Scope,
): { readonly through: Through; readonly join: null; readonly writable: boolean } | null {
  const middle = scope.resources.get(via.value);
  if (middle === undefined) {
    if (!scope.declaration.broken.has(via.value)) {
      scope.collector.report(
        "RW1401",
        { name: via.value, known: scope.collector.suggestions(() => [...scope.resources.keys()]) },
        via.at,
      );
    }
    return null;
  }
  const ends = endsOf(middle, owner.name, to, via, scope);
  if (ends === null) {
    return null;
  }
  const [own, other] = ends;
  if (!isPairUnique(middle, own.name, other.name)) {
    const fields = `${own.name}, ${other.name}`;
    scope.collector.report("RW1405", { via: middle.name, fields }, via.at, [
      { at: middle.nameAt, note: "declared here" },
    ]);
  }
  if (middle.values.soft_delete === true) {
    scope.collector.report("RW1406", { via: middle.name }, via.at);
  }
  const needsMore = middle.fields.some((one) => one !== own && one !== other && isRequired(one));
  return {
    join: null,
    writable: !needsMore && field.keys.readonly?.value !== true,
    through: {
      kind: "resource",
      name: middle.name,
      table: names.get(middle.name)?.table ?? "",
      ownColumn: columnName(`${columnBase(own.name)}_id`),
      otherColumn: columnName(`${columnBase(other.name)}_id`),
    },
  };
}

function endsOf(
  middle: ResourceForm,
  owner: string,
  to: string,
  via: Located<string>,
  scope: Scope,
): readonly [FieldForm, FieldForm] | null {
  const relationsTo = (name: string): readonly FieldForm[] =>
    middle.fields.filter(({ keys }) => keys.to?.value === name && keys.many?.value !== true);
  const isSelf = owner === to;
  const needed = isSelf ? 2 : 1;
  for (const resource of isSelf ? [owner] : [owner, to]) {
    const found = relationsTo(resource).length;
    if (found !== needed) {
      scope.collector.report("RW1404", { via: middle.name, resource, found, needed }, via.at, [
        { at: middle.nameAt, note: "declared here" },
      ]);
      return null;
    }
  }
  const [own, second] = relationsTo(owner);
  const other = isSelf ? second : relationsTo(to)[0];
  return own === undefined || other === undefined ? null : [own, other];
}

function isPairUnique(middle: ResourceForm, own: string, other: string): boolean {
  return (middle.values.unique ?? []).some(
    (set) => Array.isArray(set) && set.length === 2 && set.includes(own) && set.includes(other),
  );
}

function isRequired({ name, keys }: FieldForm): boolean {
  const isSupplied =
    keys.optional?.value === true ||
    keys.default !== undefined ||
    keys.readonly?.value === true ||
    keys.many?.value === true ||
    (keys.items !== undefined && (keys.items.value.min ?? 0) === 0);
  const isMadeId = name === "id" && /^(?:integer|uuid)$/.test(keys.type?.value ?? "");
  return !isSupplied && !isMadeId;
}
