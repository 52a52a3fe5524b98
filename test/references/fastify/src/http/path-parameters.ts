/** Ids in a path: text that must be of its id's form, else the path names nothing (404). */
import { Ajv2020 } from "ajv/dist/2020.js";
import { addKeywords } from "./keywords.js";

type Parameters = Readonly<Record<string, string | number>>;

/** The parameters with their values, or undefined where one of them is not of its form. */
export type PathReader = (parameters: unknown) => Parameters | undefined;

interface ObjectSchema {
  readonly properties: Readonly<
    Record<string, { readonly type?: unknown; readonly format?: unknown }>
  >;
}

const ajv = new Ajv2020({ strict: false });
addKeywords(ajv);

/** @param schema the schema of the path's parameters, an object; undefined where it has none */
export function pathReader(schema: unknown): PathReader {
  if (!isObjectSchema(schema)) return () => ({});
  const readers = new Map(
    Object.entries(schema.properties).map(([name, property]) => [name, valueReader(property)]),
  );
  return (parameters) => {
    const values: [string, string | number][] = [];
    for (const [name, text] of Object.entries(parameters ?? {})) {
      const value = readers.get(name)?.(String(text));
      if (value === undefined) return undefined;
      values.push([name, value]);
    }
    return Object.fromEntries(values);
  };
}

function valueReader(schema: ObjectSchema["properties"][string]) {
  if (schema.type === "integer") {
    return (text: string): number | undefined =>
      /^[1-9][0-9]{0,15}$/.test(text) && Number.isSafeInteger(Number(text))
        ? Number(text)
        : undefined;
  }
  const isValid = ajv.compile(schema);
  const isUuid = schema.format === "uuid";
  return (text: string): string | undefined => {
    if (!isValid(text)) return undefined;
    return isUuid ? text.toLowerCase() : text;
  };
}

function isObjectSchema(schema: unknown): schema is ObjectSchema {
  return typeof schema === "object" && schema !== null && "properties" in schema;
}
