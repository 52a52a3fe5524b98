import type { FastifyInstance, FastifyReply, FastifySchema as RouteDescription } from "fastify";
import { checkIfMatch, entityTag, isNotModified, shapeDigest } from "../../http/conditional.js";
import { FaultList } from "../../http/faults.js";
import { isWhole, parseListQuery, parseSelection } from "../../http/list-query.js";
import { sendPage, sendSelected } from "../../http/listing.js";
import { mergeMembers } from "../../http/merge-patch.js";
import { notFound } from "../../http/problem.js";
import { pathOf, queryPairs } from "../../http/query-string.js";
import { untilCurrent } from "../../http/stale.js";
import { bodyFaults } from "../../plugins/validation.js";
import { publisherList } from "./publisher.list.js";
import { PublisherRepository } from "./publisher.repository.js";
import {
  type PublisherRow,
  publisherChanges,
  publisherIsSame,
  publisherRepresentation,
  publisherValues,
} from "./publisher.rows.js";
import {
  type PublisherCreate,
  type PublisherPath,
  type PublisherReplace,
  PublisherSchema,
  publisherRouteSchemas,
} from "./publisher.schemas.js";

const shape = shapeDigest(Object.keys(PublisherSchema.properties));

const merge = mergeMembers();

export async function publisherRoutes(app: FastifyInstance): Promise<void> {
  await app.register(mount, { prefix: "/publishers", schemas: publisherRouteSchemas });
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
  const repository = new PublisherRepository(app.database);

  app.get<{ Params: PublisherPath }>("", { schema: schemas.list }, async (request, reply) => {
    const query = parseListQuery(publisherList, queryPairs(request.url), pathOf(request.url));
    const page = await repository.list(query);
    return sendPage(request, reply, { query, page, show: publisherRepresentation, relations: {} });
  });

  app.post<{ Params: PublisherPath; Body: PublisherCreate }>(
    "",
    { schema: schemas.create, attachValidation: true },
    async (request, reply) => {
      const faults = bodyFaults(request);
      const { body } = request;
      faults.finish();
      const row = await repository.create(publisherValues(body));
      reply.code(201).header("location", `${app.basePath}/publishers/${row.id}`);
      return send(reply, row);
    },
  );

  app.get<{ Params: PublisherPath }>(
    "/:id",
    { schema: schemas.retrieve },
    async (request, reply) => {
      const selection = parseSelection(publisherList, queryPairs(request.url));
      const row = await find(request.params);
      if (!isWhole(selection)) {
        return sendSelected(reply, {
          selection,
          row,
          show: publisherRepresentation,
          relations: {},
        });
      }
      if (isNotModified(request.headers["if-none-match"], tagOf(row))) {
        return reply.code(304).header("etag", tagOf(row)).send();
      }
      return send(reply, row);
    },
  );

  app.put<{ Params: PublisherPath; Body: PublisherReplace }>(
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

  app.patch<{ Params: PublisherPath }>(
    "/:id",
    { schema: schemas.update },
    async (request, reply) => {
      const judge = request.compileValidationSchema(schemas.update.body);
      const row = await untilCurrent(async () => {
        const current = await find(request.params);
        checkIfMatch(request.headers["if-match"], tagOf(current));
        const merged = merge(publisherRepresentation(current), request.body);
        const faults = new FaultList(judge(merged) ? [] : judge.errors);
        const body = merged as PublisherReplace;
        return save(current, body, faults);
      });
      return send(reply, row);
    },
  );

  app.delete<{ Params: PublisherPath }>(
    "/:id",
    { schema: schemas.delete },
    async (request, reply) => {
      await untilCurrent(async () => {
        const current = await find(request.params);
        checkIfMatch(request.headers["if-match"], tagOf(current));
        return repository.delete(current);
      });
      return reply.code(204).send();
    },
  );

  /** @throws Problem 404 */
  async function find(path: PublisherPath): Promise<PublisherRow> {
    const row = await repository.find(path.id);
    if (row === undefined) throw notFound();
    return row;
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async function save(
    current: PublisherRow,
    body: PublisherReplace,
    faults: FaultList,
  ): Promise<PublisherRow | undefined> {
    faults.finish();
    const values = publisherChanges(body, current);
    if (publisherIsSame(current, values)) return current;
    return repository.update(current, values);
  }
}

function tagOf(row: PublisherRow): string {
  return entityTag(shape, row.row_version);
}

function send(reply: FastifyReply, row: PublisherRow): FastifyReply {
  return reply.header("etag", tagOf(row)).send(publisherRepresentation(row));
}
