import { didYouMean, oneOf } from "../suggest.ts";
import { entry, type None } from "./entry.ts";

/** RW13xx: what a field may be. */
export const fields = {
  RW1301: entry<{ field: string }>({
    cause: ({ field }) => `the field \`${field}\` has no type`,
    fix: () => "add `type:`, or `to:` for a relation",
  }),
  RW1302: entry<{ key: string; type: string; types: readonly string[] }>({
    cause: ({ key, type }) => `\`${key}\` means nothing on \`${type}\``,
    fix: ({ key, type, types }) =>
      /^(?:string|text|email|url|slug)$/.test(type) && /^(?:exclusive_)?m(?:in|ax)$/.test(key)
        ? `write the lengths of text in parentheses, such as \`${type}(1..80)\`, or as \`min_length\` and \`max_length\``
        : types.length === 0
          ? `remove \`${key}\``
          : `remove it; \`${key}\` is for ${oneOf(types)}`,
  }),
  RW1303: entry<{ name: string; known: readonly string[]; resource: boolean }>({
    cause: ({ name }) => `there is no type \`${name}\``,
    fix: ({ name, known, resource }) =>
      resource
        ? `\`${name}\` is a resource: write \`-> ${name}\` to refer to one, \`<-> ${name}\` to many`
        : didYouMean(name, known),
  }),
  RW1304: entry<None>({
    cause: () => "a decimal needs its digits: how many in all, and how many after the point",
    fix: () => "write for example `decimal(10,2)`",
  }),
  RW1305: entry<{ precision: number; scale: number; limit: number }>({
    cause: ({ precision, scale, limit }) =>
      scale > precision
        ? `a decimal of ${precision} digits cannot have ${scale} of them after the point`
        : `a decimal has at most ${limit} digits`,
    fix: ({ limit }) => `write for example \`decimal(${Math.min(12, limit)},2)\``,
  }),
  RW1306: entry<{ precision: number }>({
    cause: ({ precision }) =>
      `SQLite keeps 15 digits of a decimal exactly, and this one has ${precision}`,
    fix: () => "use at most `decimal(15,…)`, or `database: postgres`",
  }),
  RW1307: entry<{ least: string; greatest: string }>({
    cause: ({ least, greatest }) => `nothing is ${least} and ${greatest}`,
    fix: () => "exchange or correct the two bounds",
  }),
  RW1308: entry<{ written: string; type: string; reason: string }>({
    cause: ({ written, type, reason }) => `\`${written}\` is no bound for \`${type}\`: ${reason}`,
    fix: () => "write a bound that a value of the field could have",
  }),
  RW1309: entry<{ key: string; other: string }>({
    cause: ({ key, other }) => `\`${key}\` and \`${other}\` cannot both hold`,
    fix: ({ key, other }) => `keep \`${key}\` or \`${other}\``,
  }),
  RW1310: entry<None>({
    cause: () => "an enum needs its values",
    fix: () => "write for example `enum(draft, published)`",
  }),
  RW1311: entry<{ value: string }>({
    cause: ({ value }) => `the enum has the value \`${value}\` twice`,
    fix: () => "remove one of the two",
  }),
  RW1312: entry<None>({
    cause: () => "a value of an enum is empty, too long, or holds a control character",
    fix: () => "write 1 to 100 characters, none of them a control character",
  }),
  RW1313: entry<{ what: string; written: string; reason: string; fix: string | undefined }>({
    cause: ({ what, written, reason }) =>
      `the ${what} \`${written}\` is not a value of the field: ${reason}`,
    fix: ({ fix = "write a value that the service itself would accept" }) => fix,
  }),
  RW1314: entry<{ type: string }>({
    cause: ({ type }) => `\`now\` is no default for \`${type}\``,
    fix: () => "`now` is for date, datetime and time; put quotes around it where the word is meant",
  }),
  RW1315: entry<{ key: string; owner: string }>({
    cause: ({ key, owner }) => `\`${key}\` means nothing on ${owner}`,
    fix: ({ key }) => `remove \`${key}\``,
  }),
  RW1316: entry<{ field: string }>({
    cause: ({ field }) =>
      `\`${field}\` is required, readonly and without default: nothing could fill it`,
    fix: () => "make it optional with `?`, or give it a default",
  }),
  RW1318: entry<{ strategy: string }>({
    cause: ({ strategy }) => `an id cannot be \`${strategy}\``,
    fix: () =>
      "use `integer` or `uuid`, made by the service, or `string(…)` or `slug` for a key that clients choose",
  }),
  RW1319: entry<None>({
    cause: () => "a field says both `type` and `to`",
    fix: () => "keep `to:` for a relation, `type:` for a value",
  }),
  RW1320: entry<{ least: string; limit: number }>({
    cause: ({ least, limit }) => `${least} may be at most ${limit}`,
    fix: ({ limit }) => `write a number up to ${limit}`,
  }),
  RW1321: entry<{ value: string; known: readonly string[] }>({
    cause: ({ value }) =>
      `\`map\` turns old values into \`${value}\`, which the enum does not have`,
    fix: ({ value, known }) => didYouMean(value, known),
  }),
  RW1322: entry<{ chain: string }>({
    cause: ({ chain }) => `embedded types hold each other without end: ${chain}`,
    fix: () => "use a relation between resources where things may nest freely",
  }),
  RW1323: entry<{ limit: number }>({
    cause: ({ limit }) => `embedded types are nested more than ${limit} deep`,
    fix: () => "use a relation between resources where things may nest far",
  }),
};
