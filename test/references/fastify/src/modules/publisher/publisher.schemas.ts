import { type Static, Type } from "typebox";
import { pageOf } from "../../http/listing.js";
import { Ignored, Integer, Nullable, Text, UuidId } from "../../http/schemas.js";

export const PublisherSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  homepage: Nullable(Type.String()),
  server: Nullable(Type.String()),
  founded: Nullable(Type.Integer()),
  created_at: Type.String(),
  updated_at: Type.String(),
});

export type PublisherRepresentation = Static<typeof PublisherSchema>;

const input = {
  id: Ignored(),
  name: Text({ minLength: 1, maxLength: 120 }),
  homepage: Type.Optional(Nullable(Text({ format: "uri", maxLength: 2048 }))),
  server: Type.Optional(Nullable(Type.String({ format: "ip" }))),
  founded: Type.Optional(Nullable(Integer({ minimum: 1400, maximum: 2100 }))),
  created_at: Ignored(),
  updated_at: Ignored(),
};

export const PublisherCreateSchema = Type.Object(input, { additionalProperties: false });

export type PublisherCreate = Static<typeof PublisherCreateSchema>;

export const PublisherReplaceSchema = PublisherCreateSchema;

export type PublisherReplace = Static<typeof PublisherReplaceSchema>;

const element = Type.Object({
  id: UuidId(),
});

export type PublisherPath = Static<typeof element>;

const ifMatch = Type.Object({ "if-match": Type.Optional(Type.String()) });

export const publisherRouteSchemas = {
  list: { params: element, response: { 200: pageOf(PublisherSchema) } },
  create: { params: element, body: PublisherCreateSchema, response: { 201: PublisherSchema } },
  retrieve: { params: element, response: { 200: PublisherSchema } },
  replace: {
    params: element,
    headers: ifMatch,
    body: PublisherReplaceSchema,
    response: { 200: PublisherSchema },
  },
  update: {
    params: element,
    headers: ifMatch,
    body: PublisherReplaceSchema,
    response: { 200: PublisherSchema },
  },
  delete: { params: element, headers: ifMatch },
};
