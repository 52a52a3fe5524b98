import type { FastifyInstance, FastifyReply, FastifySchema as RouteDescription } from "fastify";
import { sql } from "kysely";
import type { Scope } from "../../database/page.js";
import { parameter } from "../../database/statement.js";
import {
  checkIfMatch,
  entityTag,
  isNotModified,
  requireIfMatch,
  shapeDigest,
} from "../../http/conditional.js";
import { FaultList } from "../../http/faults.js";
import { isWhole, parseListQuery, parseSelection } from "../../http/list-query.js";
import { sendPage, sendSelected } from "../../http/listing.js";
import { mergeMembers } from "../../http/merge-patch.js";
import { notFound } from "../../http/problem.js";
import { pathOf, queryPairs } from "../../http/query-string.js";
import { untilCurrent } from "../../http/stale.js";
import { bodyFaults } from "../../plugins/validation.js";
import { BookRepository } from "../book/book.repository.js";
import { reviewList } from "./review.list.js";
import { reviewRelations } from "./review.relations.js";
import { ReviewRepository } from "./review.repository.js";
import {
  type ReviewRow,
  reviewChanges,
  reviewIsSame,
  reviewRepresentation,
  reviewValues,
} from "./review.rows.js";
import {
  type ReviewCreate,
  type ReviewPath,
  type ReviewReplace,
  ReviewCreateByBookSchema,
  ReviewReplaceByBookSchema,
  ReviewSchema,
  reviewRouteSchemas,
} from "./review.schemas.js";

const shape = shapeDigest(Object.keys(ReviewSchema.properties));

const merge = mergeMembers();

export async function reviewRoutes(app: FastifyInstance): Promise<void> {
  await app.register(mount, { prefix: "/reviews", schemas: reviewRouteSchemas });
  await app.register(mount, {
    prefix: "/books/:book_id/reviews",
    schemas: {
      ...reviewRouteSchemas,
      create: { ...reviewRouteSchemas.create, body: ReviewCreateByBookSchema },
      replace: { ...reviewRouteSchemas.replace, body: ReviewReplaceByBookSchema },
      update: { ...reviewRouteSchemas.update, body: ReviewReplaceByBookSchema },
    },
  });
}

interface MountOptions {
  readonly schemas: {
    readonly list: RouteDescription;
    readonly create: RouteDescription;
    readonly retrieve: RouteDescription;
    readonly replace: RouteDescription;
    readonly update: RouteDescription & { readonly body: object };
    readonly delete: RouteDescription;
  };
}

async function mount(app: FastifyInstance, { schemas }: MountOptions): Promise<void> {
  const repository = new ReviewRepository(app.database);
  const bookRepository = new BookRepository(app.database);
  const relations = reviewRelations(app.database);

  app.get<{ Params: ReviewPath }>("", { schema: schemas.list }, async (request, reply) => {
    const query = parseListQuery(reviewList, queryPairs(request.url), pathOf(request.url));
    await requireParent(request.params);
    const page = await repository.list(query, scopeOf(request.params));
    return sendPage(request, reply, { query, page, show: reviewRepresentation, relations });
  });

  app.post<{ Params: ReviewPath; Body: ReviewCreate }>(
    "",
    { schema: schemas.create, attachValidation: true },
    async (request, reply) => {
      await requireParent(request.params);
      const faults = bodyFaults(request);
      const body = underParent(request.body, request.params, faults);
      faults.finish();
      const row = await repository.create(reviewValues(body));
      reply.code(201).header("location", `${app.basePath}/reviews/${row.id}`);
      return send(reply, row);
    },
  );

  app.get<{ Params: ReviewPath }>("/:id", { schema: schemas.retrieve }, async (request, reply) => {
    const selection = parseSelection(reviewList, queryPairs(request.url));
    const row = await find(request.params);
    if (!isWhole(selection)) {
      return sendSelected(reply, { selection, row, show: reviewRepresentation, relations });
    }
    if (isNotModified(request.headers["if-none-match"], tagOf(row))) {
      return reply.code(304).header("etag", tagOf(row)).send();
    }
    return send(reply, row);
  });

  app.put<{ Params: ReviewPath; Body: ReviewReplace }>(
    "/:id",
    { schema: schemas.replace, attachValidation: true },
    async (request, reply) => {
      const row = await untilCurrent(async () => {
        const current = await find(request.params);
        requireIfMatch(request.headers["if-match"]);
        checkIfMatch(request.headers["if-match"], tagOf(current));
        const faults = bodyFaults(request);
        return save(current, underParent(request.body, request.params, faults), faults);
      });
      return send(reply, row);
    },
  );

  app.patch<{ Params: ReviewPath }>("/:id", { schema: schemas.update }, async (request, reply) => {
    const judge = request.compileValidationSchema(schemas.update.body);
    const row = await untilCurrent(async () => {
      const current = await find(request.params);
      requireIfMatch(request.headers["if-match"]);
      checkIfMatch(request.headers["if-match"], tagOf(current));
      const merged = merge(reviewRepresentation(current), request.body);
      const faults = new FaultList(judge(merged) ? [] : judge.errors);
      const body = merged as ReviewReplace;
      return save(current, underParent(body, request.params, faults), faults);
    });
    return send(reply, row);
  });

  app.delete<{ Params: ReviewPath }>("/:id", { schema: schemas.delete }, async (request, reply) => {
    await untilCurrent(async () => {
      const current = await find(request.params);
      requireIfMatch(request.headers["if-match"]);
      checkIfMatch(request.headers["if-match"], tagOf(current));
      return repository.delete(current);
    });
    return reply.code(204).send();
  });

  /** @throws Problem 404 */
  async function find(path: ReviewPath): Promise<ReviewRow> {
    const row = await repository.find(path.id);
    if (row === undefined) throw notFound();
    if (path.book_id !== undefined && row.book_id !== path.book_id) throw notFound();
    return row;
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async function save(
    current: ReviewRow,
    body: ReviewReplace,
    faults: FaultList,
  ): Promise<ReviewRow | undefined> {
    faults.finish();
    const values = reviewChanges(body, current);
    if (reviewIsSame(current, values)) return current;
    return repository.update(current, values);
  }

  /** @throws Problem 404 where what the path names above is not there */
  async function requireParent(path: ReviewPath): Promise<void> {
    if (path.book_id !== undefined && !(await bookRepository.find(path.book_id))) throw notFound();
  }
}

/** Under a parent, a row is that parent's whether the body says so or not. */
function underParent<Body extends ReviewCreate | ReviewReplace>(
  body: Body,
  path: ReviewPath,
  faults: FaultList,
): Body {
  if (path.book_id !== undefined) {
    if (faults.none("/book_id") && body.book_id !== undefined && body.book_id !== path.book_id) {
      faults.add("/book_id", "read_only_parent", "must be that of the path");
    }
    return { ...body, book_id: path.book_id };
  }
  return body;
}

function scopeOf(path: ReviewPath): Scope | undefined {
  if (path.book_id !== undefined) {
    return {
      name: "/book_id",
      where: sql`${sql.ref("reviews.book_id")} = ${parameter("parent")}`,
      values: { parent: path.book_id },
    };
  }
  return undefined;
}

function tagOf(row: ReviewRow): string {
  return entityTag(shape, row.row_version);
}

function send(reply: FastifyReply, row: ReviewRow): FastifyReply {
  return reply.header("etag", tagOf(row)).send(reviewRepresentation(row));
}
