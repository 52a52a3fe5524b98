import { type Static, Type } from "typebox";
import { pageOf } from "../../http/listing.js";
import { Ignored, IntegerId, Text } from "../../http/schemas.js";

export const TagSchema = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  related_ids: Type.Array(Type.Integer()),
  created_at: Type.String(),
  updated_at: Type.String(),
});

export type TagRepresentation = Static<typeof TagSchema>;

const input = {
  id: Ignored(),
  name: Text({ minLength: 1, maxLength: 40 }),
  related_ids: Type.Optional(Type.Array(IntegerId(), { uniqueItems: true })),
  created_at: Ignored(),
  updated_at: Ignored(),
  related: Ignored(),
};

export const TagCreateSchema = Type.Object(input, { additionalProperties: false });

export type TagCreate = Static<typeof TagCreateSchema>;

export const TagReplaceSchema = TagCreateSchema;

export type TagReplace = Static<typeof TagReplaceSchema>;

const element = Type.Object({
  related_id: Type.Optional(IntegerId()),
  id: IntegerId(),
});

export type TagPath = Static<typeof element>;

const ifMatch = Type.Object({ "if-match": Type.Optional(Type.String()) });

export const tagRouteSchemas = {
  list: { params: element, response: { 200: pageOf(TagSchema) } },
  create: { params: element, body: TagCreateSchema, response: { 201: TagSchema } },
  retrieve: { params: element, response: { 200: TagSchema } },
  replace: {
    params: element,
    headers: ifMatch,
    body: TagReplaceSchema,
    response: { 200: TagSchema },
  },
  update: {
    params: element,
    headers: ifMatch,
    body: TagReplaceSchema,
    response: { 200: TagSchema },
  },
  delete: { params: element, headers: ifMatch },
  links: { params: element },
};
