import { type Static, Type } from "typebox";
import { pageOf } from "../../http/listing.js";
import { Ignored, IntegerId, Nullable, Text } from "../../http/schemas.js";
import { AddressInputSchema, AddressSchema } from "../../types/address.js";

/** A person who writes. */
export const AuthorSchema = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  email: Nullable(Type.String()),
  born: Nullable(Type.String()),
  country_id: Nullable(Type.String()),
  address: Nullable(AddressSchema),
  links: Type.Array(Type.String()),
  created_at: Type.String(),
  updated_at: Type.String(),
});

export type AuthorRepresentation = Static<typeof AuthorSchema>;

const input = {
  id: Ignored(),
  name: Text({ minLength: 1, maxLength: 120 }),
  email: Type.Optional(Nullable(Text({ format: "email", maxLength: 254 }))),
  born: Type.Optional(Nullable(Type.String({ format: "date" }))),
  country_id: Type.Optional(Nullable(Text({ minLength: 2, maxLength: 2, pattern: "^[A-Z]{2}$" }))),
  address: Type.Optional(Nullable(AddressInputSchema)),
  links: Type.Optional(Type.Array(Text({ format: "uri", maxLength: 2048 }), { maxItems: 5 })),
  created_at: Ignored(),
  updated_at: Ignored(),
  country: Ignored(),
};

export const AuthorCreateSchema = Type.Object(input, { additionalProperties: false });

export type AuthorCreate = Static<typeof AuthorCreateSchema>;

export const AuthorReplaceSchema = AuthorCreateSchema;

export type AuthorReplace = Static<typeof AuthorReplaceSchema>;

const element = Type.Object({
  id: IntegerId(),
});

export type AuthorPath = Static<typeof element>;

const ifMatch = Type.Object({ "if-match": Type.Optional(Type.String()) });

export const authorRouteSchemas = {
  list: { params: element, response: { 200: pageOf(AuthorSchema) } },
  create: { params: element, body: AuthorCreateSchema, response: { 201: AuthorSchema } },
  retrieve: { params: element, response: { 200: AuthorSchema } },
  replace: {
    params: element,
    headers: ifMatch,
    body: AuthorReplaceSchema,
    response: { 200: AuthorSchema },
  },
  update: {
    params: element,
    headers: ifMatch,
    body: AuthorReplaceSchema,
    response: { 200: AuthorSchema },
  },
  delete: { params: element, headers: ifMatch },
};
