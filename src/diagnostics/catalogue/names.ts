import { entry, type None } from "./entry.ts";

/** RW16xx: names, and clashes between names that are derived. */
export const names = {
  RW1601: entry<{ name: string; what: string; plain: string }>({
    cause: ({ name, what }) =>
      /\P{ASCII}/u.test(name)
        ? `the ${what} \`${name}\` has letters beyond A to Z, which not every language and database takes`
        : `\`${name}\` cannot be the name of a ${what}: names begin with a letter and go on with letters, digits and \`_\``,
    fix: ({ plain }) =>
      plain === "" ? "use the letters A to Z, digits and `_`" : `write \`${plain}\``,
  }),
  RW1602: entry<{ what: string; limit: number }>({
    cause: ({ what, limit }) => `the name of the ${what} is longer than ${limit} characters`,
    fix: () => "use a shorter name, and `description:` for the rest",
  }),
  RW1603: entry<{ what: string; name: string }>({
    cause: ({ what, name }) => `two things share the ${what} \`${name}\``,
    fix: ({ what }) =>
      what === "path"
        ? "give one of them another name, or set its `path:`"
        : what === "table"
          ? "give one of them another name, or set its `table:`"
          : "give one of them another name",
  }),
  RW1604: entry<{ resource: string; property: string }>({
    cause: ({ resource, property }) =>
      `\`${resource}\` has two properties \`${property}\`: this field, and the one that the service fills`,
    fix: ({ resource }) => `rename the field, or set \`timestamps: false\` on \`${resource}\``,
  }),
  RW1605: entry<{ path: string; fixed: string }>({
    cause: ({ path, fixed }) =>
      `the path \`${path}\` hides \`${fixed}\`, which every service answers`,
    fix: () => "set another `path:`, or a `base_path:` such as `/api/v1`",
  }),
  RW1606: entry<{ name: string }>({
    cause: ({ name }) => `\`${name}\` is a type of the language already`,
    fix: () => "give the type under `types:` another name, such as one with a capital letter",
  }),
  RW1607: entry<None>({
    cause: () => "`was` names what the thing is called now",
    fix: () => "write the earlier name, or remove `was`",
  }),
  RW1608: entry<{ name: string }>({
    cause: ({ name }) => `\`was\` claims \`${name}\`, which is still declared or claimed elsewhere`,
    fix: () =>
      "a rename has one old and one new name: remove one of the claims, or write `was: []` on what is new under the old name",
  }),
};
