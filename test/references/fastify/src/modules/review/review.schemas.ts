import { type Static, Type } from "typebox";
import { pageOf } from "../../http/listing.js";
import { Ignored, Integer, IntegerId, Nullable, Text } from "../../http/schemas.js";

/** What a reader thought of a book. */
export const ReviewSchema = Type.Object({
  id: Type.Integer(),
  book_id: Type.Integer(),
  reader: Type.String(),
  rating: Type.Integer(),
  body: Nullable(Type.String()),
  created_at: Type.String(),
  updated_at: Type.String(),
});

export type ReviewRepresentation = Static<typeof ReviewSchema>;

const input = {
  id: Ignored(),
  book_id: IntegerId(),
  reader: Text({ minLength: 1, maxLength: 80 }),
  rating: Integer({ minimum: 1, maximum: 5 }),
  body: Type.Optional(Nullable(Text())),
  created_at: Ignored(),
  updated_at: Ignored(),
  book: Ignored(),
};

export const ReviewCreateSchema = Type.Object(input, { additionalProperties: false });

export type ReviewCreate = Static<typeof ReviewCreateSchema>;

export const ReviewReplaceSchema = ReviewCreateSchema;

export type ReviewReplace = Static<typeof ReviewReplaceSchema>;

/** Where the path names the book, the body need not. */
export const ReviewCreateByBookSchema = Type.Object(
  {
    ...ReviewCreateSchema.properties,
    book_id: Type.Optional(input.book_id),
  },
  { additionalProperties: false },
);

export const ReviewReplaceByBookSchema = Type.Object(
  {
    ...ReviewReplaceSchema.properties,
    book_id: Type.Optional(input.book_id),
  },
  { additionalProperties: false },
);

const element = Type.Object({
  book_id: Type.Optional(IntegerId()),
  id: IntegerId(),
});

export type ReviewPath = Static<typeof element>;

const ifMatch = Type.Object({ "if-match": Type.Optional(Type.String()) });

export const reviewRouteSchemas = {
  list: { params: element, response: { 200: pageOf(ReviewSchema) } },
  create: { params: element, body: ReviewCreateSchema, response: { 201: ReviewSchema } },
  retrieve: { params: element, response: { 200: ReviewSchema } },
  replace: {
    params: element,
    headers: ifMatch,
    body: ReviewReplaceSchema,
    response: { 200: ReviewSchema },
  },
  update: {
    params: element,
    headers: ifMatch,
    body: ReviewReplaceSchema,
    response: { 200: ReviewSchema },
  },
  delete: { params: element, headers: ifMatch },
};
