import { type Static, Type } from "typebox";
import { pageOf } from "../../http/listing.js";
import { Ignored, Key, Text } from "../../http/schemas.js";

/** A country, known by its ISO 3166 code. */
export const CountrySchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  created_at: Type.String(),
  updated_at: Type.String(),
});

export type CountryRepresentation = Static<typeof CountrySchema>;

const input = {
  id: Key({ minLength: 2, maxLength: 2, pattern: "^[A-Z]{2}$" }),
  name: Text({ minLength: 1, maxLength: 80 }),
  created_at: Ignored(),
  updated_at: Ignored(),
};

export const CountryCreateSchema = Type.Object(input, { additionalProperties: false });

export type CountryCreate = Static<typeof CountryCreateSchema>;

/** What a replacement may leave out stays as it was. */
export const CountryReplaceSchema = Type.Object(
  {
    ...input,
    id: Type.Optional(Key({ minLength: 2, maxLength: 2, pattern: "^[A-Z]{2}$" })),
  },
  { additionalProperties: false },
);

export type CountryReplace = Static<typeof CountryReplaceSchema>;

const element = Type.Object({
  id: Text({ minLength: 2, maxLength: 2, pattern: "^[A-Z]{2}$" }),
});

export type CountryPath = Static<typeof element>;

const ifMatch = Type.Object({ "if-match": Type.Optional(Type.String()) });

export const countryRouteSchemas = {
  list: { params: element, response: { 200: pageOf(CountrySchema) } },
  create: { params: element, body: CountryCreateSchema, response: { 201: CountrySchema } },
  retrieve: { params: element, response: { 200: CountrySchema } },
  replace: {
    params: element,
    headers: ifMatch,
    body: CountryReplaceSchema,
    response: { 200: CountrySchema },
  },
  update: {
    params: element,
    headers: ifMatch,
    body: CountryReplaceSchema,
    response: { 200: CountrySchema },
  },
  delete: { params: element, headers: ifMatch },
};
