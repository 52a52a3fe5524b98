/** Two shapes of JSON, and what the declaration says of their past: the recipe from one to the other, or questions. */
import { completedDefault, type Property, type Shape } from "../storage/shape.ts";
import type { ColumnDefault } from "../storage/storage.ts";
import type { Asking } from "./asking.ts";
import { askAboutGoneValues, type EnumSubject } from "./enum-questions.ts";
import type { Hints, PropertyHint } from "./hints.ts";
import { matched } from "./identities.ts";
import { nameLikeness } from "./likeness.ts";
import { readsOf, waysToFill, type Choice, type Question } from "./questions.ts";
import {
  canBecome,
  keep,
  ofItems,
  ofObject,
  valueReshaping,
  type PropertyReshaping,
  type Reshaping,
} from "./reshaping.ts";

/** Candidates that are shown. */
const most = 5;

export interface Reshaped {
  readonly change: Reshaping;
  /** The wanted shape, with the names that properties had before. */
  readonly shape: Shape;
}

interface Context {
  readonly hints: Hints;
  readonly asking: Asking;
}

/**
 * @param before that can become the wanted one
 * @param subject what has the shape
 */
export function reshaped(
  before: Shape,
  wanted: Shape,
  subject: EnumSubject,
  context: Context,
): Reshaped {
  if (before.kind === "value" && wanted.kind === "value") {
    if (before.values !== null && wanted.values !== null) {
      askAboutGoneValues(before.values, wanted.values, subject, context.asking);
    }
    return { change: valueReshaping(before, wanted, subject.map), shape: wanted };
  }
  if (before.kind === "list" && wanted.kind === "list") {
    const { change, shape } = reshaped(before.of, wanted.of, subject, context);
    return { change: ofItems(change), shape: { kind: "list", of: shape } };
  }
  if (before.kind === "object" && wanted.kind === "object") {
    return reshapedObject(before, wanted, context);
  }
  return { change: keep, shape: wanted };
}

type ObjectShape = Extract<Shape, { kind: "object" }>;

function reshapedObject(before: ObjectShape, wanted: ObjectShape, context: Context): Reshaped {
  const { hints, asking } = context;
  const hintOf = ({ name }: Property) => hints.properties.get(`${wanted.type}.${name}`);
  const found = matched(before.properties, wanted.properties, {
    past: (property) => hintOf(property) ?? { path: [], names: [], isNew: false },
    called: ({ name }) => name,
    key: (name) => name,
  });
  for (const [property, old] of found) {
    if (canBecome(old.shape, property.shape)) continue;
    const isDropped = asking.consents(conversionQuestion(wanted, property));
    if (isDropped) found.delete(property);
  }
  const taken = new Set(found.values());
  const fresh = wanted.properties.filter((property) => !found.has(property));
  const gone = before.properties.filter((property) => !taken.has(property));
  const guessed = new Set<Property>();
  for (const old of gone) {
    // What was replaced under its own name was asked about already.
    if (fresh.some(({ name }) => name === old.name)) continue;
    const guesses = fresh
      .filter((one) => isOpen(hintOf(one)) && canBecome(old.shape, one.shape))
      .sort((one, other) => nameLikeness(other.name, old.name) - nameLikeness(one.name, old.name))
      .slice(0, most);
    const isDropped = asking.consents(lossQuestion(wanted, old, guesses));
    if (!isDropped) for (const guess of guesses) guessed.add(guess);
  }
  const properties: PropertyReshaping[] = [];
  const shapes: Property[] = [];
  for (const property of wanted.properties) {
    const old = found.get(property) ?? null;
    const hint = hintOf(property);
    const path = hint?.path ?? [];
    const inner =
      old !== null && canBecome(old.shape, property.shape)
        ? reshaped(
            old.shape,
            property.shape,
            {
              name: `${wanted.type}.${property.name}`,
              words: `${property.name} of ${wanted.type}`,
              path,
              map: hint?.map ?? null,
            },
            context,
          )
        : { change: keep, shape: property.shape };
    const fill = fillOf(property, old, hint);
    const isRequired = !property.optional && (old === null || old.optional) && fill === null;
    if (old === null && isRequired && !guessed.has(property)) {
      asking.ask(backfillQuestion(wanted, property, path));
    }
    const { name, shape } = property;
    properties.push({
      name,
      type: shape.kind === "value" ? shape.type : null,
      was: old?.name ?? null,
      change: inner.change,
      fill,
      isRequired,
    });
    shapes.push({ ...property, shape: inner.shape, ...formerlyOf(property, old) });
  }
  const change = ofObject(properties, gone.length > 0);
  return { change, shape: { ...wanted, properties: shapes } };
}

function formerlyOf({ name }: Property, old: Property | null): Pick<Property, "formerly"> {
  const names = [
    ...(old !== null && old.name !== name ? [old.name] : []),
    ...(old?.formerly ?? []),
  ];
  return names.length > 0 ? { formerly: [...new Set(names)] } : {};
}

/** For a property that is new, or was empty in some rows and must not be any longer. */
function fillOf(
  property: Property,
  old: Property | null,
  hint: PropertyHint | undefined,
): ColumnDefault | null {
  const backfill = hint?.backfill && completedDefault(hint.backfill, property.shape);
  if (old === null) return backfill ?? property.default;
  return property.optional || !old.optional ? null : (backfill ?? property.default);
}

/** New, and not said to be so. */
function isOpen(hint: PropertyHint | undefined): boolean {
  return hint !== undefined && !hint.isNew && hint.names.length === 0;
}

function pathIn({ type }: ObjectShape, name: string): string[] {
  return ["types", type, name];
}

function conversionQuestion(type: ObjectShape, { name }: Property): Question {
  return {
    kind: "convert",
    key: `convert ${type.type}.${name}`,
    path: pathIn(type, name),
    text: `${name} of ${type.type} has another type, and its old values cannot be read as that.`,
    choices: [
      {
        kind: "consent",
        text: "Drop the old values; the property begins empty, or with its default or backfill.",
        byFlag: true,
      },
    ],
  };
}

function lossQuestion(
  type: ObjectShape,
  { name }: Property,
  guesses: readonly Property[],
): Question {
  const isGuess = guesses.length > 0;
  const names = guesses.map((guess) => guess.name);
  const kind = isGuess ? "rename_property" : "drop_property";
  return {
    kind,
    key: `${kind} ${type.type}.${name}`,
    path: isGuess ? pathIn(type, names[0] ?? name) : ["types", type.type],
    text: isGuess
      ? `${name} of ${type.type} is gone and ${names.join(", ")} is new: the same under another name?`
      : `${name} of ${type.type} is gone, and its values in every row.`,
    choices: [
      ...names.map((guess): Choice => ({
        kind: "declare",
        text: `${name} was renamed to ${guess}.`,
        edits: [{ path: [...pathIn(type, guess), "was"], value: name }],
      })),
      ...(isGuess
        ? [
            {
              kind: "declare" as const,
              text: "They are not the same; one goes, the other is new.",
              edits: names.map((guess) => ({ path: [...pathIn(type, guess), "was"], value: [] })),
            },
          ]
        : []),
      { kind: "consent", text: `Drop ${name} with its values.`, byFlag: !isGuess },
    ],
  };
}

function backfillQuestion(
  type: ObjectShape,
  { name, shape }: Property,
  path: readonly string[],
): Question {
  const reads = readsOf(shape.kind === "value" ? shape.type : null);
  return {
    kind: "backfill",
    key: `backfill ${type.type}.${name}`,
    path,
    text: `${name} of ${type.type} is required, and rows that are there already have no value for it.`,
    choices: Object.values(waysToFill(path, { expects: "a value of the field", reads })),
  };
}
