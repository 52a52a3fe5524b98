/** Words for types and values in questions and dangers. */
import type { Shape } from "../storage/shape.ts";
import type { Column, ColumnDefault, ColumnType } from "../storage/storage.ts";
import type { Reshaping } from "./reshaping.ts";

export function typeWords(type: ColumnType): string {
  switch (type.kind) {
    case "varchar":
      return `text of at most ${type.length} characters`;
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "double":
      return "float";
    default:
      return type.kind;
  }
}

export function columnWords({ type, holds }: Column): string {
  return holds ? shapeWords(holds) : typeWords(type);
}

function shapeWords(shape: Shape): string {
  switch (shape.kind) {
    case "any":
      return "json";
    case "value":
      return shape.values ? "enum" : typeWords(shape.type);
    case "list":
      return `a list of ${shapeWords(shape.of)}`;
    case "object":
      return shape.type;
  }
}

/** What a recipe does, each to a phrase: `street is called road`. */
export function reshapingWords(change: Reshaping, before: Shape | null): string[] {
  switch (change.kind) {
    case "keep":
      return [];
    case "items":
      return reshapingWords(change.each, before?.kind === "list" ? before.of : null);
    case "value": {
      const { from, to, map, values } = change;
      return [
        ...(from.kind === to.kind ? [] : [`${typeWords(from)} becomes ${typeWords(to)}`]),
        ...Object.entries(map).map(([old, value]) => `${old} becomes ${value}`),
        ...(values === null ? [] : [`nothing but ${values.join(", ")}`]),
      ];
    }
    case "object": {
      const old = before?.kind === "object" ? before.properties : [];
      const known = new Set(change.properties.map(({ was }) => was));
      const told = change.properties.flatMap(({ name, was, change: inner, fill }) => {
        if (was === null) return [fill ? `${name} is new (${valueWords(fill)})` : `${name} is new`];
        const shape = old.find((one) => one.name === was)?.shape ?? null;
        return [
          ...(was === name ? [] : [`${was} is called ${name}`]),
          ...reshapingWords(inner, shape).map((words) => `${name}: ${words}`),
          ...(fill ? [`${name} is ${valueWords(fill)} where it is null`] : []),
        ];
      });
      const gone = old.filter(({ name }) => !known.has(name));
      return [...told, ...gone.map(({ name }) => `${name} goes`)];
    }
  }
}

export function valueWords(value: ColumnDefault): string {
  return value.kind === "now" ? "the time of the migration" : JSON.stringify(value.value);
}
