import type { FastifyInstance, FastifyReply, FastifySchema as RouteDescription } from "fastify";
import { checkIfMatch, entityTag, isNotModified, shapeDigest } from "../../http/conditional.js";
import { FaultList } from "../../http/faults.js";
import { isWhole, parseListQuery, parseSelection } from "../../http/list-query.js";
import { sendPage, sendSelected } from "../../http/listing.js";
import { mergeMembers, mergePatch } from "../../http/merge-patch.js";
import { notFound } from "../../http/problem.js";
import { pathOf, queryPairs } from "../../http/query-string.js";
import { untilCurrent } from "../../http/stale.js";
import { settingList } from "./setting.list.js";
import { SettingRepository } from "./setting.repository.js";
import {
  type SettingRow,
  settingChanges,
  settingIsSame,
  settingRepresentation,
} from "./setting.rows.js";
import {
  type SettingPath,
  type SettingReplace,
  SettingSchema,
  settingRouteSchemas,
} from "./setting.schemas.js";

const shape = shapeDigest(Object.keys(SettingSchema.properties));

const merge = mergeMembers({
  value: mergePatch,
});

export async function settingRoutes(app: FastifyInstance): Promise<void> {
  await app.register(mount, { prefix: "/settings", schemas: settingRouteSchemas });
}

interface MountOptions {
  readonly schemas: {
    readonly list: RouteDescription;
    readonly retrieve: RouteDescription;
    readonly update: RouteDescription & { readonly body: object };
  };
}

async function mount(app: FastifyInstance, { schemas }: MountOptions): Promise<void> {
  const repository = new SettingRepository(app.database);

  app.get<{ Params: SettingPath }>("", { schema: schemas.list }, async (request, reply) => {
    const query = parseListQuery(settingList, queryPairs(request.url), pathOf(request.url));
    const page = await repository.list(query);
    return sendPage(request, reply, { query, page, show: settingRepresentation, relations: {} });
  });

  app.get<{ Params: SettingPath }>("/:id", { schema: schemas.retrieve }, async (request, reply) => {
    const selection = parseSelection(settingList, queryPairs(request.url));
    const row = await find(request.params);
    if (!isWhole(selection)) {
      return sendSelected(reply, { selection, row, show: settingRepresentation, relations: {} });
    }
    if (isNotModified(request.headers["if-none-match"], tagOf(row))) {
      return reply.code(304).header("etag", tagOf(row)).send();
    }
    return send(reply, row);
  });

  app.patch<{ Params: SettingPath }>("/:id", { schema: schemas.update }, async (request, reply) => {
    const judge = request.compileValidationSchema(schemas.update.body);
    const row = await untilCurrent(async () => {
      const current = await find(request.params);
      checkIfMatch(request.headers["if-match"], tagOf(current));
      const merged = merge(settingRepresentation(current), request.body);
      const faults = new FaultList(judge(merged) ? [] : judge.errors);
      const body = merged as SettingReplace;
      return save(current, body, faults);
    });
    return send(reply, row);
  });

  /** @throws Problem 404 */
  async function find(path: SettingPath): Promise<SettingRow> {
    const row = await repository.find(path.id);
    if (row === undefined) throw notFound();
    return row;
  }

  /**
   * @returns undefined where the row has changed since it was read
   * @throws Problem 422, 409
   */
  async function save(
    current: SettingRow,
    body: SettingReplace,
    faults: FaultList,
  ): Promise<SettingRow | undefined> {
    faults.finish();
    const values = settingChanges(body, current);
    if (settingIsSame(current, values)) return current;
    return repository.update(current, values);
  }
}

function tagOf(row: SettingRow): string {
  return entityTag(shape, row.row_version);
}

function send(reply: FastifyReply, row: SettingRow): FastifyReply {
  return reply.header("etag", tagOf(row)).send(settingRepresentation(row));
}
