/**
 * What follows from a model is worked out once for each: models are frozen, and views, examples and the document of the
 * interface ask for the same of it again and again. It is kept as long as the model is.
 */
import type { Model, Resource } from "./model.ts";

export function oncePerModel<Derived extends object>(
  derive: (model: Model) => Derived,
): (model: Model) => Derived {
  const known = new WeakMap<Model, Derived>();
  return (model) => {
    const found = known.get(model) ?? derive(model);
    known.set(model, found);
    return found;
  };
}

/** A resource's part of a model: the same resource may stand in another model beside others. */
export function oncePerResource<Derived extends object>(
  derive: (model: Model, resource: Resource) => Derived,
): (model: Model, resource: Resource) => Derived {
  const ofModel = oncePerModel(() => new WeakMap<Resource, Derived>());
  return (model, resource) => {
    const known = ofModel(model);
    const found = known.get(resource) ?? derive(model, resource);
    known.set(resource, found);
    return found;
  };
}
