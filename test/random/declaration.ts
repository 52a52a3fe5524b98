/** Random declarations that are valid by the language reference, and as awkward as it allows. */
import { Document, isScalar, visit } from "yaml";
import { Dice } from "./dice.ts";
import { FIELDS, HOSTILE, RELATIONS, RESOURCES } from "./names.ts";
import { randomScalar } from "./scalars.ts";
import type { Declared, Random } from "./scalars.ts";

export interface Wish {
  readonly framework?: string;
  readonly database?: "sqlite" | "postgres";
}

/** The same text for the same seed. */
export function randomDeclaration(seed: number, wish: Wish = {}): string {
  const dice = new Dice(seed);
  const count = dice.integer(2, 6);
  const names = distinctNames(dice, RESOURCES, count);
  const types = randomTypes(dice, names);
  const embedded = Object.keys(types);
  const resources: Record<string, Declared> = {};
  names.forEach((name, at) => {
    resources[name] = randomResource(dice, name, names, at, embedded);
  });
  relateMany(dice, names, resources);
  const service: Declared = {
    name: `random-${seed}`,
    title: dice.pick(["Random", 'A "title"', "Title: with colon", "${title}"]),
    ...(dice.chance(50) ? { description: dice.pick(HOSTILE) } : {}),
    ...(dice.chance(30) ? { base_path: dice.pick(["/", "/api", "/v2/things"]) } : {}),
    ...(dice.chance(35) ? { naming: "camelCase" } : {}),
  };
  const defaults: Declared = {
    ...(dice.chance(25) ? { id: "uuid" } : {}),
    ...(dice.chance(15) ? { timestamps: false } : {}),
  };
  const document = new Document(
    {
      restwright: 1,
      service,
      framework: wish.framework ?? "fastify",
      database: wish.database ?? dice.pick(["sqlite", "postgres"]),
      ...(Object.keys(defaults).length > 0 ? { defaults } : {}),
      resources,
      ...(embedded.length > 0 ? { types } : {}),
    },
    { aliasDuplicateObjects: false },
  );
  visit(document, {
    Pair(_, pair) {
      // A quoted `now` is a text; the time of the request is the bare word.
      const { key, value } = pair;
      if (isScalar(key) && key.value === "default" && isScalar(value) && value.value === "now") {
        value.type = "PLAIN";
      }
    },
  });
  return document.toString({
    lineWidth: 0,
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
  });
}

/** Names whose derived names do not clash: neither is the plural, the prefix with `Id`, nor the other in another case. */
function distinctNames(dice: Dice, from: readonly string[], count: number): string[] {
  return dice.several(from, count);
}

function randomTypes(dice: Dice, resources: readonly string[]): Record<string, Declared> {
  const names = dice.several(
    ["Place", "Money", "Options", "Meta", "Span"].filter((one) => !resources.includes(one)),
    dice.integer(0, 2),
  );
  const types: Record<string, Declared> = {};
  names.forEach((name, at) => {
    const fields: Declared = {};
    // A type may hold those after it, never itself.
    for (const field of dice.several(FIELDS, dice.integer(1, 4))) {
      fields[field] = randomScalar(dice, "embedded", names.slice(at + 1)).declared;
    }
    types[name] = fields;
  });
  return types;
}

function randomResource(
  dice: Dice,
  name: string,
  names: readonly string[],
  at: number,
  embedded: readonly string[],
): Declared {
  const fields: Record<string, Declared | string> = {};
  const scalars: [string, Random][] = [];
  if (dice.chance(15))
    fields["id"] = dice.pick(["uuid", "string(2..8) /^[A-Z]+$/", "string(1..40)"]);
  for (const field of dice.several(FIELDS, dice.integer(2, 8))) {
    const scalar = randomScalar(dice, "resource", embedded);
    fields[field] = scalar.declared;
    scalars.push([field, scalar]);
  }
  const relations = randomRelations(dice, name, names, at, Object.keys(fields));
  Object.assign(fields, relations);
  const resource: Declared = {
    ...(dice.chance(50) ? { description: dice.pick(HOSTILE) } : {}),
    fields,
  };
  const plainText = scalars.filter(
    ([, one]) =>
      ["string", "text"].includes(one.type) && !one.list && one.declared["writeonly"] !== true,
  );
  if (plainText.length > 0 && dice.chance(50))
    resource["search"] = dice.several(plainText, 2).map(([field]) => field);
  const sortable = scalars.filter(([, one]) => isSortable(one)).map(([field]) => field);
  if (sortable.length > 0 && dice.chance(40))
    resource["default_sort"] = (dice.chance(50) ? "-" : "") + dice.pick(sortable);
  if (sortable.length > 1 && dice.chance(25)) resource["index"] = [dice.several(sortable, 2)];
  const required = scalars.find(
    ([, one]) =>
      one.type === "string" &&
      !one.list &&
      !one.optional &&
      one.declared["readonly"] !== true &&
      one.declared["pattern"] === undefined &&
      one.declared["unique"] !== true,
  );
  const required2 = Object.entries(relations).find(
    ([, one]) =>
      one["to"] !== undefined &&
      one["many"] !== true &&
      one["unique"] !== true &&
      one["optional"] !== true,
  );
  if (required !== undefined && required2 !== undefined && dice.chance(50))
    resource["unique"] = [[required[0], required2[0]]];
  const nestable = Object.entries(relations).filter(
    ([, one]) => one["many"] !== true && one["optional"] !== true && one["unique"] !== true,
  );
  if (nestable.length > 0 && dice.chance(50)) resource["nested"] = [nestable[0]?.[0]];
  Object.assign(resource, checkOf(dice, scalars));
  if (dice.chance(20)) resource["soft_delete"] = true;
  if (dice.chance(15)) resource["require_if_match"] = true;
  if (dice.chance(15)) resource["timestamps"] = dice.chance(50);
  if (dice.chance(20))
    resource["operations"] = dice.pick([
      ["list", "retrieve", "create"],
      ["list", "create", "retrieve", "delete"],
      ["create", "retrieve", "update"],
      ["list", "retrieve", "create", "replace"],
    ]);
  return resource;
}

function isSortable(one: Random): boolean {
  return (
    !one.list &&
    !["text", "json", "embedded"].includes(one.type) &&
    one.declared["writeonly"] !== true &&
    one.declared["sort"] !== false
  );
}

/** Relations to resources before this one may be required; to itself and to later ones they are optional, so that rows can be made. */
function randomRelations(
  dice: Dice,
  name: string,
  names: readonly string[],
  at: number,
  taken: readonly string[],
): Record<string, Declared> {
  const relations: Record<string, Declared> = {};
  const free = RELATIONS.filter((one) => !taken.includes(one) && !taken.includes(`${one}_id`));
  dice.several(free, dice.integer(0, 3)).forEach((field) => {
    const target = dice.integer(0, names.length - 1);
    const to = names[target] ?? name;
    const optional = target >= at || dice.chance(40);
    const unique = dice.chance(10);
    const onDelete = dice.pick(
      optional ? ["restrict", "cascade", "set_null"] : ["restrict", "restrict", "cascade"],
    );
    relations[field] = {
      to,
      ...(optional ? { optional: true } : {}),
      ...(unique ? { unique: true } : {}),
      on_delete: onDelete,
      inverse: `${field}_of_${name.toLowerCase()}`,
      ...(dice.chance(10) ? { description: dice.pick(HOSTILE) } : {}),
    };
  });
  return relations;
}

/** Many-to-many relations: to others, to itself, and through a resource of the declaration's own. */
function relateMany(
  dice: Dice,
  names: readonly string[],
  resources: Record<string, Declared>,
): void {
  const used = new Set<string>();
  for (const name of names) {
    if (!dice.chance(35)) continue;
    const to = dice.pick(names);
    const pair = [name, to].sort().join("+");
    if (used.has(pair)) continue;
    used.add(pair);
    const fields = resources[name]?.["fields"] as Record<string, Declared>;
    const field = dice.pick(
      ["tags", "likes", "members", "followers"].filter((one) => !(one in fields)),
    );
    fields[field] = { to, many: true, inverse: `${field}_of_${name.toLowerCase()}` };
  }
  const [first, second] = names;
  if (first === undefined || second === undefined || !dice.chance(25)) return;
  const middle = ["Enrolment", "Membership"].find((one) => !names.includes(one)) ?? "Enrolment";
  const needed = dice.chance(40);
  resources[middle] = {
    fields: {
      left_side: { to: first, on_delete: "cascade" },
      right_side: { to: second, on_delete: "cascade" },
      ...(needed ? { since: "date" } : { note: "string(1..40)?" }),
    },
    unique: [["left_side", "right_side"]],
  };
  const fields = resources[first]?.["fields"] as Record<string, Declared>;
  if (!("through" in fields)) fields["through"] = { to: second, many: true, via: middle };
}

function checkOf(dice: Dice, scalars: readonly [string, Random][]): Declared {
  const numbers = scalars.filter(
    ([, one]) =>
      one.type === "integer" &&
      !one.list &&
      Object.keys(one.declared).every((key) =>
        ["type", "optional", "description", "deprecated"].includes(key),
      ),
  );
  const [left, right] = numbers;
  if (left === undefined || !dice.chance(60)) return {};
  return { check: [right === undefined ? `${left[0]} >= -1000000` : `${left[0]} <= ${right[0]}`] };
}
