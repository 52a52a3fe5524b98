/** What a person writes of their own, in each language, by the kind of place: every line of it bears their mark. */
export type Mark = string;

export interface Grammar {
  /** Files that a person edits. */
  readonly code: RegExp;
  /** Files that nothing imports, so that they can go or be called otherwise. */
  readonly tests: RegExp;
  /** The name of such a file under a mark. */
  readonly testName: (mark: Mark) => string;
  readonly comment: string;
  /** A line that is comment and nothing else. */
  readonly commentLine: RegExp;
  /** Kind of a container, as the outline calls it → lines to put between its members. */
  readonly members: Readonly<Record<string, (mark: Mark) => readonly string[]>>;
  /** Those that may break a type: a value more in a list, a key more in an object. */
  readonly bold: Readonly<Record<string, (mark: Mark) => readonly string[]>>;
  /** An import, and what uses it. */
  readonly imports: (mark: Mark) => readonly [head: string, foot: readonly string[]];
  /** Names that a file offers, and a line that uses one. */
  readonly offers: RegExp;
  readonly uses: (mark: Mark, name: string) => string;
  /** Names that only their file can use. */
  readonly locals: RegExp;
  /** A statement around which others can be put, and the lines around it. */
  readonly wrappable: RegExp;
  readonly wrap: (mark: Mark) => readonly [before: string, after: readonly string[]];
}

export const TYPESCRIPT: Grammar = {
  code: /^(src|test)\/(?!database\/migrations).*\.ts$/,
  tests: /^test\/[\w.-]+\.test\.ts$/,
  testName: (mark) => `${mark}.test.ts`,
  comment: "//",
  commentLine: /^\s*(\/\/|\/\*\*? .*\*\/$|\* )/,
  members: {
    file: (mark) => [
      `/** ${mark} */`,
      `export function ${mark}(): number {`,
      `  const ${mark}Sum = 7;`,
      `  return ${mark}Sum;`,
      `} // ${mark}`,
    ],
    members: (mark) => [`${mark}(): number {`, `  return this.${mark}();`, `} // ${mark}`],
    "type members": (mark) => [`${mark}?: number;`],
    statements: (mark) => [`void "${mark}";`],
  },
  bold: {
    properties: (mark) => [`${mark}: 7,`],
    elements: (mark) => [`"${mark}",`],
    file: (mark) => [`export const ${mark} = 7;`],
  },
  imports: (mark) => [
    `import { sep as ${mark} } from "node:path";`,
    [`export const ${mark}Used = ${mark};`],
  ],
  offers: /^export (?:async )?(?:function|const|class) (\w+)/gm,
  uses: (mark, name) => `export type ${mark} = typeof ${name};`,
  locals: /^(?:async )?(?:function|const) (\w+)/gm,
  wrappable: /^(await |void |this\.|app\.|\w+\()/,
  wrap: (mark) => [`if ("${mark}".length > 0) {`, [`} // ${mark}`]],
};

export const PYTHON: Grammar = {
  code: /^(app|tests)\/.*\.py$/,
  tests: /^tests\/test_\w+\.py$/,
  testName: (mark) => `test_${mark}.py`,
  comment: "#",
  commentLine: /^\s*#/,
  members: {
    file: (mark) => [`def ${mark}() -> int:`, `    ${mark}_sum = 7`, `    return ${mark}_sum`],
    "class body": (mark) => [
      `def ${mark}(self) -> int:`,
      `    """Of ${mark}."""`,
      `    return len("${mark}")`,
    ],
    statements: (mark) => [`str("${mark}")`],
  },
  bold: {
    dictionary: (mark) => [`"${mark}": 7,`],
    elements: (mark) => [`"${mark}",`],
    file: (mark) => [`${mark.toUpperCase()} = 7`],
  },
  imports: (mark) => [`import math as ${mark}`, [`${mark.toUpperCase()}_USED = ${mark}.pi`]],
  offers: /^(?:def |class )([a-zA-Z]\w*)/gm,
  uses: (mark, name) => `${mark} = (${name},)`,
  locals: /^(?:def )?(_\w+)(?=\(| =)/gm,
  wrappable: /^(await )?[\w.]+\(/,
  wrap: (mark) => [`if len("${mark}") > 0:`, []],
};
