/** What the end of a row does to other rows, as SQL for templates: text inside template literals. */
import { referencesTo, resourceNamed } from "../../contract/lookup.ts";
import type { Model, Resource, ToOneField } from "../../model/model.ts";
import { identifier } from "../../migrations/sql/literals.ts";
import { templateText } from "./literals.ts";

export interface Deletion {
  /** In the order in which they run, before the row itself goes. */
  readonly consequences: readonly string[];
  /** Queries that find a living row which forbids a soft deletion; foreign keys see to hard ones. */
  readonly holders: readonly string[];
  /** Whether anything keeps a row from going: holders, or a foreign key. */
  readonly restricted: boolean;
}

interface Walk {
  readonly model: Model;
  readonly consequences: string[];
  readonly holders: string[];
  restricted: boolean;
}

export function deletionOf(model: Model, resource: Resource): Deletion {
  const walk: Walk = { model, consequences: [], holders: [], restricted: false };
  const self = "${rowId}";
  end(walk, resource, `= ${self}`, resource.softDelete !== null, []);
  return walk;
}

/** `rows`: what follows the column of an id: `= …` or `in (…)`. */
function end(
  walk: Walk,
  resource: Resource,
  rows: string,
  softly: boolean,
  above: readonly string[],
): void {
  for (const { from: child, field } of referencesTo(walk.model, resource.name)) {
    if (field.kind === "to_one") endReference(walk, child, field, rows, softly, above);
    else {
      const { table, ownColumn, otherColumn } = field.through;
      const linked = `select ${name(ownColumn)} from ${name(table)} where ${name(otherColumn)} ${rows}`;
      walk.consequences.push(bump(child, `${name(child.id.column)} in (${linked})`));
    }
  }
}

function endReference(
  walk: Walk,
  child: Resource,
  field: ToOneField,
  rows: string,
  softly: boolean,
  above: readonly string[],
): void {
  const step = `${child.name}.${field.name}`;
  const refers = `${name(field.column)} ${rows}`;
  const table = name(child.table);
  const id = name(child.id.column);
  const dead = child.softDelete === null ? null : name(child.softDelete.column);
  const below = (where: string): string => `in (select ${id} from ${table} where ${where})`;
  if (field.onDelete === "set_null") {
    walk.consequences.push(bump(child, refers, `${name(field.column)} = null`));
    return;
  }
  if (above.includes(step)) return;
  if (field.onDelete === "restrict") {
    walk.restricted = true;
    if (softly) {
      const living = dead === null ? "" : ` and ${dead} is null`;
      walk.holders.push(templated`select 1 as held from ${table} where ${refers}${living} limit 1`);
    } else if (dead !== null) {
      const where = `${refers} and ${dead} is not null`;
      end(walk, child, below(where), false, [...above, step]);
      walk.consequences.push(templated`delete from ${table} where ${where}`);
    }
    return;
  }
  if (softly && dead !== null) {
    const where = `${refers} and ${dead} is null`;
    end(walk, child, below(where), true, [...above, step]);
    walk.consequences.push(bump(child, where, `${dead} = \${time}`));
    return;
  }
  end(walk, child, below(refers), false, [...above, step]);
  if (softly) walk.consequences.push(templated`delete from ${table} where ${refers}`);
}

function bump(resource: Resource, where: string, ...changes: readonly string[]): string {
  const version = name(resource.versionColumn);
  const stamp =
    resource.timestamps === null
      ? []
      : [`${name(resource.timestamps.updatedAt.column)} = \${time}`];
  const all = [...changes, `${version} = ${version} + 1`, ...stamp];
  return templated`update ${name(resource.table)} set ${all.join(", ")} where ${where}`;
}

function name(text: string): string {
  return templateText(identifier(text));
}

/** The pieces are template text already. */
function templated(strings: TemplateStringsArray, ...pieces: readonly string[]): string {
  return strings.reduce((text, part, index) => text + pieces[index - 1] + part);
}

/** Whether rows of the resource may be softly deleted. */
export function isSoft(model: Model, resource: string): { readonly column: string } | false {
  return resourceNamed(model, resource).softDelete ?? false;
}
