/**
 * Random edits of a declaration as a person makes them over the years, each with the `was`, `backfill` or `map` that it
 * needs, so that a comparison has no question but consent to what is destroyed.
 */
import { loadModelFromText } from "../../src/model/load.ts";
import type { Model } from "../../src/model/model.ts";
import { sampleValue } from "../../src/model/samples/sample.ts";
import { Dice } from "./dice.ts";
import { Draft, type Keys } from "./draft.ts";
import { ENUM_VALUES, FIELDS, RESOURCES } from "./names.ts";

export interface Edited {
  /** A valid declaration. */
  readonly text: string;
  /** What was done to the one before. */
  readonly what: string;
}

/** So many edits, one after the other; the same for the same seed. The declaration itself stands first. */
export function randomHistory(text: string, seed: number, length: number): Edited[] {
  const dice = new Dice(seed);
  const history: Edited[] = [{ text, what: "nothing" }];
  while (history.length <= length) {
    const last = history.at(-1)?.text ?? text;
    history.push(randomEdit(last, dice));
  }
  return history;
}

const attempts = 200;

/** One to three changes in one edit. */
export function randomEdit(text: string, dice: Dice): Edited {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const draft = new Draft(text);
    const done: string[] = [];
    const count = dice.pick([1, 1, 1, 2, 3]);
    let model = modelOf(text);
    for (let made = 0; made < count && model; made += 1) {
      // A name that changes twice in one edit would need to be told as one change.
      const what = dice.pick(made === 0 ? [...edits, ...renames] : edits)({ draft, dice, model });
      if (what !== null) done.push(what);
      model = modelOf(draft.text());
    }
    if (model && done.length > 0) return { text: draft.text(), what: done.join("; ") };
  }
  throw new Error(`No edit fits:\n${text}`);
}

function modelOf(text: string): Model | null {
  return loadModelFromText(text, "restwright.yaml").model;
}

interface Editing {
  readonly draft: Draft;
  readonly dice: Dice;
  /** Of the draft as it is. */
  readonly model: Model;
}

/** Null where there is nothing to do it to. */
type Edit = (editing: Editing) => string | null;

type Place = readonly [resource: string, field: string];

function places({ draft }: Editing, accept: (keys: Keys) => boolean): Place[] {
  return draft.resources().flatMap((resource) =>
    draft
      .fields(resource)
      .filter((field) => accept(draft.field(resource, field)))
      .map((field): Place => [resource, field]),
  );
}

function pickPlace(editing: Editing, accept: (keys: Keys) => boolean): Place | null {
  const found = places(editing, accept);
  return found.length === 0 ? null : editing.dice.pick(found);
}

const isScalar = (keys: Keys) => keys["to"] === undefined;
const isToOne = (keys: Keys) => keys["to"] !== undefined && keys["many"] !== true;
const isToMany = (keys: Keys) => keys["many"] === true;

function freeField({ draft, dice }: Editing, resource: string): string {
  const taken = new Set(
    [...draft.fields(resource), ...draft.retiredFields(resource)].flatMap((name) => [
      name,
      `${name}_id`,
    ]),
  );
  return dice.pick(FIELDS.filter((name) => !taken.has(name)));
}

const freshTypes: readonly Keys[] = [
  { type: "string", max_length: 40 },
  { type: "text" },
  { type: "integer" },
  { type: "bigint" },
  { type: "float" },
  { type: "decimal", precision: 10, scale: 2 },
  { type: "boolean" },
  { type: "date" },
  { type: "datetime" },
  { type: "time" },
  { type: "uuid" },
  { type: "json" },
  { type: "enum", values: ["red", "green", "blue"] },
  { type: "string", max_length: 10, items: { min: 0, max: 4 } },
];

/** A value for old rows, from a declaration in which the field may still be null. */
function backfill(draft: Draft, [resource, name]: Place, seed: number): unknown {
  const model = modelOf(draft.text());
  const field = model?.resources
    .find((one) => one.name === resource)
    ?.fields.find((one) => one.name === name);
  return field?.kind === "scalar" && model ? sampleValue(model, field, seed) : undefined;
}

const addField: Edit = (editing) => {
  const { draft, dice } = editing;
  const resource = dice.pick(draft.resources());
  const name = freeField(editing, resource);
  const type = dice.pick(freshTypes);
  const path = ["resources", resource, "fields", name];
  draft.set(path, { ...type, optional: true, was: [] });
  if (dice.chance(50)) return `add ${resource}.${name}?`;
  const value = backfill(draft, [resource, name], dice.integer(0, 50));
  if (value === undefined) return `add ${resource}.${name}?`;
  const key = dice.chance(50) ? "backfill" : "default";
  draft.set(path, { ...type, was: [], [key]: value });
  return `add ${resource}.${name} with ${key}`;
};

const dropField: Edit = (editing) => {
  const place = pickPlace(editing, () => true);
  if (!place || editing.draft.fields(place[0]).length < 2) return null;
  editing.draft.dropField(...place);
  return `drop ${place.join(".")}`;
};

const keepField: Edit = (editing) => {
  const place = pickPlace(editing, () => true);
  if (!place || editing.draft.fields(place[0]).length < 2) return null;
  const [resource, name] = place;
  const { was } = editing.draft.field(resource, name);
  editing.draft.forgetField(resource, name);
  editing.draft.set(["resources", resource, "fields", name], {
    drop: "keep",
    ...(was === undefined ? {} : { was }),
  });
  return `keep ${place.join(".")}`;
};

const returnField: Edit = ({ draft, dice }) => {
  const kept = draft
    .resources()
    .flatMap((resource) => draft.retiredFields(resource).map((name): Place => [resource, name]));
  if (kept.length === 0) return null;
  const [resource, name] = dice.pick(kept);
  const type = dice.pick(freshTypes);
  draft.set(["resources", resource, "fields", name], { ...type, optional: true });
  return `return ${resource}.${name}`;
};

const renameField: Edit = (editing) => {
  const place = pickPlace(editing, () => true);
  if (!place) return null;
  const [resource, from] = place;
  const to = freeField(editing, resource);
  editing.draft.renameField(resource, from, to);
  editing.draft.setField(resource, to, { was: from });
  return `rename ${resource}.${from} to ${to}`;
};

/** Two that changed places once cannot say that they do so again: the lines would be those of the first time. */
function isSaid(names: unknown, name: string): boolean {
  return [names].flat().includes(name);
}

const swapFields: Edit = (editing) => {
  const { draft, dice } = editing;
  const resource = dice.pick(draft.resources());
  const [one, other] = dice.several(draft.fields(resource), 2);
  if (one === undefined || other === undefined) return null;
  const saysWas = (name: string, was: string) => isSaid(draft.field(resource, name)["was"], was);
  if (saysWas(one, other) && saysWas(other, one)) return null;
  draft.renameField(resource, one, "between");
  draft.renameField(resource, other, one);
  draft.renameField(resource, "between", other);
  draft.setField(resource, one, { was: other });
  draft.setField(resource, other, { was: one });
  return `swap ${resource}.${one} and ${other}`;
};

/** Limits, patterns and examples are those of the old type. */
function retype({ draft, dice }: Editing, [resource, name]: Place, type: Keys): void {
  const { optional, was, description } = draft.field(resource, name);
  draft.forgetField(resource, name);
  const kept = Object.fromEntries(
    Object.entries({ was, description }).filter(([, value]) => value !== undefined),
  );
  draft.set(["resources", resource, "fields", name], { ...type, ...kept, optional: true });
  if (optional === true || dice.chance(30)) return;
  const value = backfill(draft, [resource, name], dice.integer(0, 50));
  if (value !== undefined) {
    draft.setField(resource, name, { optional: undefined, backfill: value });
  }
}

const changeType: Edit = (editing) => {
  const place = pickPlace(editing, isScalar);
  if (!place) return null;
  const type = editing.dice.pick(freshTypes);
  retype(editing, place, type);
  return `make ${place.join(".")} ${String(type["type"])}`;
};

const changeLength: Edit = (editing) => {
  const { draft, dice } = editing;
  const place = pickPlace(editing, ({ type, pattern }) => type === "string" && !pattern);
  if (!place) return null;
  const most = dice.pick([null, 30, 60, 200]);
  draft.setField(...place, { max_length: most ?? undefined });
  return `make ${place.join(".")} at most ${most ?? "as long as can be"}`;
};

const toggleOptional: Edit = (editing) => {
  const { draft, dice } = editing;
  const place = pickPlace(editing, (keys) => isScalar(keys));
  if (!place) return null;
  if (draft.field(...place)["optional"] !== true) {
    draft.setField(...place, { optional: true });
    return `make ${place.join(".")} optional`;
  }
  const value = backfill(draft, place, dice.integer(0, 50));
  if (value === undefined || value === null) return null;
  draft.setField(...place, { optional: undefined, backfill: value });
  return `make ${place.join(".")} required`;
};

const toggleUnique: Edit = (editing) => {
  const place = pickPlace(editing, (keys) => keys["type"] === "string" || isToOne(keys));
  if (!place) return null;
  const isUnique = editing.draft.field(...place)["unique"] === true;
  editing.draft.setField(...place, { unique: isUnique ? undefined : true });
  return `${isUnique ? "no longer unique" : "unique"}: ${place.join(".")}`;
};

const toggleIndex: Edit = (editing) => {
  const place = pickPlace(editing, (keys) => isScalar(keys) && keys["items"] === undefined);
  if (!place) return null;
  const isIndexed = editing.draft.field(...place)["index"] === true;
  editing.draft.setField(...place, { index: isIndexed ? undefined : true });
  return `${isIndexed ? "no longer indexed" : "indexed"}: ${place.join(".")}`;
};

const compositeIndex: Edit = ({ draft, dice }) => {
  const resource = dice.pick(draft.resources());
  const key = dice.pick(["index", "unique"]);
  const names = dice
    .several(draft.fields(resource), 2)
    .filter((name) => !isToMany(draft.field(resource, name)));
  const signed = key === "index" ? names.map((n) => (dice.chance(40) ? `-${n}` : n)) : names;
  const isThere = draft.has("resources", resource, key);
  draft.set(["resources", resource, key], isThere || names.length === 0 ? undefined : [signed]);
  return `${key} of ${resource}: ${isThere ? "none" : signed.join(", ")}`;
};

const changeEnum: Edit = (editing) => {
  const { draft, dice } = editing;
  const place = pickPlace(
    editing,
    (keys) =>
      keys["type"] === "enum" && keys["items"] === undefined && keys["default"] === undefined,
  );
  if (!place) return null;
  const values = (draft.field(...place)["values"] as readonly unknown[]).map((value) =>
    typeof value === "object" && value !== null && "value" in value
      ? String(value.value)
      : String(value),
  );
  const fresh = dice.pick(ENUM_VALUES.filter((value) => !values.includes(value)));
  const gone = dice.pick(values);
  const rest = values.filter((value) => value !== gone);
  const path = ["resources", ...place.slice(0, 1), "fields", place[1]];
  const [target] = rest;
  switch (dice.integer(0, 2)) {
    case 0:
      draft.set([...path, "values"], [...values, fresh]);
      draft.set([...path, "map"], undefined);
      return `add value ${fresh} of ${place.join(".")}`;
    case 1:
      if (target === undefined) return null;
      draft.set([...path, "values"], rest);
      draft.set([...path, "map"], { [gone]: target });
      return `map value ${gone} of ${place.join(".")} to ${target}`;
    default:
      draft.set(
        [...path, "values"],
        values.map((value) => (value === gone ? fresh : value)),
      );
      draft.set([...path, "map"], { [gone]: fresh });
      return `rename value ${gone} of ${place.join(".")} to ${fresh}`;
  }
};

const changeDefault: Edit = (editing) => {
  const { draft, dice } = editing;
  const place = pickPlace(editing, (keys) => isScalar(keys) && keys["readonly"] !== true);
  if (!place) return null;
  const isThere = draft.field(...place)["default"] !== undefined;
  const value = isThere ? undefined : backfill(draft, place, dice.integer(0, 50));
  if (!isThere && (value === undefined || value === null)) return null;
  draft.setField(...place, { default: value });
  return `default of ${place.join(".")}: ${isThere ? "none" : JSON.stringify(value)}`;
};

const changeFlag: Edit = ({ draft, dice }) => {
  const resource = dice.pick(draft.resources());
  const flag = dice.pick(["soft_delete", "timestamps"]);
  const isOn = draft.get("resources", resource, flag) ?? flag === "timestamps";
  draft.set(["resources", resource, flag], isOn !== true);
  return `${flag} of ${resource}: ${String(isOn !== true)}`;
};

const addRelation: Edit = (editing) => {
  const { draft, dice } = editing;
  const resource = dice.pick(draft.resources());
  const name = freeField(editing, resource);
  const to = dice.pick(draft.resources());
  const inverse = `${name}_of_${resource.toLowerCase()}`;
  const keys = dice.chance(50)
    ? { to, many: true, inverse, was: [] }
    : {
        to,
        optional: true,
        inverse,
        was: [],
        on_delete: dice.pick(["restrict", "cascade", "set_null"]),
      };
  draft.set(["resources", resource, "fields", name], keys);
  return `relate ${resource}.${name} to ${to}`;
};

const changeRelation: Edit = (editing) => {
  const { draft, dice } = editing;
  const place = pickPlace(editing, isToOne);
  if (!place) return null;
  if (dice.chance(50)) {
    const action = dice.pick(["restrict", "cascade"]);
    draft.setField(...place, { on_delete: action });
    return `on_delete of ${place.join(".")}: ${action}`;
  }
  const to = dice.pick(draft.resources());
  draft.forgetField(...place);
  draft.setField(...place, { to, optional: true, unique: undefined });
  return `lead ${place.join(".")} to ${to}`;
};

const relationToMany: Edit = (editing) => {
  const { draft } = editing;
  const place = pickPlace(editing, isToOne);
  if (!place) return null;
  const { to, inverse, was } = draft.field(...place);
  draft.forgetField(...place);
  draft.set(["resources", place[0], "fields", place[1]], {
    to,
    many: true,
    ...(inverse === undefined ? {} : { inverse }),
    ...(was === undefined ? {} : { was }),
  });
  return `make ${place.join(".")} many`;
};

const explicitVia: Edit = (editing) => {
  const { draft, dice } = editing;
  const place = pickPlace(editing, (keys) => isToMany(keys) && keys["via"] === undefined);
  if (!place) return null;
  const [owner] = place;
  const to = String(draft.field(...place)["to"]);
  const middle = freeResource(editing);
  if (owner === to) return null;
  const tag = middle.toLowerCase();
  draft.set(["resources", middle], {
    was: [],
    fields: {
      left_side: { to: owner, on_delete: "cascade", inverse: `left_of_${tag}` },
      right_side: { to, on_delete: "cascade", inverse: `right_of_${tag}` },
      ...(dice.chance(50) ? { weight: { type: "integer", backfill: 7 } } : {}),
    },
    unique: [["left_side", "right_side"]],
  });
  draft.setField(...place, { via: middle });
  return `store ${place.join(".")} in ${middle}`;
};

function freeResource({ draft, dice }: Editing): string {
  const taken = new Set([...draft.resources(), ...draft.retiredResources()]);
  return dice.pick(RESOURCES.filter((name) => !taken.has(name)));
}

const addResource: Edit = (editing) => {
  const { draft, dice } = editing;
  const name = freeResource(editing);
  const to = dice.pick(draft.resources());
  draft.set(["resources", name], {
    was: [],
    fields: {
      label: { type: "string", max_length: 30 },
      ...(dice.chance(60) ? { link: { to, inverse: `link_of_${name.toLowerCase()}` } } : {}),
    },
    ...(dice.chance(30) ? { soft_delete: true } : {}),
  });
  return `add ${name}`;
};

/** With the relations that lead to it, and the tables in the middle of such. */
function withoutRelations({ draft }: Editing, name: string): boolean {
  for (const [resource, field] of draft.relationsTo(name)) {
    if (resource === name) continue;
    if (draft.fields(resource).length < 2) return false;
    draft.dropField(resource, field);
  }
  return true;
}

const dropResource: Edit = (editing) => {
  const { draft, dice } = editing;
  const names = draft.resources();
  if (names.length < 2) return null;
  const name = dice.pick(names);
  if (!withoutRelations(editing, name)) return null;
  draft.dropResource(name);
  return `drop ${name}`;
};

/** Only one whose ids are made as those of every resource: it comes back with such. */
const keepResource: Edit = (editing) => {
  const { draft, dice } = editing;
  const names = draft.resources().filter((name) => !draft.has("resources", name, "fields", "id"));
  if (names.length === 0 || draft.resources().length < 2) return null;
  const name = dice.pick(names);
  if (!withoutRelations(editing, name)) return null;
  const was = draft.get("resources", name, "was");
  draft.set(["resources", name], { drop: "keep", ...(was === undefined ? {} : { was }) });
  return `keep ${name}`;
};

const returnResource: Edit = ({ draft, dice }) => {
  const kept = draft.retiredResources();
  if (kept.length === 0) return null;
  const name = dice.pick(kept);
  draft.set(["resources", name], { fields: { back: { type: "string", optional: true, was: [] } } });
  return `return ${name}`;
};

const renameResource: Edit = (editing) => {
  const { draft, dice } = editing;
  const from = dice.pick(draft.resources());
  const to = freeResource(editing);
  draft.renameResource(from, to);
  draft.set(["resources", to, "was"], from);
  return `rename ${from} to ${to}`;
};

const swapResources: Edit = ({ draft, dice }) => {
  const [one, other] = dice.several(draft.resources(), 2);
  if (one === undefined || other === undefined) return null;
  const saysWas = (name: string, was: string) => isSaid(draft.get("resources", name, "was"), was);
  if (saysWas(one, other) && saysWas(other, one)) return null;
  draft.renameResource(one, "Between");
  draft.renameResource(other, one);
  draft.renameResource("Between", other);
  draft.set(["resources", one, "was"], other);
  draft.set(["resources", other, "was"], one);
  return `swap ${one} and ${other}`;
};

const changeTable: Edit = ({ draft, dice }) => {
  const name = dice.pick(draft.resources());
  const table = draft.has("resources", name, "table")
    ? undefined
    : `t${dice.integer(1, 99)}_${name}`;
  draft.set(["resources", name, "table"], table);
  return `table of ${name}: ${table ?? "by its name"}`;
};

const changeCheck: Edit = (editing) => {
  const { draft, dice } = editing;
  const place = pickPlace(
    editing,
    (keys) =>
      keys["type"] === "integer" && keys["items"] === undefined && keys["default"] === undefined,
  );
  if (!place) return null;
  const path = ["resources", place[0], "check"];
  const isThere = draft.has(...path);
  draft.set(path, isThere ? undefined : [`${place[1]} >= ${dice.integer(-9, 0) * 1_000_000}`]);
  return `check of ${place[0]}: ${isThere ? "none" : place[1]}`;
};

function pickProperty({ draft, dice }: Editing): Place | null {
  const found = draft
    .types()
    .flatMap((type) => draft.properties(type).map((name): Place => [type, name]));
  return found.length === 0 ? null : dice.pick(found);
}

function freeProperty({ draft, dice }: Editing, type: string): string {
  const taken = new Set(draft.properties(type));
  return dice.pick(FIELDS.filter((name) => !taken.has(name)));
}

/** Values that are written out in the declaration are those of the type before. */
const addProperty: Edit = (editing) => {
  const { draft, dice } = editing;
  if (draft.types().length === 0) return null;
  const type = dice.pick(draft.types());
  const name = freeProperty(editing, type);
  const fresh = dice.pick([
    { type: "integer", optional: true },
    { type: "string", max_length: 9, optional: true },
    { type: "integer", default: 7 },
    { type: "decimal", precision: 6, scale: 2, backfill: "1.5" },
    { type: "boolean", backfill: true },
    { type: "enum", values: ["red", "green"], default: "red" },
    { type: "string", max_length: 9, items: { min: 0, max: 4 } },
  ]);
  draft.set(["types", type, name], { ...fresh, was: [] });
  return `add ${type}.${name}`;
};

const dropProperty: Edit = (editing) => {
  const place = pickProperty(editing);
  if (!place || editing.draft.properties(place[0]).length < 2) return null;
  editing.draft.set(["types", ...place], undefined);
  return `drop ${place.join(".")}`;
};

const renameProperty: Edit = (editing) => {
  const place = pickProperty(editing);
  if (!place) return null;
  const [type, from] = place;
  const to = freeProperty(editing, type);
  editing.draft.renameProperty(type, from, to);
  editing.draft.setProperty(type, to, { was: from });
  return `rename ${type}.${from} to ${to}`;
};

const retypeProperty: Edit = (editing) => {
  const { draft, dice } = editing;
  const place = pickProperty(editing);
  if (!place) return null;
  const { was } = (draft.get("types", ...place) ?? {}) as Keys;
  const type = dice.pick(freshTypes);
  const past = was === undefined ? {} : { was };
  draft.set(["types", ...place], { ...type, ...past, optional: true });
  return `make ${place.join(".")} ${String(type["type"])}`;
};

const edits: readonly Edit[] = [
  addProperty,
  dropProperty,
  retypeProperty,
  addField,
  addField,
  dropField,
  keepField,
  returnField,
  changeType,
  changeLength,
  toggleOptional,
  toggleUnique,
  toggleIndex,
  compositeIndex,
  changeEnum,
  changeDefault,
  changeFlag,
  changeFlag,
  addRelation,
  changeRelation,
  relationToMany,
  explicitVia,
  addResource,
  dropResource,
  keepResource,
  returnResource,
  changeTable,
  changeCheck,
];

const renames: readonly Edit[] = [
  renameField,
  renameField,
  renameProperty,
  swapFields,
  renameResource,
  swapResources,
];
