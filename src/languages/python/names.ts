/** The Python names of each resource and embedded type. */
import { pascalCase, snakeCase } from "../case.ts";
import { resourceNamed } from "../../contract/lookup.ts";
import type { IdField, Join, Model, Resource } from "../../model/model.ts";
import { attributeName, className, moduleName } from "./identifiers.ts";

export interface ResourceNames {
  /** `Book`, the class of its table and the stem of those of its bodies. */
  readonly class: string;
  /** `books`, the package below `app`. */
  readonly package: string;
  /** `book`, in the names of functions and variables. */
  readonly singular: string;
  readonly plural: string;
  /** `BOOK`, what queries may say. */
  readonly constant: string;
  /** `book_id`, the parameter that holds its id. */
  readonly id: string;
  /** `book`, for people. */
  readonly words: string;
}

const PARAMETERS = new Set(["parent", "other"]);

export function namesOf(resource: Resource): ResourceNames {
  const singular = snakeCase(resource.words);
  return {
    class: className(pascalCase(resource.words)),
    package: moduleName(snakeCase(resource.pluralWords)),
    singular,
    plural: snakeCase(resource.pluralWords),
    constant: `${singular.toUpperCase()}_QUERIES`,
    id: PARAMETERS.has(singular) ? `own_${singular}_id` : `${singular}_id`,
    words: resource.words.join(" "),
  };
}

/** Attribute of a table's class that holds a column. */
export function columnAttribute(column: string): string {
  return attributeName(column);
}

/** The variable of a table of links, in the models of the resource at its left end. */
export function joinVariable(model: Model, join: Join): { module: string; name: string } {
  const left = namesOf(resourceNamed(model, join.left.resource));
  return {
    module: `app.${left.package}.models`,
    name: `${attributeName(join.table.toLowerCase())}_links`,
  };
}

/** The Python type of an id. */
export function idType(id: IdField): "int" | "str" {
  return id.strategy === "integer" ? "int" : "str";
}
