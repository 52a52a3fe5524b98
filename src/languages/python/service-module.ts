/** Views of what the service does with a resource. */
import { resourceNamed } from "../../contract/lookup.ts";
import type { Model, Resource } from "../../model/model.ts";
import { Imports } from "./imports.ts";
import { stringLiteral } from "./literals.ts";
import { namesOf } from "./names.ts";
import { canOf, isWritable, linksVariable, repositoryView } from "./repository.ts";
import { schemasView } from "./schemas.ts";
import type { ServiceModuleView } from "./view-types.ts";

export function serviceModuleView(model: Model, resource: Resource): ServiceModuleView {
  const names = namesOf(resource);
  const can = canOf(resource);
  const schemas = schemasView(model, resource);
  const { hasHiddenReferences, returnsNew } = repositoryView(model, resource);
  const imports = new Imports();
  const links = resource.fields.flatMap((field) => {
    if (field.kind !== "to_many") return [];
    const target = resourceNamed(model, field.to);
    const other = namesOf(target);
    const reads = can.retrieve;
    const writes = can.update && isWritable(field);
    if ((reads || writes) && other.package !== names.package) {
      imports.name(`app.${other.package}`, `repository as ${other.package}`);
    }
    return [
      {
        field: field.name.replace(/^_+/, "").toLowerCase(),
        property: stringLiteral(field.property),
        variable: linksVariable(field),
        module: other.package === names.package ? "repository" : other.package,
        words: stringLiteral(other.words),
        reads,
        writes,
      },
    ];
  });
  const parents = resource.nested.map((nested) => {
    const field = resource.fields.find((entry) => entry.name === nested.field);
    const parent = namesOf(resourceNamed(model, nested.parent));
    if (parent.package !== names.package)
      imports.name(`app.${parent.package}`, `repository as ${parent.package}`);
    return {
      propertyLiteral: stringLiteral(field?.property ?? nested.field),
      module: parent.package === names.package ? "repository" : parent.package,
      words: stringLiteral(parent.words),
    };
  });
  const hasParents = parents.length > 0;
  const hasMerged = schemas.merged.length > 0;
  const touches = can.create || can.save;
  const stores = can.save || (can.create && !returnsNew);
  const reads = links.some((link) => link.reads);
  if (stores || can.lock || hasParents) imports.name("sqlalchemy", "Connection");
  imports.name(`app.${names.package}`, "repository");
  imports.name("app.database", "Database");
  if (hasParents) {
    imports.name("sqlalchemy", "ColumnElement");
    imports.name("app.validation.rules", "Parent");
  }
  if (can.list || can.retrieve || stores || can.lock)
    imports.name("app.http.problems", "not_found");
  if (can.list || reads) {
    imports.name("app.http.queries", "ListQuery");
    imports.name("app.listing", "Page");
  }
  if (can.retrieve) imports.name("app.http.queries", "Selection");
  if (can.retrieve || can.lock || reads || stores) imports.name("app.rows", "Id");
  if (can.retrieve || touches) imports.name("app.rows", "Stored");
  if (can.lock) imports.name("app.rows", "Locked");
  if (can.lock && (can.save || can.delete)) {
    imports.name("app.http.conditions", "IfMatch", "entity_tag");
    imports.name(`app.${names.package}.queries`, names.constant);
  }
  const linking = links.some((link) => link.writes);
  if (touches || can.delete || linking) imports.name("sqlalchemy.exc", "IntegrityError");
  if (linking) imports.name("app.http.problems", "unavailable");
  if (can.delete) imports.name("app.http.problems", "Problem");
  if (resource.requireIfMatch && can.lock) imports.name("app.http.problems", "Problem");
  if (touches) {
    imports.name("pydantic", "JsonValue");
    imports.name("app.validation.bodies", "judge");
    imports.name(`app.${names.package}.schemas`, ...schemas.bodies.map((body) => body.class));
    if (schemas.checks.length > 0) {
      imports.name(`app.${names.package}.schemas`, "CHECKS");
      imports.name("app.validation.rules", "judge_checks");
    }
    if (hasParents) imports.name("app.validation.rules", "judge_parent");
    if (hasParents && (can.create || can.replace))
      imports.name("app.validation.rules", "with_parent");
  }
  if (can.save) {
    imports.name("collections.abc", "Callable");
    imports.name("app.validation.bodies", "Judgement", "Values");
    imports.name("app.validation.rules", "changes");
    if (schemas.immutable !== "") {
      imports.name(`app.${names.package}.schemas`, "IMMUTABLE");
      imports.name("app.validation.rules", "judge_immutable");
    }
  }
  return {
    imports: imports.print(),
    hasParents,
    parents,
    links,
    can,
    requiresIfMatch: resource.requireIfMatch,
    judgesMatch: can.save || can.delete,
    stores,
    returnsNew,
    hasImmutable: schemas.immutable !== "",
    hasChecks: schemas.checks.length > 0,
    hasMerged,
    hasHiddenReferences,
  };
}
