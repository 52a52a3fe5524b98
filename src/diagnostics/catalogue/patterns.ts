import { entry, type None } from "./entry.ts";

/** RW18xx: patterns. What is refused is what engines read differently, or cannot match in linear time. */
export const patterns = {
  RW1801: entry<{ what: string }>({
    cause: ({ what }) =>
      `${what} in a pattern is not offered: engines differ on it, or need unbounded time`,
    fix: () =>
      "write the pattern with characters, classes, groups, `|`, `* + ? {n,m}`, `^` and `$`",
  }),
  RW1802: entry<{ what: string }>({
    cause: ({ what }) => `the pattern has ${what}`,
    fix: () => "correct it, or put a backslash before a character that stands for itself",
  }),
  RW1803: entry<{ limit: number }>({
    cause: ({ limit }) => `the pattern repeats more than ${limit} times`,
    fix: ({ limit }) => `repeat at most ${limit} times, and bound the length of the field instead`,
  }),
  RW1804: entry<None>({
    cause: () =>
      "the pattern can match one text in exponentially many ways, so judging it could take forever",
    fix: () =>
      "let each text match in one way only: `(a+)+` is `a+`, `(a?)*` and `(a|a)*` are `a*`",
  }),
  RW1805: entry<{ limit: number }>({
    cause: ({ limit }) =>
      `judging this pattern takes time that grows faster than the text, which may be longer than ${limit} characters`,
    fix: ({ limit }) =>
      `give the field a \`max_length\` of at most ${limit}, or anchor the pattern with \`^\``,
  }),
  RW1806: entry<{ limit: number }>({
    cause: ({ limit }) =>
      `the pattern is longer than ${limit} characters, or grows beyond that when repeats are written out`,
    fix: () => "split the value over several fields, or loosen the pattern",
  }),
};
