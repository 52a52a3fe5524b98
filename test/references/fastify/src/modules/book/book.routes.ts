import type { FastifyInstance, FastifyReply, FastifySchema as RouteDescription } from "fastify";
import { sql } from "kysely";
import type { Scope } from "../../database/page.js";
import { parameter } from "../../database/statement.js";
import { checkIfMatch, entityTag, isNotModified, shapeDigest } from "../../http/conditional.js";
import { FaultList } from "../../http/faults.js";
import { isWhole, parseListQuery, parseSelection } from "../../http/list-query.js";
import { pageOf, sendPage, sendSelected } from "../../http/listing.js";
import { mergeMembers, mergePatch } from "../../http/merge-patch.js";
import { notFound } from "../../http/problem.js";
import { pathOf, queryPairs } from "../../http/query-string.js";
import { untilCurrent } from "../../http/stale.js";
import { bodyFaults } from "../../plugins/validation.js";
import { AuthorRepository } from "../author/author.repository.js";
import { tagList } from "../tag/tag.list.js";
import { tagRelations } from "../tag/tag.relations.js";
import { TagRepository } from "../tag/tag.repository.js";
import { tagRepresentation } from "../tag/tag.rows.js";
import { TagSchema } from "../tag/tag.schemas.js";
import { bookList } from "./book.list.js";
import { bookRelations } from "./book.relations.js";
import { BookRepository, tagsLinks } from "./book.repository.js";
import {
  type BookRow,
  bookChanges,
  bookIsSame,
  bookRepresentation,
  bookValues,
} from "./book.rows.js";
import { bookRules } from "./book.rules.js";
import {
  type BookCreate,
  type BookPath,
  type BookReplace,
  BookCreateByAuthorSchema,
  BookReplaceByAuthorSchema,
  BookSchema,
  bookRouteSchemas,
} from "./book.schemas.js";

const shape = shapeDigest(Object.keys(BookSchema.properties));

const merge = mergeMembers({
  metadata: mergePatch,
});

export async function bookRoutes(app: FastifyInstance): Promise<void> {
  await app.register(mount, { prefix: "/books", schemas: bookRouteSchemas });
  await app.register(mount, {
    prefix: "/authors/:author_id/books",
    schemas: {
      ...bookRouteSchemas,
      create: { ...bookRouteSchemas.create, body: BookCreateByAuthorSchema },
      replace: { ...bookRouteSchemas.replace, body: BookReplaceByAuthorSchema },
      update: { ...bookRouteSchemas.update, body: BookReplaceByAuthorSchema },
    },
  });
  await app.register(routesOfLinks, { prefix: "/books" });
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
  const repository = new BookRepository(app.database);
  const authorRepository = new AuthorRepository(app.database);
  const relations = bookRelations(app.database);

  app.get<{ Params: BookPath }>("", { schema: schemas.list }, async (request, reply) => {
    const query = parseListQuery(bookList, queryPairs(request.url), pathOf(request.url));
    await requireParent(request.params);
    const page = await repository.list(query, scopeOf(request.params));
    return sendPage(request, reply, { query, page, show: bookRepresentation, relations });
  });

  app.post<{ Params: BookPath; Body: BookCreate }>(
    "",
    { schema: schemas.create, attachValidation: true },
    async (request, reply) => {
      await requireParent(request.params);
      const faults = bodyFaults(request);
      const body = underParent(request.body, request.params, faults);
      bookRules(body, faults);
      faults.finish();
      const row = await repository.create(bookValues(body), body.tag_ids ?? []);
      reply.code(201).header("location", `${app.basePath}/books/${row.id}`);
      return send(reply, row);
    },
  );

  app.get<{ Params: BookPath }>("/:id", { schema: schemas.retrieve }, async (request, reply) => {
    const selection = parseSelection(bookList, queryPairs(request.url));
    const row = await find(request.params);
    if (!isWhole(selection)) {
      return sendSelected(reply, { selection, row, show: bookRepresentation, relations });
    }
    if (isNotModified(request.headers["if-none-match"], tagOf(row))) {
      return reply.code(304).header("etag", tagOf(row)).send();
    }
    return send(reply, row);
  });

  app.put<{ Params: BookPath; Body: BookReplace }>(
    "/:id",
    { schema: schemas.replace, attachValidation: true },
    async (request, reply) => {
      const row = await untilCurrent(async () => {
        const current = await find(request.params);
        checkIfMatch(request.headers["if-match"], tagOf(current));
        const faults = bodyFaults(request);
        return save(current, underParent(request.body, request.params, faults), faults);
      });
      return send(reply, row);
    },
  );

  app.patch<{ Params: BookPath }>("/:id", { schema: schemas.update }, async (request, reply) => {
    const judge = request.compileValidationSchema(schemas.update.body);
    const row = await untilCurrent(async () => {
      const current = await find(request.params);
      checkIfMatch(request.headers["if-match"], tagOf(current));
      const merged = merge(bookRepresentation(current), request.body);
      const faults = new FaultList(judge(merged) ? [] : judge.errors);
      const body = merged as BookReplace;
      return save(current, underParent(body, request.params, faults), faults);
    });
    return send(reply, row);
  });

  app.delete<{ Params: BookPath }>("/:id", { schema: schemas.delete }, async (request, reply) => {
    await untilCurrent(async () => {
      const current = await find(request.params);
      checkIfMatch(request.headers["if-match"], tagOf(current));
      return repository.delete(current);
    });
    return reply.code(204).send();
  });

  /** @throws Problem 404 */
  async function find(path: BookPath): Promise<BookRow> {
    const row = await repository.find(path.id);
    if (row === undefined) throw notFound();
    if (path.author_id !== undefined && row.author_id !== path.author_id) throw notFound();
    return row;
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async function save(
    current: BookRow,
    body: BookReplace,
    faults: FaultList,
  ): Promise<BookRow | undefined> {
    bookRules(body, faults, current);
    faults.finish();
    const values = bookChanges(body, current);
    const tags = body.tag_ids ?? [];
    if (bookIsSame(current, values, tags)) return current;
    return repository.update(current, values, tags);
  }

  /** @throws Problem 404 where what the path names above is not there */
  async function requireParent(path: BookPath): Promise<void> {
    if (path.author_id !== undefined && !(await authorRepository.find(path.author_id)))
      throw notFound();
  }
}

async function routesOfLinks(app: FastifyInstance): Promise<void> {
  const schema = bookRouteSchemas.links;
  const repository = new BookRepository(app.database);
  const tagRepository = new TagRepository(app.database);

  const tagsSchema = { ...schema, response: { 200: pageOf(TagSchema) } };
  app.get<{ Params: BookPath }>("/:id/tags", { schema: tagsSchema }, async (request, reply) => {
    const query = parseListQuery(tagList, queryPairs(request.url), pathOf(request.url));
    await requireRow(request.params.id);
    const page = await tagRepository.list(query, {
      name: "book.tags",
      where: tagsLinks.linksTo(sql.ref("tags.id"), "linked_from"),
      values: { linked_from: request.params.id },
    });
    return sendPage(request, reply, {
      query,
      page,
      show: tagRepresentation,
      relations: tagRelations(app.database),
    });
  });

  app.put<{ Params: BookPath }>("/:id/tags/:tag_id", { schema }, async (request, reply) => {
    const other = await requireTags(request.params);
    await repository.linkTags(request.params.id, other);
    return reply.code(204).send();
  });

  app.delete<{ Params: BookPath }>("/:id/tags/:tag_id", { schema }, async (request, reply) => {
    const other = await requireTags(request.params);
    await repository.unlinkTags(request.params.id, other);
    return reply.code(204).send();
  });

  /** @throws Problem 404 where one of the two rows is not there */
  async function requireTags(path: BookPath): Promise<number> {
    await requireRow(path.id);
    const other = path.tag_id;
    if (other === undefined || !(await tagRepository.find(other))) throw notFound();
    return other;
  }

  async function requireRow(id: number): Promise<void> {
    if (!(await repository.find(id))) throw notFound();
  }
}

/** Under a parent, a row is that parent's whether the body says so or not. */
function underParent<Body extends BookCreate | BookReplace>(
  body: Body,
  path: BookPath,
  faults: FaultList,
): Body {
  if (path.author_id !== undefined) {
    if (
      faults.none("/author_id") &&
      body.author_id !== undefined &&
      body.author_id !== path.author_id
    ) {
      faults.add("/author_id", "read_only_parent", "must be that of the path");
    }
    return { ...body, author_id: path.author_id };
  }
  return body;
}

function scopeOf(path: BookPath): Scope | undefined {
  if (path.author_id !== undefined) {
    return {
      name: "/author_id",
      where: sql`${sql.ref("books.author_id")} = ${parameter("parent")}`,
      values: { parent: path.author_id },
    };
  }
  return undefined;
}

function tagOf(row: BookRow): string {
  return entityTag(shape, row.row_version);
}

function send(reply: FastifyReply, row: BookRow): FastifyReply {
  return reply.header("etag", tagOf(row)).send(bookRepresentation(row));
}
