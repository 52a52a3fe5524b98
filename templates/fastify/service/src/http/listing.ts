/** The answer to a list: its page, and the link to the next one. */
import { type TSchema, Type } from "typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Relations, present } from "./embed.js";
import { type ListQuery, type Selection, isWhole } from "./list-query.js";
import { pathOf, queryPairs } from "./query-string.js";

const PagePosition = Type.Object({
  limit: Type.Integer(),
  offset: Type.Optional(Type.Integer()),
  next_cursor: Type.Unsafe<string | null>({ type: ["string", "null"] }),
  total: Type.Optional(Type.Integer()),
});

/** A page of rows that look so. */
export function pageOf<Row extends TSchema>(row: Row) {
  return Type.Object({ data: Type.Array(row), page: PagePosition });
}

/** One page of rows and what there is beyond it. */
export interface PageEnd {
  readonly nextCursor: string | null;
  readonly total: number | undefined;
}

export interface Listing<Row> {
  readonly query: ListQuery;
  readonly page: PageEnd & { readonly rows: readonly Row[] };
  readonly show: (row: Row) => object;
  readonly relations: Relations<Row>;
}

export async function sendPage<Row>(
  request: FastifyRequest,
  reply: FastifyReply,
  { query, page, show, relations }: Listing<Row>,
): Promise<FastifyReply> {
  const data = await present(page.rows, show, relations, query);
  const link = nextLink(request.url, query, page);
  if (link !== undefined) reply.header("link", link);
  if (!isWhole(query)) reply.serializer(JSON.stringify);
  return reply.type(json).send({ data, page: pageBody(query, page) });
}

export interface SelectedRow<Row> {
  readonly selection: Selection;
  readonly row: Row;
  readonly show: (row: Row) => object;
  readonly relations: Relations<Row>;
}

/** One row, with less or more of it than its schema says. */
export async function sendSelected<Row>(
  reply: FastifyReply,
  { selection, row, show, relations }: SelectedRow<Row>,
): Promise<FastifyReply> {
  const [shown] = await present([row], show, relations, selection);
  return reply.type(json).serializer(JSON.stringify).send(shown);
}

const json = "application/json; charset=utf-8";

function pageBody(query: ListQuery, { nextCursor, total }: PageEnd) {
  return {
    limit: query.limit,
    ...(query.after === undefined && { offset: query.offset ?? 0 }),
    next_cursor: nextCursor,
    ...(total !== undefined && { total }),
  };
}

/** The value of `Link` (RFC 8288): by offset where the request gave one, by cursor otherwise. */
function nextLink(url: string, query: ListQuery, { nextCursor }: PageEnd): string | undefined {
  if (nextCursor === null) return undefined;
  const next =
    query.offset === undefined
      ? `cursor=${nextCursor}`
      : `offset=${String(query.offset + query.limit)}`;
  const kept = queryPairs(url)
    .filter(([name]) => name !== "cursor" && name !== "offset")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return `<${pathOf(url)}?${[...kept, next].join("&")}>; rel="next"`;
}

function encode(text: string): string {
  return /^[\w.~:,-]*$/.test(text) ? text : encodeURIComponent(text);
}
