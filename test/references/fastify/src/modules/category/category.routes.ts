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
import { categoryList } from "./category.list.js";
import { categoryRelations } from "./category.relations.js";
import { CategoryRepository } from "./category.repository.js";
import {
  type CategoryRow,
  categoryChanges,
  categoryIsSame,
  categoryRepresentation,
  categoryValues,
} from "./category.rows.js";
import {
  type CategoryCreate,
  type CategoryPath,
  type CategoryReplace,
  CategorySchema,
  categoryRouteSchemas,
} from "./category.schemas.js";

const shape = shapeDigest(Object.keys(CategorySchema.properties));

const merge = mergeMembers();

export async function categoryRoutes(app: FastifyInstance): Promise<void> {
  await app.register(mount, { prefix: "/categories", schemas: categoryRouteSchemas });
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
  const repository = new CategoryRepository(app.database);
  const relations = categoryRelations(app.database);

  app.get<{ Params: CategoryPath }>("", { schema: schemas.list }, async (request, reply) => {
    const query = parseListQuery(categoryList, queryPairs(request.url), pathOf(request.url));
    const page = await repository.list(query);
    return sendPage(request, reply, { query, page, show: categoryRepresentation, relations });
  });

  app.post<{ Params: CategoryPath; Body: CategoryCreate }>(
    "",
    { schema: schemas.create, attachValidation: true },
    async (request, reply) => {
      const faults = bodyFaults(request);
      const { body } = request;
      faults.finish();
      const row = await repository.create(categoryValues(body));
      reply.code(201).header("location", `${app.basePath}/categories/${row.id}`);
      return send(reply, row);
    },
  );

  app.get<{ Params: CategoryPath }>(
    "/:id",
    { schema: schemas.retrieve },
    async (request, reply) => {
      const selection = parseSelection(categoryList, queryPairs(request.url));
      const row = await find(request.params);
      if (!isWhole(selection)) {
        return sendSelected(reply, { selection, row, show: categoryRepresentation, relations });
      }
      if (isNotModified(request.headers["if-none-match"], tagOf(row))) {
        return reply.code(304).header("etag", tagOf(row)).send();
      }
      return send(reply, row);
    },
  );

  app.put<{ Params: CategoryPath; Body: CategoryReplace }>(
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

  app.patch<{ Params: CategoryPath }>(
    "/:id",
    { schema: schemas.update },
    async (request, reply) => {
      const judge = request.compileValidationSchema(schemas.update.body);
      const row = await untilCurrent(async () => {
        const current = await find(request.params);
        checkIfMatch(request.headers["if-match"], tagOf(current));
        const merged = merge(categoryRepresentation(current), request.body);
        const faults = new FaultList(judge(merged) ? [] : judge.errors);
        const body = merged as CategoryReplace;
        return save(current, body, faults);
      });
      return send(reply, row);
    },
  );

  app.delete<{ Params: CategoryPath }>(
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
  async function find(path: CategoryPath): Promise<CategoryRow> {
    const row = await repository.find(path.id);
    if (row === undefined) throw notFound();
    return row;
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async function save(
    current: CategoryRow,
    body: CategoryReplace,
    faults: FaultList,
  ): Promise<CategoryRow | undefined> {
    faults.finish();
    const values = categoryChanges(body, current);
    if (categoryIsSame(current, values)) return current;
    return repository.update(current, values);
  }
}

function tagOf(row: CategoryRow): string {
  return entityTag(shape, row.row_version);
}

function send(reply: FastifyReply, row: CategoryRow): FastifyReply {
  return reply.header("etag", tagOf(row)).send(categoryRepresentation(row));
}
