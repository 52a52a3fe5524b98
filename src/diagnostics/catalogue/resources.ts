import { didYouMean, oneOf } from "../suggest.ts";
import { entry, type None } from "./entry.ts";

/** RW15xx: what is said of a resource as a whole. */
export const resources = {
  RW1501: entry<{ resource: string }>({
    cause: ({ resource }) => `the resource \`${resource}\` has no fields`,
    fix: () => "add at least one field under `fields:`",
  }),
  RW1502: entry<{ name: string; resource: string; known: readonly string[] }>({
    cause: ({ name, resource }) => `\`${resource}\` has no field \`${name}\``,
    fix: ({ name, known }) => didYouMean(name, known),
  }),
  RW1503: entry<{ key: string; name: string; reason: string }>({
    cause: ({ key, name, reason }) => `\`${name}\` cannot stand under \`${key}\`: ${reason}`,
    fix: ({ key }) => `name another field under \`${key}\`, or remove it`,
  }),
  RW1504: entry<{ key: string; name: string }>({
    cause: ({ key, name }) => `\`${name}\` stands twice under \`${key}\``,
    fix: () => "remove one of the two",
  }),
  RW1505: entry<{ source: string }>({
    cause: ({ source }) => `\`${source}\` is not a comparison`,
    fix: () =>
      "write a field, one of `= != < <= > >=`, and a field or a constant: `discount <= price`",
  }),
  RW1506: entry<{ left: string; right: string }>({
    cause: ({ left, right }) => `${left} cannot be compared with ${right}`,
    fix: () => "compare a field with a field or constant of the same kind",
  }),
  RW1507: entry<{ operator: string; type: string }>({
    cause: ({ operator, type }) => `\`${operator}\` means nothing on ${type}`,
    fix: () => "use `=` or `!=`, or compare another field",
  }),
  RW1508: entry<{ key: string }>({
    cause: ({ key }) => `the set under \`${key}\` is empty`,
    fix: () => "name at least one field, or remove it",
  }),
  RW1509: entry<None>({
    cause: () => "both sides of the comparison are the same",
    fix: () => "compare a field with another field or a constant",
  }),
  RW1510: entry<{ what: string; written: string; form: string }>({
    cause: ({ what, written }) => `\`${written}\` will not do as the ${what}`,
    fix: ({ form }) => `write ${form}`,
  }),
  RW1511: entry<None>({
    cause: () => "a declaration needs at least one resource",
    fix: () => "add one under `resources:`",
  }),
  RW1512: entry<{ type: string }>({
    cause: ({ type }) => `the type \`${type}\` has no fields`,
    fix: () => "add at least one field",
  }),
  RW1513: entry<{ type: string; field: string }>({
    cause: ({ type, field }) => `\`${type}.${field}\` is a relation, and an embedded type has none`,
    fix: () => "put the relation on the resource that holds the type",
  }),
  RW1514: entry<{ key: string }>({
    cause: ({ key }) => `\`${key}\` means nothing on a field of an embedded type`,
    fix: ({ key }) => `remove \`${key}\`; what is embedded is stored and sent as one value`,
  }),
  RW1516: entry<{ words: readonly string[] }>({
    cause: () => "a resource without any operation would have no routes",
    fix: ({ words }) => `name at least one of ${oneOf(words)}`,
  }),
};
