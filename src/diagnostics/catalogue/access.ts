import { didYouMean } from "../suggest.ts";
import { entry, type None } from "./entry.ts";

/** RW17xx: accounts and who may do what. */
export const access = {
  RW1701: entry<None>({
    cause: () => "`auth:` needs a resource whose rows sign in, and there is none",
    fix: () =>
      "add `account: true` to one resource, `User` say, with a field `email: email unique`",
  }),
  RW1702: entry<None>({
    cause: () => "two resources have `account: true`",
    fix: () => "one resource holds the accounts; tell kinds of people apart by a field",
  }),
  RW1703: entry<{ key: string }>({
    cause: ({ key }) => `\`${key}\` means nothing without accounts`,
    fix: ({ key }) => `add \`auth: { registration: open }\` at the top, or remove \`${key}\``,
  }),
  RW1704: entry<{ rule: string }>({
    cause: ({ rule }) => `\`${rule}\` is no rule of access`,
    fix: ({ rule }) =>
      rule.startsWith("role")
        ? "write `role:editor` in quotes, the name in letters, digits, `_` and `-`"
        : didYouMean(rule, ["public", "authenticated", "owner", "role:<name>"]),
  }),
  RW1705: entry<{ resource: string }>({
    cause: ({ resource }) => `\`owner\` is a rule here, and \`${resource}\` declares no \`owner:\``,
    fix: ({ resource }) => `add \`owner: created_by\` to \`${resource}\``,
  }),
  RW1706: entry<{ resource: string; operations: readonly string[] }>({
    cause: ({ resource, operations }) =>
      `nothing says who may ${operations.join(", ")} \`${resource}\``,
    fix: () =>
      "add the operations under `access:`, or a rule for all under `defaults: { access: … }`",
  }),
  RW1707: entry<{ name: string; account: string }>({
    cause: ({ name, account }) =>
      `the owner \`${name}\` is declared, but not as a relation to \`${account}\``,
    fix: ({ name, account }) =>
      `remove the field, which \`owner: ${name}\` declares, or make it \`-> ${account}\``,
  }),
  RW1708: entry<{ resource: string }>({
    cause: ({ resource }) => `\`${resource}\` holds the accounts and has no login`,
    fix: () => "add a required field `email: email unique`",
  }),
  RW1709: entry<None>({
    cause: () => "`public` beside other rules makes them void",
    fix: () => "keep `public` alone, or remove it",
  }),
};
