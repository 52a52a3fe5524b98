import { type Static, Type } from "typebox";
import { pageOf } from "../../http/listing.js";
import {
  AnyJson,
  BigInteger,
  DecimalInput,
  Enumeration,
  Ignored,
  Integer,
  IntegerId,
  Nullable,
  Text,
  UuidId,
} from "../../http/schemas.js";

/** A work in print. */
export const BookSchema = Type.Object({
  id: Type.Integer(),
  title: Type.String(),
  isbn: Type.String(),
  summary: Nullable(Type.String()),
  pages: Type.Integer(),
  sold: Type.Integer(),
  weight: Nullable(Type.Number()),
  price: Type.String(),
  discount: Type.String(),
  status: Enumeration(["draft", "published", "retired"]),
  in_print: Type.Boolean(),
  published_on: Nullable(Type.String()),
  available_from: Nullable(Type.String()),
  opens_at: Nullable(Type.String()),
  ean_key: Nullable(Type.String()),
  keywords: Type.Array(Type.String()),
  metadata: Type.Unknown(),
  first_seen: Type.String(),
  author_id: Type.Integer(),
  editor_id: Nullable(Type.Integer()),
  publisher_id: Nullable(Type.String()),
  category_id: Nullable(Type.Integer()),
  tag_ids: Type.Array(Type.Integer()),
  created_at: Type.String(),
  updated_at: Type.String(),
});

export type BookRepresentation = Static<typeof BookSchema>;

const input = {
  id: Ignored(),
  title: Text({ minLength: 1, maxLength: 200 }),
  isbn: Text({ minLength: 13, maxLength: 13, pattern: "^[0-9]{13}$" }),
  summary: Type.Optional(Nullable(Text({ maxLength: 5000 }))),
  pages: Integer({ minimum: 1 }),
  sold: Type.Optional(BigInteger({ minimum: 0 })),
  weight: Type.Optional(Nullable(Type.Number({ exclusiveMinimum: 0 }))),
  price: DecimalInput({ precision: 10, scale: 2, minimum: "0.01" }),
  discount: Type.Optional(DecimalInput({ precision: 10, scale: 2, minimum: "0" })),
  status: Type.Optional(Enumeration(["draft", "published", "retired"])),
  in_print: Type.Optional(Type.Boolean()),
  published_on: Type.Optional(Nullable(Type.String({ format: "date" }))),
  available_from: Type.Optional(Nullable(Type.String({ format: "date-time" }))),
  opens_at: Type.Optional(Nullable(Type.String({ format: "time-local" }))),
  ean_key: Type.Optional(Nullable(UuidId())),
  supplier_note: Type.Optional(Nullable(Text({ maxLength: 200 }))),
  keywords: Type.Optional(Type.Array(Text({ minLength: 1, maxLength: 30 }), { maxItems: 10 })),
  metadata: Type.Optional(Nullable(AnyJson())),
  first_seen: Ignored(),
  author_id: IntegerId(),
  editor_id: Type.Optional(Nullable(IntegerId())),
  publisher_id: Type.Optional(Nullable(UuidId())),
  category_id: Type.Optional(Nullable(IntegerId())),
  tag_ids: Type.Optional(Type.Array(IntegerId(), { uniqueItems: true })),
  created_at: Ignored(),
  updated_at: Ignored(),
  author: Ignored(),
  editor: Ignored(),
  publisher: Ignored(),
  category: Ignored(),
  tags: Ignored(),
};

export const BookCreateSchema = Type.Object(input, { additionalProperties: false });

export type BookCreate = Static<typeof BookCreateSchema>;

/** What a replacement may leave out stays as it was. */
export const BookReplaceSchema = Type.Object(
  {
    ...input,
    isbn: Type.Optional(Text({ minLength: 13, maxLength: 13, pattern: "^[0-9]{13}$" })),
  },
  { additionalProperties: false },
);

export type BookReplace = Static<typeof BookReplaceSchema>;

/** Where the path names the author, the body need not. */
export const BookCreateByAuthorSchema = Type.Object(
  {
    ...BookCreateSchema.properties,
    author_id: Type.Optional(input.author_id),
  },
  { additionalProperties: false },
);

export const BookReplaceByAuthorSchema = Type.Object(
  {
    ...BookReplaceSchema.properties,
    author_id: Type.Optional(input.author_id),
  },
  { additionalProperties: false },
);

const element = Type.Object({
  author_id: Type.Optional(IntegerId()),
  tag_id: Type.Optional(IntegerId()),
  id: IntegerId(),
});

export type BookPath = Static<typeof element>;

const ifMatch = Type.Object({ "if-match": Type.Optional(Type.String()) });

export const bookRouteSchemas = {
  list: { params: element, response: { 200: pageOf(BookSchema) } },
  create: { params: element, body: BookCreateSchema, response: { 201: BookSchema } },
  retrieve: { params: element, response: { 200: BookSchema } },
  replace: {
    params: element,
    headers: ifMatch,
    body: BookReplaceSchema,
    response: { 200: BookSchema },
  },
  update: {
    params: element,
    headers: ifMatch,
    body: BookReplaceSchema,
    response: { 200: BookSchema },
  },
  delete: { params: element, headers: ifMatch },
  links: { params: element },
};
