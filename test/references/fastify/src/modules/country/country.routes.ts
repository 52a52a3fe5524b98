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
import { countryList } from "./country.list.js";
import { CountryRepository } from "./country.repository.js";
import {
  type CountryRow,
  countryChanges,
  countryIsSame,
  countryRepresentation,
  countryValues,
} from "./country.rows.js";
import { countryRules } from "./country.rules.js";
import {
  type CountryCreate,
  type CountryPath,
  type CountryReplace,
  CountrySchema,
  countryRouteSchemas,
} from "./country.schemas.js";

const shape = shapeDigest(Object.keys(CountrySchema.properties));

const merge = mergeMembers();

export async function countryRoutes(app: FastifyInstance): Promise<void> {
  await app.register(mount, { prefix: "/countries", schemas: countryRouteSchemas });
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
  const repository = new CountryRepository(app.database);

  app.get<{ Params: CountryPath }>("", { schema: schemas.list }, async (request, reply) => {
    const query = parseListQuery(countryList, queryPairs(request.url), pathOf(request.url));
    const page = await repository.list(query);
    return sendPage(request, reply, { query, page, show: countryRepresentation, relations: {} });
  });

  app.post<{ Params: CountryPath; Body: CountryCreate }>(
    "",
    { schema: schemas.create, attachValidation: true },
    async (request, reply) => {
      const faults = bodyFaults(request);
      const { body } = request;
      countryRules(body, faults);
      faults.finish();
      const row = await repository.create(countryValues(body), body.id);
      reply.code(201).header("location", `${app.basePath}/countries/${encodeURIComponent(row.id)}`);
      return send(reply, row);
    },
  );

  app.get<{ Params: CountryPath }>("/:id", { schema: schemas.retrieve }, async (request, reply) => {
    const selection = parseSelection(countryList, queryPairs(request.url));
    const row = await find(request.params);
    if (!isWhole(selection)) {
      return sendSelected(reply, { selection, row, show: countryRepresentation, relations: {} });
    }
    if (isNotModified(request.headers["if-none-match"], tagOf(row))) {
      return reply.code(304).header("etag", tagOf(row)).send();
    }
    return send(reply, row);
  });

  app.put<{ Params: CountryPath; Body: CountryReplace }>(
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

  app.patch<{ Params: CountryPath }>("/:id", { schema: schemas.update }, async (request, reply) => {
    const judge = request.compileValidationSchema(schemas.update.body);
    const row = await untilCurrent(async () => {
      const current = await find(request.params);
      checkIfMatch(request.headers["if-match"], tagOf(current));
      const merged = merge(countryRepresentation(current), request.body);
      const faults = new FaultList(judge(merged) ? [] : judge.errors);
      const body = merged as CountryReplace;
      return save(current, body, faults);
    });
    return send(reply, row);
  });

  app.delete<{ Params: CountryPath }>(
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
  async function find(path: CountryPath): Promise<CountryRow> {
    const row = await repository.find(path.id);
    if (row === undefined) throw notFound();
    return row;
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async function save(
    current: CountryRow,
    body: CountryReplace,
    faults: FaultList,
  ): Promise<CountryRow | undefined> {
    countryRules(body, faults, current);
    faults.finish();
    const values = countryChanges(body, current);
    if (countryIsSame(current, values)) return current;
    return repository.update(current, values);
  }
}

function tagOf(row: CountryRow): string {
  return entityTag(shape, row.row_version);
}

function send(reply: FastifyReply, row: CountryRow): FastifyReply {
  return reply.header("etag", tagOf(row)).send(countryRepresentation(row));
}
