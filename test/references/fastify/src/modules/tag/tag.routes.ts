import type { FastifyInstance, FastifyReply, FastifySchema as RouteDescription } from "fastify";
import { sql } from "kysely";
import { checkIfMatch, entityTag, isNotModified, shapeDigest } from "../../http/conditional.js";
import { FaultList } from "../../http/faults.js";
import { isWhole, parseListQuery, parseSelection } from "../../http/list-query.js";
import { pageOf, sendPage, sendSelected } from "../../http/listing.js";
import { mergeMembers } from "../../http/merge-patch.js";
import { notFound } from "../../http/problem.js";
import { pathOf, queryPairs } from "../../http/query-string.js";
import { untilCurrent } from "../../http/stale.js";
import { bodyFaults } from "../../plugins/validation.js";
import { tagList } from "./tag.list.js";
import { tagRelations } from "./tag.relations.js";
import { TagRepository, relatedLinks } from "./tag.repository.js";
import { type TagRow, tagChanges, tagIsSame, tagRepresentation, tagValues } from "./tag.rows.js";
import {
  type TagCreate,
  type TagPath,
  type TagReplace,
  TagSchema,
  tagRouteSchemas,
} from "./tag.schemas.js";

const shape = shapeDigest(Object.keys(TagSchema.properties));

const merge = mergeMembers();

export async function tagRoutes(app: FastifyInstance): Promise<void> {
  await app.register(mount, { prefix: "/tags", schemas: tagRouteSchemas });
  await app.register(routesOfLinks, { prefix: "/tags" });
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
  const repository = new TagRepository(app.database);
  const relations = tagRelations(app.database);

  app.get<{ Params: TagPath }>("", { schema: schemas.list }, async (request, reply) => {
    const query = parseListQuery(tagList, queryPairs(request.url), pathOf(request.url));
    const page = await repository.list(query);
    return sendPage(request, reply, { query, page, show: tagRepresentation, relations });
  });

  app.post<{ Params: TagPath; Body: TagCreate }>(
    "",
    { schema: schemas.create, attachValidation: true },
    async (request, reply) => {
      const faults = bodyFaults(request);
      const { body } = request;
      faults.finish();
      const row = await repository.create(tagValues(body), body.related_ids ?? []);
      reply.code(201).header("location", `${app.basePath}/tags/${row.id}`);
      return send(reply, row);
    },
  );

  app.get<{ Params: TagPath }>("/:id", { schema: schemas.retrieve }, async (request, reply) => {
    const selection = parseSelection(tagList, queryPairs(request.url));
    const row = await find(request.params);
    if (!isWhole(selection)) {
      return sendSelected(reply, { selection, row, show: tagRepresentation, relations });
    }
    if (isNotModified(request.headers["if-none-match"], tagOf(row))) {
      return reply.code(304).header("etag", tagOf(row)).send();
    }
    return send(reply, row);
  });

  app.put<{ Params: TagPath; Body: TagReplace }>(
    "/:id",
    { schema: schemas.replace, attachValidation: true },
    async (request, reply) => {
      const row = await untilCurrent(async () => {
        const current = await find(request.params);
        checkIfMatch(request.headers["if-match"], tagOf(current));
        const faults = bodyFaults(request);
        return save(current, request.body, faults);
      });
      return send(reply, row);
    },
  );

  app.patch<{ Params: TagPath }>("/:id", { schema: schemas.update }, async (request, reply) => {
    const judge = request.compileValidationSchema(schemas.update.body);
    const row = await untilCurrent(async () => {
      const current = await find(request.params);
      checkIfMatch(request.headers["if-match"], tagOf(current));
      const merged = merge(tagRepresentation(current), request.body);
      const faults = new FaultList(judge(merged) ? [] : judge.errors);
      const body = merged as TagReplace;
      return save(current, body, faults);
    });
    return send(reply, row);
  });

  app.delete<{ Params: TagPath }>("/:id", { schema: schemas.delete }, async (request, reply) => {
    await untilCurrent(async () => {
      const current = await find(request.params);
      checkIfMatch(request.headers["if-match"], tagOf(current));
      return repository.delete(current);
    });
    return reply.code(204).send();
  });

  /** @throws Problem 404 */
  async function find(path: TagPath): Promise<TagRow> {
    const row = await repository.find(path.id);
    if (row === undefined) throw notFound();
    return row;
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async function save(
    current: TagRow,
    body: TagReplace,
    faults: FaultList,
  ): Promise<TagRow | undefined> {
    faults.finish();
    const values = tagChanges(body, current);
    const related = body.related_ids ?? [];
    if (tagIsSame(current, values, related)) return current;
    return repository.update(current, values, related);
  }
}

async function routesOfLinks(app: FastifyInstance): Promise<void> {
  const schema = tagRouteSchemas.links;
  const repository = new TagRepository(app.database);
  const tagRepository = new TagRepository(app.database);

  const relatedSchema = { ...schema, response: { 200: pageOf(TagSchema) } };
  app.get<{ Params: TagPath }>(
    "/:id/related",
    { schema: relatedSchema },
    async (request, reply) => {
      const query = parseListQuery(tagList, queryPairs(request.url), pathOf(request.url));
      await requireRow(request.params.id);
      const page = await tagRepository.list(query, {
        name: "tag.related",
        where: relatedLinks.linksTo(sql.ref("tags.id"), "linked_from"),
        values: { linked_from: request.params.id },
      });
      return sendPage(request, reply, {
        query,
        page,
        show: tagRepresentation,
        relations: tagRelations(app.database),
      });
    },
  );

  app.put<{ Params: TagPath }>("/:id/related/:related_id", { schema }, async (request, reply) => {
    const other = await requireRelated(request.params);
    await repository.linkRelated(request.params.id, other);
    return reply.code(204).send();
  });

  app.delete<{ Params: TagPath }>(
    "/:id/related/:related_id",
    { schema },
    async (request, reply) => {
      const other = await requireRelated(request.params);
      await repository.unlinkRelated(request.params.id, other);
      return reply.code(204).send();
    },
  );

  /** @throws Problem 404 where one of the two rows is not there */
  async function requireRelated(path: TagPath): Promise<number> {
    await requireRow(path.id);
    const other = path.related_id;
    if (other === undefined || !(await tagRepository.find(other))) throw notFound();
    return other;
  }

  async function requireRow(id: number): Promise<void> {
    if (!(await repository.find(id))) throw notFound();
  }
}

function tagOf(row: TagRow): string {
  return entityTag(shape, row.row_version);
}

function send(reply: FastifyReply, row: TagRow): FastifyReply {
  return reply.header("etag", tagOf(row)).send(tagRepresentation(row));
}
