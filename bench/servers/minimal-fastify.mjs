/** The least Fastify that validates and serialises by schema, with the same statements: what a generated service competes with. */
import fastify from "fastify";
import { entityTag, toBook, toPage, valuesOf } from "./books.mjs";

const url = process.env.DATABASE_URL;
const { openStore } = await import(url.startsWith("postgres") ? "./postgres.mjs" : "./sqlite.mjs");
const store = openStore(url);

const fields = {
  title: { type: "string", minLength: 1, maxLength: 200 },
  isbn: { type: "string", pattern: "^[0-9]{13}$" },
  pages: { type: "integer", minimum: 1 },
  price: { type: "string", pattern: "^\\d{1,8}(\\.\\d{1,2})?$" },
  status: { type: "string", enum: ["draft", "published", "retired"] },
  published_on: { type: ["string", "null"] },
  author_id: { type: "integer" },
};
const book = {
  type: "object",
  properties: {
    id: { type: "integer" },
    ...fields,
    created_at: { type: "string" },
    updated_at: { type: "string" },
  },
};
const page = {
  type: "object",
  properties: {
    data: { type: "array", items: book },
    page: {
      type: "object",
      properties: {
        limit: { type: "integer" },
        offset: { type: "integer" },
        next_cursor: { type: ["string", "null"] },
      },
    },
  },
};

const app = fastify();

app.get("/healthz", () => ({ status: "ok" }));

app.route({
  method: "GET",
  url: "/api/v1/books/:id",
  schema: {
    params: { type: "object", properties: { id: { type: "integer", minimum: 1 } } },
    response: { 200: book },
  },
  handler: async (request, reply) => {
    const row = await store.find(request.params.id);
    if (!row) return reply.code(404).send({});
    reply.header("etag", entityTag(row));
    return toBook(row);
  },
});

app.route({
  method: "GET",
  url: "/api/v1/books",
  schema: {
    querystring: {
      type: "object",
      properties: {
        status: fields.status,
        sort: { type: "string", enum: ["-price"] },
        limit: { type: "integer", minimum: 1, maximum: 100, default: 20 },
      },
    },
    response: { 200: page },
  },
  handler: async (request) => {
    const { status, limit } = request.query;
    return toPage(await store.list(status, limit + 1), limit);
  },
});

app.route({
  method: "POST",
  url: "/api/v1/books",
  schema: {
    body: {
      type: "object",
      properties: fields,
      required: ["title", "isbn", "pages", "price", "author_id"],
      additionalProperties: false,
    },
    response: { 201: book },
  },
  handler: async (request, reply) => {
    const row = await store.create(valuesOf(request.body));
    reply.code(201).header("location", `/api/v1/books/${row.id}`).header("etag", entityTag(row));
    return toBook(row);
  },
});

await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
