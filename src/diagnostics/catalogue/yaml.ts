import { oneOf } from "../suggest.ts";
import { entry, type None } from "./entry.ts";

/** RW10xx: files, and YAML itself. */
export const yaml = {
  RW1001: entry<{ path: string }>({
    cause: ({ path }) => `there is no file \`${path}\``,
    fix: () => "name the declaration, or begin one with `restwright new`",
  }),
  RW1002: entry<{ path: string; reason: string }>({
    cause: ({ path, reason }) => `\`${path}\` cannot be read: ${reason}`,
    fix: () => "a declaration is a UTF-8 text file that you may read",
  }),
  RW1003: entry<{ path: string; limit: number }>({
    cause: ({ path, limit }) => `\`${path}\` is longer than ${limit} characters`,
    fix: () => "split the declaration over several files with `include:`",
  }),
  RW1004: entry<{ path: string }>({
    cause: ({ path }) => `\`${path}\` is empty`,
    fix: () => "a declaration begins with `restwright: 1`; see docs/language.md",
  }),
  RW1005: entry<{ glob: string }>({
    cause: ({ glob }) => `\`${glob}\` matches no file`,
    fix: () => "name files relative to the one that includes them, such as `resources/*.yaml`",
  }),
  RW1006: entry<{ glob: string }>({
    cause: ({ glob }) => `\`${glob}\` leads out of the folder of the declaration`,
    fix: () => "include files below that folder only, by relative paths with `/`",
  }),
  RW1007: entry<{ key: string; known: readonly string[] }>({
    cause: ({ key }) => `an included file has no key \`${key}\``,
    fix: ({ known }) => `keep ${oneOf(known)} here, and everything else in the first file`,
  }),
  RW1008: entry<{ path: string }>({
    cause: ({ path }) => `\`${path}\` is included twice`,
    fix: () => "include each file once, and none in a circle",
  }),
  RW1009: entry<{ limit: number }>({
    cause: ({ limit }) => `more than ${limit} files are included`,
    fix: () => "join some of them",
  }),
  RW1010: entry<None>({
    cause: () => "a tab is used as indentation, which YAML forbids",
    fix: () => "indent with spaces",
  }),
  RW1011: entry<{ key: string }>({
    cause: ({ key }) => `the key \`${key}\` stands twice in one map`,
    fix: () => "remove or rename one of the two",
  }),
  RW1012: entry<{ limit: number }>({
    cause: ({ limit }) => `values are nested more than ${limit} deep`,
    fix: () => "a declaration is nested a few levels deep; look for a bracket that is not closed",
  }),
  RW1013: entry<None>({
    cause: () => "a second YAML document begins here",
    fix: () => "remove the `---`: a declaration is one document; use `include:` for more files",
  }),
  RW1014: entry<{ tag: string }>({
    cause: ({ tag }) => `the YAML tag \`${tag}\` is not understood`,
    fix: () => "remove it, or put quotes around a value that begins with `!`",
  }),
  RW1015: entry<None>({
    cause: () => "a key of a map is itself a list or a map",
    fix: () => "keys are plain words",
  }),
  RW1016: entry<None>({
    cause: () => "merge keys (`<<`) are not part of YAML 1.2 and not understood here",
    fix: () => "write the keys out, or use `defaults:` or a type under `types:` for what repeats",
  }),
  RW1017: entry<{ name: string }>({
    cause: ({ name }) => `the alias \`*${name}\` refers to no anchor before it`,
    fix: ({ name }) =>
      `put \`&${name}\` on an earlier value (an alias may not stand inside its own anchor), or quotes around a value that begins with \`*\``,
  }),
  RW1018: entry<{ limit: number }>({
    cause: ({ limit }) => `aliases expand to more than ${limit} values`,
    fix: () => "write the values out instead of nesting aliases in aliases",
  }),
  RW1019: entry<{ message: string }>({
    cause: ({ message }) => `this is not YAML: ${message}`,
    fix: () => "check the indentation, brackets and quotes here and on the line before",
  }),
  RW1020: entry<{ escape: string }>({
    cause: ({ escape }) => `\`${escape}\` is no escape of YAML's double quotes`,
    fix: () => "use single quotes, in which a backslash is only a backslash",
  }),
  RW1021: entry<None>({
    cause: () => "a second `: ` on one line begins a map within a value",
    fix: () => "put the whole value in single quotes, or what follows on lines of its own",
  }),
  RW1022: entry<{ character: string }>({
    cause: ({ character }) => `a value may not begin with \`${character}\` in YAML`,
    fix: () => "put the value in single quotes",
  }),
  RW1023: entry<None>({
    cause: () =>
      "the text holds U+0000 or half a surrogate pair, which no file and no database takes",
    fix: () => "remove the escape",
  }),
};
