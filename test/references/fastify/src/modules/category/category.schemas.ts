import { type Static, Type } from "typebox";
import { pageOf } from "../../http/listing.js";
import { Ignored, IntegerId, Nullable, Text } from "../../http/schemas.js";

/** A shelf of the shop; shelves stand within shelves. */
export const CategorySchema = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  slug: Type.String(),
  parent_id: Nullable(Type.Integer()),
  created_at: Type.String(),
  updated_at: Type.String(),
});

export type CategoryRepresentation = Static<typeof CategorySchema>;

const input = {
  id: Ignored(),
  name: Text({ minLength: 1, maxLength: 60 }),
  slug: Text({ format: "slug", maxLength: 100 }),
  parent_id: Type.Optional(Nullable(IntegerId())),
  created_at: Ignored(),
  updated_at: Ignored(),
  parent: Ignored(),
};

export const CategoryCreateSchema = Type.Object(input, { additionalProperties: false });

export type CategoryCreate = Static<typeof CategoryCreateSchema>;

export const CategoryReplaceSchema = CategoryCreateSchema;

export type CategoryReplace = Static<typeof CategoryReplaceSchema>;

const element = Type.Object({
  id: IntegerId(),
});

export type CategoryPath = Static<typeof element>;

const ifMatch = Type.Object({ "if-match": Type.Optional(Type.String()) });

export const categoryRouteSchemas = {
  list: { params: element, response: { 200: pageOf(CategorySchema) } },
  create: { params: element, body: CategoryCreateSchema, response: { 201: CategorySchema } },
  retrieve: { params: element, response: { 200: CategorySchema } },
  replace: {
    params: element,
    headers: ifMatch,
    body: CategoryReplaceSchema,
    response: { 200: CategorySchema },
  },
  update: {
    params: element,
    headers: ifMatch,
    body: CategoryReplaceSchema,
    response: { 200: CategorySchema },
  },
  delete: { params: element, headers: ifMatch },
};
