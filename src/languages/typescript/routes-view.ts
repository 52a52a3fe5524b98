/** What the routes of a resource import and declare, and nothing that they do not use. */
import type { Resource } from "../../model/model.ts";
import { templateText } from "./literals.ts";
import type * as Views from "./views.ts";

export interface RouteInput {
  readonly names: Views.Names;
  readonly operations: Views.OperationSet;
  readonly links: readonly Views.Link[];
  readonly relations: readonly Views.Relation[];
  readonly parents: readonly Views.Parent[];
  readonly hasRules: boolean;
  readonly requireIfMatch: boolean;
  /** Whether a patch is merged into what the representation does not show. */
  readonly mergesHidden: boolean;
}

type Entry = readonly [name: string, wanted: boolean];

function wanted(...entries: readonly Entry[]): readonly string[] {
  return entries.filter(([, is]) => is).map(([name]) => name);
}

export function routesView(resource: Resource, input: RouteInput): Views.Routes {
  const { names, operations: has, links, parents } = input;
  const { pascal, camel, file } = names;
  const mounted = resource.operations.length > 0;
  const readsLinks = links.some(({ readable }) => readable);
  const changesLinks = links.some(({ changeable }) => changeable);
  const sends = has.retrieve || has.create || has.change;
  const conditional = has.change || has.delete;
  const usesParents = parents.length > 0 && (has.list || has.write);
  const others = unique(
    links.filter(({ readable, changeable }) => readable || changeable).map(({ to }) => to),
  );
  const modules = new Map<string, Set<string>>();
  const add = (from: string, ...list: readonly Entry[]): void => {
    const found = wanted(...list);
    if (found.length > 0) modules.set(from, new Set([...(modules.get(from) ?? []), ...found]));
  };
  const path = (target: Views.Names, kind: string): string =>
    target.file === file ? `./${file}.${kind}.js` : `../${target.file}/${target.file}.${kind}.js`;
  for (const parent of parents) {
    add(path(parent.names, "repository"), [
      `${parent.names.pascal}Repository`,
      has.list || has.create,
    ]);
  }
  for (const link of links) {
    add(path(link.to, "list"), [`${link.to.camel}List`, link.readable]);
    add(path(link.to, "relations"), [
      `${link.to.camel}Relations`,
      link.readable && link.toHasRelations,
    ]);
    add(path(link.to, "repository"), [`${link.to.pascal}Repository`, true]);
    add(path(link.to, "rows"), [`${link.to.camel}Representation`, link.readable]);
    add(path(link.to, "schemas"), [`${link.to.pascal}Schema`, link.readable]);
  }
  add(path(names, "list"), [`${camel}List`, has.select]);
  add(path(names, "relations"), [`${camel}Relations`, has.select && input.relations.length > 0]);
  add(
    path(names, "repository"),
    [`${pascal}Repository`, true],
    ...links.map((link): Entry => [`${link.camel}Links`, link.readable]),
  );
  add(
    path(names, "rows"),
    [`type ${pascal}Row`, has.tagged],
    [`${camel}Changes`, has.change],
    [`${camel}IsSame`, has.change],
    [`${camel}PatchTarget`, input.mergesHidden],
    [`${camel}Representation`, has.select || sends],
    [`${camel}Values`, has.create],
  );
  add(path(names, "rules"), [`${camel}Rules`, input.hasRules && has.write]);
  add(
    path(names, "schemas"),
    [`type ${pascal}Create`, has.create || usesParents],
    [`type ${pascal}Path`, mounted || links.length > 0],
    [`type ${pascal}Replace`, has.change],
    ...parents.flatMap((parent): Entry[] => [
      [`${pascal}CreateBy${parent.pascal}Schema`, has.create],
      [`${pascal}ReplaceBy${parent.pascal}Schema`, has.change],
    ]),
    [`${pascal}Schema`, has.tagged],
    [`${camel}RouteSchemas`, true],
  );
  return {
    mounted,
    fastifyImports: wanted(
      ["FastifyInstance", true],
      ["FastifyReply", sends],
      ["FastifySchema as RouteDescription", mounted],
    ),
    conditionalImports: wanted(
      ["checkIfMatch", conditional],
      ["entityTag", has.tagged],
      ["isNotModified", has.retrieve],
      ["requireIfMatch", conditional && input.requireIfMatch],
      ["shapeDigest", has.tagged],
    ),
    queryImports: wanted(
      ["isWhole", has.retrieve],
      ["parseListQuery", has.list || readsLinks],
      ["parseSelection", has.retrieve],
    ),
    listingImports: wanted(
      ["pageOf", readsLinks],
      ["sendPage", has.list || readsLinks],
      ["sendSelected", has.retrieve],
    ),
    queryStringImports: wanted(
      ["pathOf", has.list || readsLinks],
      ["queryPairs", has.select || readsLinks],
    ),
    throwsNotFound: has.row || links.length > 0 || ((has.list || has.create) && parents.length > 0),
    namesFaults: has.change || (has.create && parents.length > 0),
    retries: conditional,
    scopesLinks: readsLinks,
    sends,
    usesParents,
    requiresParent: has.list || has.create,
    parentRepositories: has.list || has.create ? unique(parents.map((parent) => parent.names)) : [],
    linkRepositories: others,
    locationPath: templateText(`/${resource.path}`),
    imports: [...modules]
      .sort(([a], [b]) => order(a, b))
      .map(([from, list]) => ({ from, names: [...list].sort(byName) })),
    changesLinks,
  };
}

/** Modules of other resources first, then those of the resource itself. */
function order(a: string, b: string): number {
  const own = Number(a.startsWith("./")) - Number(b.startsWith("./"));
  return own === 0 ? (a < b ? -1 : 1) : own;
}

function byName(a: string, b: string): number {
  const bare = (text: string): string => text.replace(/^type /, "");
  return (
    Number(b.startsWith("type ")) - Number(a.startsWith("type ")) || (bare(a) < bare(b) ? -1 : 1)
  );
}

function unique(all: readonly Views.Names[]): readonly Views.Names[] {
  return [...new Map(all.map((names) => [names.file, names])).values()];
}
