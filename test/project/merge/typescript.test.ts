import { describe, expect, test } from "vitest";
import { settle } from "../../../src/project/merge/pieces.ts";
import { merge } from "./request.ts";

interface Case {
  readonly name: string;
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  readonly want: string;
}

const CLEAN: readonly Case[] = [
  {
    name: "a field and a property of the user's own at the same spot",
    base: "export interface Book {\n  id: number;\n  title: string;\n}\n",
    mine: "export interface Book {\n  id: number;\n  title: string;\n  // shelf in the shop\n  shelf: string; // mine\n}\n",
    theirs: "export interface Book {\n  id: number;\n  title: string;\n  pages: number;\n}\n",
    want: "export interface Book {\n  id: number;\n  title: string;\n  pages: number;\n  // shelf in the shop\n  shelf: string; // mine\n}\n",
  },
  {
    name: "a module registered where the user calls something of their own",
    base: "export async function modules(app) {\n  await app.register(books);\n}\n",
    mine: "export async function modules(app) {\n  await app.register(books);\n  metrics(app);\n  await app.register(own);\n}\n",
    theirs:
      "export async function modules(app) {\n  await app.register(books);\n  await app.register(tags);\n}\n",
    want: "export async function modules(app) {\n  await app.register(books);\n  await app.register(tags);\n  metrics(app);\n  await app.register(own);\n}\n",
  },
  {
    name: "what comes before a remark at the beginning of a line",
    base: "class A {\n  a() {}\n}\n",
    mine: "class A {\n// own\n  own() {}\n  a() {}\n}\n",
    theirs: "class A {\n  b() {}\n  a() {}\n}\n",
    want: "class A {\n  b() {}\n  // own\n  own() {}\n  a() {}\n}\n",
  },
  {
    name: "names in one import",
    base: 'import { a } from "x";\nrun(a);\n',
    mine: 'import { a, own } from "x";\nrun(a);\n',
    theirs: 'import { a, field } from "x";\nrun(a);\n',
    want: 'import { a, field, own } from "x";\nrun(a);\n',
  },
  {
    name: "an import that one side broke over lines",
    base: 'import { a } from "x";\n\nrun(a);\n',
    mine: 'import { a, own } from "x";\n\nrun(a);\n',
    theirs: 'import {\n  a,\n  field,\n} from "x";\n\nrun(a);\n',
    want: 'import {\n  a,\n  field,\n  own,\n} from "x";\n\nrun(a);\n',
  },
  {
    name: "imports below each other",
    base: 'import a from "a";\n\na();\n',
    mine: 'import a from "a";\nimport own from "own";\n\na();\n',
    theirs: 'import a from "a";\nimport tag from "tag";\n\na();\n',
    want: 'import a from "a";\nimport tag from "tag";\nimport own from "own";\n\na();\n',
  },
  {
    name: "methods at the end of one class",
    base: "class A {\n  one() {\n    return 1;\n  }\n}\n",
    mine: "class A {\n  one() {\n    return 1;\n  }\n\n  /** Mine. */\n  own() {\n    return 3;\n  }\n}\n",
    theirs: "class A {\n  one() {\n    return 1;\n  }\n\n  two() {\n    return 2;\n  }\n}\n",
    want: "class A {\n  one() {\n    return 1;\n  }\n\n  two() {\n    return 2;\n  }\n\n  /** Mine. */\n  own() {\n    return 3;\n  }\n}\n",
  },
  {
    name: "routes in one plugin, and options of one route",
    base: 'export async function books(app) {\n  app.get("/a", { schema: S }, list);\n}\n',
    mine: 'export async function books(app) {\n  app.get("/a", { schema: S, own: 1 }, list);\n  app.get("/own", own);\n}\n',
    theirs:
      'export async function books(app) {\n  app.get("/a", { schema: S, config: {} }, list);\n  app.post("/a", create);\n}\n',
    want: 'export async function books(app) {\n  app.get("/a", { schema: S, config: {}, own: 1 }, list);\n  app.post("/a", create);\n  app.get("/own", own);\n}\n',
  },
  {
    name: "cases of a switch",
    base: 'switch (s) {\n  case "a":\n    return 1;\n}\n',
    mine: 'switch (s) {\n  case "a":\n    return 1;\n  case "own":\n    return 9;\n}\n',
    theirs: 'switch (s) {\n  case "a":\n    return 1;\n  case "b":\n    return 2;\n}\n',
    want: 'switch (s) {\n  case "a":\n    return 1;\n  case "b":\n    return 2;\n  case "own":\n    return 9;\n}\n',
  },
  {
    name: "entries of a registry without a comma at its end",
    base: "export const plugins = [\n  books,\n  authors\n];\n",
    mine: "export const plugins = [\n  books,\n  authors, // people\n  own\n];\n",
    theirs: "export const plugins = [\n  books,\n  authors,\n  tags\n];\n",
    want: "export const plugins = [\n  books,\n  authors, // people\n  tags,\n  own\n];\n",
  },
  {
    name: "neighbouring properties that both sides changed",
    base: "const S = Type.Object({\n  title: Type.String(),\n  isbn: Type.String(),\n});\n",
    mine: "const S = Type.Object({\n  title: Type.String({ minLength: 3 }),\n  isbn: Type.String(),\n});\n",
    theirs:
      "const S = Type.Object({\n  title: Type.String(),\n  isbn: Type.Optional(Type.String()),\n});\n",
    want: "const S = Type.Object({\n  title: Type.String({ minLength: 3 }),\n  isbn: Type.Optional(Type.String()),\n});\n",
  },
  {
    name: "a method that the user moved and the output changed",
    base: "class A {\n  a() {\n    return 1;\n  }\n  b() {\n    return 2;\n  }\n  c() {\n    return 3;\n  }\n}\n",
    mine: "class A {\n  c() {\n    return 3;\n  }\n  a() {\n    return 1;\n  }\n  b() {\n    return 2;\n  }\n}\n",
    theirs:
      "class A {\n  a() {\n    return 1;\n  }\n  b() {\n    return 2;\n  }\n  c() {\n    return 33;\n  }\n}\n",
    want: "class A {\n  c() {\n    return 33;\n  }\n  a() {\n    return 1;\n  }\n  b() {\n    return 2;\n  }\n}\n",
  },
  {
    name: "a registration that the user put into a block, and one that comes after it",
    base: "async function api() {\n  await app.register(first);\n  done();\n}\n",
    mine: "async function api() {\n  if (own) {\n    await app.register(first);\n  }\n  done();\n}\n",
    theirs:
      "async function api() {\n  await app.register(first);\n  await app.register(second);\n  done();\n}\n",
    want: "async function api() {\n  if (own) {\n    await app.register(first);\n  }\n  await app.register(second);\n  done();\n}\n",
  },
  {
    name: "a removed field beside a property of the user's own",
    base: "type Book = {\n  title: string;\n  isbn: string;\n};\n",
    mine: "type Book = {\n  title: string;\n  isbn: string;\n  own: number;\n};\n",
    theirs: "type Book = {\n  title: string;\n};\n",
    want: "type Book = {\n  title: string;\n  own: number;\n};\n",
  },
];

describe("structural merge of TypeScript settles what lines cannot", () => {
  test.each(CLEAN)("$name", async ({ base, mine, theirs, want }) => {
    const merged = await merge({ path: "src/a.ts", base, mine, theirs });
    expect(merged).toMatchObject({ status: "merged", level: "structure", conflicts: [] });
    expect(merged.text).toBe(want);
  });
});

describe("what only a person can decide stays a conflict", () => {
  test("one expression changed by both, the rest of the file merged", async () => {
    const merged = await merge({
      path: "src/a.ts",
      base: "const a = 1;\nconst b = 2;\nexport { a };\n",
      mine: "const a = 10;\nconst b = 20;\nexport { a };\n",
      theirs: "const a = 100;\nconst b = 2;\nexport { a };\n",
    });
    expect(merged.status).toBe("conflict");
    expect(merged.conflicts).toEqual([
      { base: "const a = 1;\n", mine: "const a = 10;\n", theirs: "const a = 100;\n" },
    ]);
    expect(merged.text).toBe("const a = 10;\nconst b = 20;\nexport { a };\n");
  });

  test("statements that both put at one place", async () => {
    const merged = await merge({
      path: "src/a.ts",
      base: "function f() {\n  begin();\n  return 1;\n}\n",
      mine: "function f() {\n  begin();\n  audit();\n  return 1;\n}\n",
      theirs: "function f() {\n  begin();\n  check();\n  return 1;\n}\n",
    });
    expect(merged.conflicts).toEqual([{ base: "", mine: "  audit();\n", theirs: "  check();\n" }]);
  });

  test("a method that the user deleted and the output changed", async () => {
    const merged = await merge({
      path: "src/a.ts",
      base: "class A {\n  a() {}\n\n  b() {\n    return 1;\n  }\n}\n",
      mine: "class A {\n  a() {}\n}\n",
      theirs: "class A {\n  a() {}\n\n  b() {\n    return 2;\n  }\n}\n",
    });
    expect(merged.status).toBe("conflict");
    expect(merged.text).toBe("class A {\n  a() {}\n}\n");
    expect(merged.conflicts.map(({ theirs }) => theirs).join("")).toContain("return 2;");
  });

  test("an element that the user changed inside and the output no longer has", async () => {
    const merged = await merge({
      path: "src/a.ts",
      base: 'const uniques = [\n  {\n    pointers: ["/isbn"],\n  },\n];\n',
      mine: 'const uniques = [\n  {\n    // ours\n    pointers: ["/isbn"],\n  },\n];\n',
      theirs: "const uniques = [];\n",
    });
    expect(merged.status).toBe("conflict");
    expect(settle(merged.pieces, "theirs")).toBe("const uniques = [];\n");
  });

  test("a statement that the user put into a block and the output no longer has", async () => {
    const rest = "\nfunction last() {\n  return 1;\n}\n";
    const merged = await merge({
      path: "src/a.ts",
      base: `first("a");\n\ncheck("b", () => {\n  run();\n});\n${rest}`,
      mine: `first("a");\n\ntry {\n  check("b", () => {\n    run();\n  });\n} finally {\n  end();\n}\n${rest}`,
      theirs: `first("a");\n${rest.replace("1", "2")}`,
    });
    expect(merged.status).toBe("conflict");
    expect(merged.text).toContain("return 2;");
    expect(settle(merged.pieces, "theirs")).not.toContain("check");
  });

  test("both replaced one method by another", async () => {
    const merged = await merge({
      path: "src/a.ts",
      base: "class A {\n  a() {}\n  b() {}\n}\n",
      mine: "class A {\n  a() {}\n  mine() {}\n}\n",
      theirs: "class A {\n  a() {}\n  theirs() {}\n}\n",
    });
    expect(merged.status).toBe("conflict");
  });
});

describe("a merge of lines that is clean and wrong is not accepted", () => {
  test("one method added by both at different places", async () => {
    const filler = "  x1() {}\n\n  x2() {}\n\n  x3() {}\n";
    const merged = await merge({
      path: "src/a.ts",
      base: `class A {\n${filler}}\n`,
      mine: `class A {\n  count() {\n    return 1;\n  }\n\n${filler}}\n`,
      theirs: `class A {\n${filler}\n  count() {\n    return 2;\n  }\n}\n`,
    });
    expect(merged.status).toBe("conflict");
    expect(merged.text.match(/count\(\)/g)).toHaveLength(1);
  });

  test("one name imported from two places", async () => {
    const between = 'import b from "b";\nimport c from "c";\nimport d from "d";\n';
    const merged = await merge({
      path: "src/a.ts",
      base: `import a from "a";\n${between}`,
      mine: `import { z } from "own";\nimport a from "a";\n${between}`,
      theirs: `import a from "a";\n${between}import { z } from "zod";\n`,
    });
    expect(merged.status).toBe("conflict");
  });

  test("one route registered twice", async () => {
    const between = '  app.get("/1", one);\n  app.get("/2", two);\n  app.get("/3", three);\n';
    const merged = await merge({
      path: "src/a.ts",
      base: `export function r(app) {\n${between}}\n`,
      mine: `export function r(app) {\n  app.get("/count", mine);\n${between}}\n`,
      theirs: `export function r(app) {\n${between}  app.get("/count", theirs);\n}\n`,
    });
    expect(merged.status).toBe("conflict");
  });
});
