/** One field in the long form. */
import { Scalar } from "yaml";
import type {
  Bound,
  Default,
  Field,
  IdField,
  JsonValue,
  Retired,
  ScalarField,
  ScalarType,
} from "./model.ts";

/** What a resource says of a field in sets; null for fields of embedded types, of which none of it is said. */
export interface InResource {
  readonly unique: boolean;
  readonly index: boolean;
  /** Declared by `owner:`, which sets it. */
  readonly owner: boolean;
}

type Printed = Readonly<Record<string, unknown>>;

/** Leaves out what says nothing. */
export function present(content: Printed): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(content).filter(([, value]) => value !== null && value !== undefined),
  );
}

export function some<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list;
}

/** `was: []` says something, so it is told from nothing. */
export function was(thing: {
  readonly was: readonly string[];
  readonly isNew: boolean;
}): readonly string[] | null {
  return thing.isNew ? [] : some(thing.was);
}

export function retired({ name, was: earlier }: Retired): readonly [string, object] {
  return [name, present({ drop: "keep", was: some(earlier) })];
}

export function explainId(id: IdField): object {
  return present({ ...typeKeys(id.type), description: id.description, example: json(id.example) });
}

export function explainField(field: Field, place: InResource | null): object {
  return present({
    ...kindKeys(field, place),
    index: flag(place?.index ?? false),
    readonly: flag(field.readonly && place?.owner !== true),
    writeonly: flag(field.writeonly),
    immutable: flag(field.immutable),
    description: field.description,
    example: json(field.example),
    deprecated: flag(field.deprecated),
    was: was(field),
    backfill: field.backfill === null ? null : valueText(field.backfill),
    map: field.map,
  });
}

function kindKeys(field: Field, place: InResource | null): Printed {
  switch (field.kind) {
    case "scalar":
      return scalarKeys(field, place);
    case "to_one":
      return {
        to: field.to,
        optional: field.optional,
        unique: flag(field.unique),
        on_delete: field.onDelete,
        inverse: field.inverse,
        property: field.property,
        filter: field.filter,
        sort: field.sort,
      };
    case "to_many":
      return {
        to: field.to,
        many: true,
        via: field.through.kind === "resource" ? field.through.name : null,
        inverse: field.inverse,
        property: field.property,
      };
  }
}

function scalarKeys(field: ScalarField, place: InResource | null): Printed {
  const { list } = field;
  const items =
    list === null
      ? null
      : {
          items: present({ min: list.minItems, max: list.maxItems }),
          unique_items: list.uniqueItems,
        };
  return {
    ...typeKeys(field.type),
    ...items,
    optional: field.optional,
    unique: flag(place?.unique ?? false),
    default: field.default === null ? null : valueText(field.default),
    filter: place === null ? null : field.filter,
    sort: place === null ? null : field.sort,
  };
}

function typeKeys(type: ScalarType): Printed {
  switch (type.kind) {
    case "embedded":
      return { type: type.type };
    case "enum":
      return {
        type: type.kind,
        values: type.values.map(({ value, description }) =>
          description === null ? quoted(value) : { value: quoted(value), description },
        ),
      };
    case "decimal":
      return {
        type: type.kind,
        precision: type.precision,
        scale: type.scale,
        ...bounds(type.min, type.max),
      };
    default:
      return {
        type: type.kind,
        ...("minLength" in type
          ? {
              min_length: type.minLength,
              max_length: type.maxLength,
              pattern: type.pattern === null ? null : quoted(type.pattern.source),
            }
          : {}),
        ...("min" in type ? bounds(type.min, type.max) : {}),
      };
  }
}

function bounds(min: Bound | null, max: Bound | null): Printed {
  return {
    [min?.exclusive === true ? "exclusive_min" : "min"]: quoted(min?.value),
    [max?.exclusive === true ? "exclusive_max" : "max"]: quoted(max?.value),
  };
}

function valueText(value: Default): unknown {
  return value.kind === "now" ? "now" : json(value.value);
}

function flag(value: boolean): true | null {
  return value ? true : null;
}

/** Nothing where there is no value; text in quotes, so that no word of the language is read into it. */
function json(value: JsonValue | undefined): unknown {
  if (value === undefined) {
    return null;
  }
  return typeof value === "string" ? quoted(value) : value === null ? new Scalar(null) : value;
}

function quoted(text: string | undefined): Scalar | null {
  if (text === undefined) {
    return null;
  }
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}
