import { didYouMean } from "../suggest.ts";
import { entry, type None } from "./entry.ts";

/** RW14xx: relations between resources. */
export const relations = {
  RW1401: entry<{ name: string; known: readonly string[] }>({
    cause: ({ name }) => `there is no resource \`${name}\``,
    fix: ({ name, known }) =>
      known.length === 0 ? "declare it under `resources:`" : didYouMean(name, known),
  }),
  RW1402: entry<None>({
    cause: () => "`set_null` needs a relation that may be null",
    fix: () => "make the relation optional, or use `restrict` or `cascade`",
  }),
  RW1403: entry<{ key: string; relation: string }>({
    cause: ({ key, relation }) => `\`${key}\` means nothing on a relation to ${relation}`,
    fix: ({ key }) => `remove \`${key}\``,
  }),
  RW1404: entry<{ via: string; resource: string; found: number; needed: number }>({
    cause: ({ via, resource, found, needed }) =>
      `\`${via}\` has ${found === 0 ? "no relation" : found === 1 ? "one relation" : `${found} relations`} to \`${resource}\`, and a resource in the middle needs ${needed}`,
    fix: ({ via, resource, needed }) =>
      needed === 1
        ? `declare exactly one field \`-> ${resource}\` on \`${via}\``
        : `declare exactly two fields \`-> ${resource}\` on \`${via}\`, this end first`,
  }),
  RW1405: entry<{ via: string; fields: string }>({
    cause: ({ via }) => `two rows of \`${via}\` could link the same pair`,
    fix: ({ via, fields }) => `add \`unique: [[${fields}]]\` to \`${via}\``,
  }),
  RW1406: entry<{ via: string }>({
    cause: ({ via }) =>
      `\`${via}\` is deleted softly and cannot stand in the middle of a many-to-many`,
    fix: ({ via }) =>
      `remove \`soft_delete\` from \`${via}\`, or reach the far end through its own collection`,
  }),
  RW1407: entry<{ name: string; better: string; property: string }>({
    cause: ({ name, property }) =>
      `the relation \`${name}\` is named like the property that holds its id, \`${property}\``,
    fix: ({ better, property }) =>
      better === ""
        ? "give the relation a name of its own"
        : `call the relation \`${better}\`; its property is \`${property}\``,
  }),
  RW1408: entry<{ inverse: string; resource: string }>({
    cause: ({ inverse, resource }) => `\`${resource}\` would have two things called \`${inverse}\``,
    fix: () => "choose another `inverse:`",
  }),
  RW1409: entry<{ chain: string }>({
    cause: ({ chain }) =>
      `none of these could ever be created, because each needs the next: ${chain}`,
    fix: () => "make one of the relations optional with `?`",
  }),
  RW1410: entry<None>({
    cause: () => "a list of relations is not offered",
    fix: () =>
      "write `<-> Tag` for many, or a resource of its own where order or more fields matter",
  }),
  RW1411: entry<None>({
    cause: () => "a relation to one of several resources is not offered",
    fix: () =>
      "declare an optional relation to each of them, and keep in your own code that exactly one is set",
  }),
};
