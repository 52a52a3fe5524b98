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
import { authorList } from "./author.list.js";
import { authorRelations } from "./author.relations.js";
import { AuthorRepository } from "./author.repository.js";
import {
  type AuthorRow,
  authorChanges,
  authorIsSame,
  authorRepresentation,
  authorValues,
} from "./author.rows.js";
import {
  type AuthorCreate,
  type AuthorPath,
  type AuthorReplace,
  AuthorSchema,
  authorRouteSchemas,
} from "./author.schemas.js";

const shape = shapeDigest(Object.keys(AuthorSchema.properties));

const merge = mergeMembers({
  address: mergeMembers(),
});

export async function authorRoutes(app: FastifyInstance): Promise<void> {
  await app.register(mount, { prefix: "/authors", schemas: authorRouteSchemas });
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
  const repository = new AuthorRepository(app.database);
  const relations = authorRelations(app.database);

  app.get<{ Params: AuthorPath }>("", { schema: schemas.list }, async (request, reply) => {
    const query = parseListQuery(authorList, queryPairs(request.url), pathOf(request.url));
    const page = await repository.list(query);
    return sendPage(request, reply, { query, page, show: authorRepresentation, relations });
  });

  app.post<{ Params: AuthorPath; Body: AuthorCreate }>(
    "",
    { schema: schemas.create, attachValidation: true },
    async (request, reply) => {
      const faults = bodyFaults(request);
      const { body } = request;
      faults.finish();
      const row = await repository.create(authorValues(body));
      reply.code(201).header("location", `${app.basePath}/authors/${row.id}`);
      return send(reply, row);
    },
  );

  app.get<{ Params: AuthorPath }>("/:id", { schema: schemas.retrieve }, async (request, reply) => {
    const selection = parseSelection(authorList, queryPairs(request.url));
    const row = await find(request.params);
    if (!isWhole(selection)) {
      return sendSelected(reply, { selection, row, show: authorRepresentation, relations });
    }
    if (isNotModified(request.headers["if-none-match"], tagOf(row))) {
      return reply.code(304).header("etag", tagOf(row)).send();
    }
    return send(reply, row);
  });

  app.put<{ Params: AuthorPath; Body: AuthorReplace }>(
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

  app.patch<{ Params: AuthorPath }>("/:id", { schema: schemas.update }, async (request, reply) => {
    const judge = request.compileValidationSchema(schemas.update.body);
    const row = await untilCurrent(async () => {
      const current = await find(request.params);
      checkIfMatch(request.headers["if-match"], tagOf(current));
      const merged = merge(authorRepresentation(current), request.body);
      const faults = new FaultList(judge(merged) ? [] : judge.errors);
      const body = merged as AuthorReplace;
      return save(current, body, faults);
    });
    return send(reply, row);
  });

  app.delete<{ Params: AuthorPath }>("/:id", { schema: schemas.delete }, async (request, reply) => {
    await untilCurrent(async () => {
      const current = await find(request.params);
      checkIfMatch(request.headers["if-match"], tagOf(current));
      return repository.delete(current);
    });
    return reply.code(204).send();
  });

  /** @throws Problem 404 */
  async function find(path: AuthorPath): Promise<AuthorRow> {
    const row = await repository.find(path.id);
    if (row === undefined) throw notFound();
    return row;
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async function save(
    current: AuthorRow,
    body: AuthorReplace,
    faults: FaultList,
  ): Promise<AuthorRow | undefined> {
    faults.finish();
    const values = authorChanges(body, current);
    if (authorIsSame(current, values)) return current;
    return repository.update(current, values);
  }
}

function tagOf(row: AuthorRow): string {
  return entityTag(shape, row.row_version);
}

function send(reply: FastifyReply, row: AuthorRow): FastifyReply {
  return reply.header("etag", tagOf(row)).send(authorRepresentation(row));
}
