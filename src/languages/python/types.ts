/** Types of properties as annotations for Pydantic, and defaults as Python source. */
import type { Property, Value } from "../../contract/shapes.ts";
import type { Bound, Default, JsonValue, Model, ScalarType } from "../../model/model.ts";
import { embeddedNamed } from "../../contract/lookup.ts";
import { pascalCase } from "../case.ts";
import { className } from "./identifiers.ts";
import type { Imports } from "./imports.ts";
import { jsonLiteral, patternLiteral, stringLiteral } from "./literals.ts";

type Plain = Exclude<ScalarType, { kind: "embedded" }>;

export interface Context {
  readonly model: Model;
  readonly imports: Imports;
}

/** The annotation of a value that is not null; registers what it needs. */
export function annotation(value: Value, context: Context): string {
  switch (value.kind) {
    case "scalar":
      return scalar(value.type, context.imports);
    case "embedded":
      return embeddedClass(context.model, value.type, context.imports);
    case "reference":
      return annotation(value.type, context);
    case "references": {
      context.imports.name("typing", "Annotated");
      context.imports.name("app.validation", "types");
      return `Annotated[list[${annotation(value.items, context)}], types.Items(unique=True)]`;
    }
    case "list": {
      context.imports.name("typing", "Annotated");
      context.imports.name("app.validation", "types");
      const { minItems, maxItems, uniqueItems } = value.list;
      const rules = [
        ...(minItems > 0 ? [`least=${minItems}`] : []),
        ...(maxItems === null ? [] : [`most=${maxItems}`]),
        ...(uniqueItems ? ["unique=True"] : []),
      ];
      return `Annotated[list[${annotation(value.items, context)}], types.Items(${rules.join(", ")})]`;
    }
    case "included":
      throw new Error("an included object is never written");
  }
}

export function embeddedClass(model: Model, name: string, imports: Imports | null): string {
  const type = className(pascalCase(embeddedNamed(model, name).words));
  imports?.name("app.objects", `${type}Object`);
  return `${type}Object`;
}

function scalar(type: Plain, imports: Imports): string {
  const needTypes = (): void => imports.name("app.validation", "types");
  const annotated = (base: string, ...rules: string[]): string => {
    if (rules.length === 0) return base;
    imports.name("typing", "Annotated");
    return `Annotated[${base}, ${rules.join(", ")}]`;
  };
  const field = (...rules: string[]): string[] => {
    if (rules.length === 0) return [];
    imports.name("pydantic", "Field");
    return [`Field(${rules.join(", ")})`];
  };
  switch (type.kind) {
    case "string":
    case "text":
    case "email":
    case "url":
    case "slug": {
      needTypes();
      const lengths = [
        ...(type.minLength > 0 ? [`min_length=${type.minLength}`] : []),
        ...(type.maxLength === null ? [] : [`max_length=${type.maxLength}`]),
      ];
      const pattern =
        type.pattern === null ? [] : [`types.Pattern(${patternLiteral(type.pattern.python)})`];
      const format =
        type.kind === "string" || type.kind === "text" ? "PLAIN" : type.kind.toUpperCase();
      return annotated("str", ...field(...lengths), ...pattern, `types.${format}`);
    }
    case "integer":
      needTypes();
      return annotated(
        "int",
        ...field(...limits(type.min, type.max, number, "types.INT32_MIN", "types.INT32_MAX")),
      );
    case "bigint":
      needTypes();
      return annotated(
        "int",
        ...field(...limits(type.min, type.max, number, "-types.INT53_MAX", "types.INT53_MAX")),
      );
    case "float":
      return annotated(
        "float",
        ...field(...limits(type.min, type.max, number), "allow_inf_nan=False"),
      );
    case "decimal": {
      needTypes();
      imports.name("decimal", "Decimal");
      const within = limits(type.min, type.max, (text) => `Decimal(${stringLiteral(text)})`);
      return annotated(
        "Decimal",
        `types.Fixed(${[type.precision, type.scale, ...within].join(", ")})`,
      );
    }
    case "boolean":
      return "bool";
    case "date":
    case "datetime":
    case "time": {
      needTypes();
      const within = limits(type.min, type.max, (text) => moment(type.kind, text));
      if (within.length > 0) imports.module("datetime");
      const name = { date: "Date", datetime: "DateTime", time: "Time" }[type.kind];
      return annotated(`types.${name}`, ...field(...within));
    }
    case "uuid":
      needTypes();
      return "types.Uuid";
    case "ip":
      needTypes();
      return "types.Ip";
    case "json":
      needTypes();
      return "types.Json";
    case "enum":
      imports.name("typing", "Literal");
      return `Literal[${type.values.map((entry) => stringLiteral(entry.value)).join(", ")}]`;
  }
}

function number(text: string): string {
  return String(Number(text));
}

/** Keyword arguments for bounds; those of the type itself where none is declared. */
function limits(
  min: Bound | null,
  max: Bound | null,
  print: (text: string) => string,
  least?: string,
  most?: string,
): string[] {
  return [
    ...(min
      ? [`${min.exclusive ? "gt" : "ge"}=${print(min.value)}`]
      : least
        ? [`ge=${least}`]
        : []),
    ...(max ? [`${max.exclusive ? "lt" : "le"}=${print(max.value)}`] : most ? [`le=${most}`] : []),
  ];
}

/** A date or time in JSON form as a call. */
export function moment(kind: "date" | "datetime" | "time", text: string): string {
  const numbers = (part: string): string => part.split(/[-:]/).map(Number).join(", ");
  if (kind === "date") return `datetime.date(${numbers(text)})`;
  if (kind === "time") return `datetime.time(${numbers(text)})`;
  const [day = "", clock = ""] = new Date(text).toISOString().split("T");
  const [seconds = "", fraction = "0"] = clock.replace("Z", "").split(".");
  const micro = Number(fraction) * 1000;
  const parts = [numbers(day), numbers(seconds), ...(micro === 0 ? [] : [String(micro)])];
  return `datetime.datetime(${parts.join(", ")}, tzinfo=datetime.UTC)`;
}

/** A constant of a type. */
export function constant(value: JsonValue, type: ScalarType, imports: Imports): string {
  switch (type.kind) {
    case "decimal": {
      imports.name("decimal", "Decimal");
      return `Decimal(${stringLiteral(withScale(String(value), type.scale))})`;
    }
    case "date":
    case "datetime":
    case "time":
      imports.module("datetime");
      return moment(type.kind, String(value));
    case "uuid":
      return stringLiteral(String(value).toLowerCase());
    default:
      return jsonLiteral(value);
  }
}

function withScale(text: string, scale: number): string {
  if (scale === 0) return text;
  const [whole = "0", fraction = ""] = text.split(".");
  return `${whole}.${fraction.padEnd(scale, "0")}`;
}

/** What a body takes where the property is absent: keyword arguments for Pydantic's `Field`, or a plain value. */
export type Absence =
  | { readonly kind: "required" }
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "factory"; readonly factory: string };

export function absence(property: Property, imports: Imports): Absence {
  if (property.default !== null) return defaultOf(property, property.default, imports);
  if (property.nullable) return { kind: "value", value: "None" };
  if (property.required) return { kind: "required" };
  return { kind: "factory", factory: "list" };
}

function defaultOf(property: Property, declared: Default, imports: Imports): Absence {
  const { value } = property;
  if (declared.kind === "now") {
    imports.name("app.http", "formats");
    const kind = value.kind === "scalar" ? value.type.kind : "datetime";
    const names: Readonly<Record<string, string>> = { date: "today", time: "time_of_day" };
    return { kind: "factory", factory: `formats.${names[kind] ?? "now"}` };
  }
  if (value.kind === "scalar" && value.type.kind !== "json") {
    return { kind: "value", value: constant(declared.value, value.type, imports) };
  }
  if (value.kind === "list" && value.items.kind === "scalar" && Array.isArray(declared.value)) {
    const { type } = value.items;
    const items = declared.value.map((item: JsonValue) => constant(item, type, imports));
    return {
      kind: "factory",
      factory: items.length === 0 ? "list" : `lambda: [${items.join(", ")}]`,
    };
  }
  const literal = jsonLiteral(declared.value);
  imports.name("app.validation", "types");
  const plain: Readonly<Record<string, string>> = { "[]": "list", "{}": "dict" };
  return { kind: "factory", factory: plain[literal] ?? `types.given(${literal})` };
}
