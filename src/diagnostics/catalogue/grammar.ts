import { didYouMean, oneOf } from "../suggest.ts";
import { entry, type None } from "./entry.ts";

/** How keys that cannot be left out may read, where the key alone would not tell. */
const wanted: ReadonlyMap<string, string> = new Map([
  ["restwright", "`restwright: 1`"],
  ["service", "`service: { name: … }`"],
  ["framework", "for example `framework: fastify`; `restwright templates` lists all frameworks"],
]);

/** RW11xx: keys, and the shape of their values. */
export const grammar = {
  RW1101: entry<{ expected: string; found: string }>({
    cause: ({ expected, found }) =>
      found === "nothing"
        ? `${expected} is missing here`
        : `${expected} is expected here, not ${found}`,
    fix: ({ expected }) => `write ${expected}`,
  }),
  RW1102: entry<{ key: string; owner: string; known: readonly string[] }>({
    cause: ({ key, owner }) => `${owner} has no key \`${key}\``,
    fix: ({ key, known }) =>
      key === "required" && known.includes("optional")
        ? "remove it: a field is required unless it says `optional: true`"
        : didYouMean(key, known),
  }),
  RW1103: entry<{ key: string; owner: string }>({
    cause: ({ key, owner }) => `${owner} lacks the key \`${key}\``,
    fix: ({ key }) => `add ${wanted.get(key) ?? `\`${key}:\``}`,
  }),
  RW1104: entry<{ value: string; known: readonly string[] }>({
    cause: ({ value, known }) => `\`${value}\` is not ${oneOf(known)}`,
    fix: ({ value, known }) => didYouMean(value, known),
  }),
  RW1105: entry<{ expected: string }>({
    cause: ({ expected }) => `the number must be ${expected}`,
    fix: ({ expected }) => `write a number that is ${expected}`,
  }),
  RW1106: entry<{ word: string; meant: boolean }>({
    cause: ({ word }) => `\`${word}\` is text in YAML 1.2, not a boolean`,
    fix: ({ meant }) => `write \`${meant}\``,
  }),
  RW1107: entry<None>({
    cause: () => "the text is empty",
    fix: () => "write a word, or remove the key",
  }),
  RW1108: entry<{ expected: string }>({
    cause: ({ expected }) => `the text is not of the form ${expected}`,
    fix: ({ expected }) => `write ${expected}`,
  }),
  RW1109: entry<{ value: string }>({
    cause: ({ value }) => `\`${value}\` without quotes is not text in YAML`,
    fix: ({ value }) => `put quotes around it: \`"${value}"\``,
  }),
  RW1110: entry<{ key: string; resource: string }>({
    cause: ({ key, resource }) =>
      `\`${key}\` looks like a field, and stands beside the fields of \`${resource}\``,
    fix: ({ key }) => `move \`${key}\` below \`fields:\``,
  }),
  RW1111: entry<{ key: string }>({
    cause: ({ key }) => `primary keys of several fields are not offered, so there is no \`${key}\``,
    fix: () =>
      "every row has one `id`; say `unique: [[first, second]]` for what identifies it besides",
  }),
};
