/** What the repository of a resource imports and declares, and nothing that it does not use. */
import type { Resource } from "../../model/model.ts";
import { propertyAccess, propertyKey } from "./identifiers.ts";
import { stringLiteral } from "./literals.ts";
import type * as Views from "./views.ts";

interface DeletionParts {
  readonly consequences: readonly string[];
  readonly holders: readonly string[];
  /** Whether a row may be kept from going. */
  readonly restricted: boolean;
  readonly initialUsesNow: boolean;
  /** Whether another resource embeds rows of this one. */
  readonly embedded: boolean;
}

/** What the repository of a resource needs, so that it imports and declares nothing else. */
export function repositoryParts(
  resource: Resource,
  set: Views.OperationSet,
  links: readonly Views.Link[],
  references: readonly Views.Reference[],
  uniques: readonly Views.Unique[],
  { consequences, holders, restricted, initialUsesNow, embedded }: DeletionParts,
): Views.RepositoryParts {
  const writable = links.filter((link) => link.writable);
  const hasChangeableLinks = links.some(({ changeable }) => changeable);
  const deletesMore = consequences.length > 0 || holders.length > 0;
  const checksLiving =
    references.some(({ deletedAt }) => deletedAt !== false) ||
    writable.some(({ deletedAt }) => deletedAt !== false);
  const refusable =
    set.create || set.change
      ? references.length > 0 ||
        uniques.length > 0 ||
        writable.length > 0 ||
        (resource.id.strategy === "client" && set.create)
      : false;
  const consequencesUseNow = [...consequences].some((text) => text.includes("${time}"));
  const imports = (
    entries: readonly (readonly [name: string, wanted: boolean])[],
  ): readonly string[] => entries.filter(([, wanted]) => wanted).map(([name]) => name);
  return {
    refusable,
    checksLiving,
    writesTogether: writable.length > 0 || checksLiving,
    writableLinks: writable,
    writeUsesValues: references.length > 0 || uniques.length > 0,
    onlyKeyIsUnique: resource.id.strategy === "client" && uniques.length === 0,
    makesUuids: set.create && resource.id.strategy === "uuid",
    sortsIds: writable.length > 0 && (set.create || set.change),
    hasChangeableLinks,
    deletesMore,
    consequencesUseNow,
    restricted: set.delete && restricted,
    embedded,
    expressionImports: imports([
      ["arrayOf", embedded],
      ["forUpdate", deletesMore],
      ["isOneOf", embedded],
    ]),
    deleteUsesNow: resource.softDelete !== null || consequencesUseNow,
    createUsesNow: resource.timestamps !== null || initialUsesNow,
    qualifiedId: stringLiteral(`${resource.table}.${resource.id.column}`),
    versionKey: propertyKey(resource.versionColumn),
    versionAccess: propertyAccess(resource.versionColumn),
    databaseImports: imports([
      ["type Database", true],
      ["type Session", hasChangeableLinks],
      ["first", true],
      ["only", set.create],
    ]),
    errorImports: imports([
      ["isConstraintViolation", refusable],
      ["isForeignKeyViolation", (set.delete && restricted) || hasChangeableLinks],
    ]),
    statementImports: imports([
      ["parameter", true],
      ["parameters", set.create || set.change],
      ["prepare", true],
      ["queries", true],
      ["raw", deletesMore],
      ["without", set.create || set.change],
    ]),
    problemImports: imports([
      ["inUse", set.delete && restricted],
      ["notFound", hasChangeableLinks],
    ]),
  };
}
