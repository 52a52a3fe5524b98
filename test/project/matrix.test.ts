/** What happens when: user × output, every cell of the table in docs/regeneration.md, on a real folder. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_CHOICES, type Change, type Choices } from "../../src/project/changes.ts";
import { planProject, writeProject, type ProjectPlan } from "../../src/project/project.ts";

const OLD = "src/books/books.ts";
const NEW = "src/tomes/tomes.ts";
const BEFORE =
  "import x from 'x';\n\nexport const books = 1;\nexport const name = 2;\n\nexport function last() {}\n";
const CHANGED = BEFORE.replace("name = 2", "name = 20");
const RENAMED = BEFORE.replace("books", "tomes");
const FIELD_RENAMED = BEFORE.replace("name", "title");
const EDIT = (text: string) => text.replace("import x", "import own from 'own';\nimport x");
const resource = [
  { from: "books", to: "tomes", within: true },
  { from: "book", to: "tome", within: true },
];
const field = [{ from: "name", to: "title" }];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "restwright-matrix-"));
});
afterEach(() => rmSync(root, { recursive: true }));

async function generate(
  files: Record<string, string>,
  choices: Partial<Choices> = {},
): Promise<readonly Change[]> {
  return (await generateAll(files, choices)).changes.filter(({ path }) => path !== "z");
}

async function generateAll(
  files: Record<string, string>,
  choices: Partial<Choices>,
): Promise<ProjectPlan> {
  const list = Object.entries(files).map(([path, text]) => ({
    path,
    text,
    class: "managed" as const,
  }));
  const output = {
    tool: "0",
    framework: "f",
    records: {},
    files: [...list, { path: "z", text: "z\n", class: "managed" as const }],
  };
  const plan = () => planProject(root, output, { ...NO_CHOICES, ...choices });
  return writeProject(await plan(), plan);
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function get(path: string): string | null {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : null;
}

/** A second run with the same output has nothing to write. */
async function expectSettled(files: Record<string, string>): Promise<void> {
  const plan = () =>
    planProject(root, {
      tool: "0",
      framework: "f",
      records: {},
      files: [...Object.entries(files), ["z", "z\n"] as const].map(([path, text]) => ({
        path,
        text,
        class: "managed",
      })),
    });
  expect((await plan()).writes).toEqual([]);
}

describe("a file of the user's own is there", () => {
  test("equal to the output: adopted, and ours from then on", async () => {
    put(OLD, BEFORE);
    expect(await generate({ [OLD]: BEFORE })).toMatchObject([{ kind: "keep", because: "adopted" }]);
    await generate({ [OLD]: CHANGED });
    expect(get(OLD)).toBe(CHANGED);
  });

  test("another one: conflict, theirs is kept; settled as theirs, it counts as edited", async () => {
    put(OLD, "mine\n");
    expect(await generate({ [OLD]: BEFORE })).toMatchObject([
      { kind: "conflict", hunks: [{ mine: "mine\n" }] },
    ]);
    expect(get(OLD)).toBe("mine\n");
    await generate({ [OLD]: BEFORE }, { decide: async () => "mine" });
    expect(get(OLD)).toBe("mine\n");
    await expectSettled({ [OLD]: BEFORE });
  });

  test("where a renamed resource is to move: conflict", async () => {
    await generate({ [OLD]: BEFORE });
    put(NEW, "mine\n");
    const changes = await generate({ [NEW]: RENAMED }, { renames: resource });
    expect(changes).toMatchObject([
      { kind: "conflict", because: expect.stringContaining("was to move there") },
    ]);
    expect(get(OLD)).toBe(BEFORE);
    expect(get(NEW)).toBe("mine\n");
  });
});

describe("unchanged by the user", () => {
  beforeEach(() => generate({ [OLD]: BEFORE }));

  test("same output: not written, its time stays", async () => {
    const before = statSync(join(root, OLD), { bigint: true }).mtimeNs;
    expect(await generate({ [OLD]: BEFORE })).toMatchObject([{ kind: "keep", because: "same" }]);
    expect(statSync(join(root, OLD), { bigint: true }).mtimeNs).toBe(before);
  });

  test("changed output: replaced", async () => {
    expect(await generate({ [OLD]: CHANGED })).toMatchObject([{ kind: "replace" }]);
    expect(get(OLD)).toBe(CHANGED);
  });

  test("removed: deleted, with the folders that it emptied", async () => {
    expect(await generate({})).toMatchObject([{ kind: "delete" }]);
    expect(existsSync(join(root, "src"))).toBe(false);
  });

  test("resource renamed: moved", async () => {
    const changes = await generate({ [NEW]: RENAMED }, { renames: resource });
    expect(changes).toMatchObject([{ kind: "move", from: OLD, path: NEW }]);
    expect([get(OLD), get(NEW)]).toEqual([null, RENAMED]);
    expect(existsSync(join(root, "src/books"))).toBe(false);
    expect(existsSync(join(root, ".restwright/base/src/books"))).toBe(false);
    await expectSettled({ [NEW]: RENAMED });
  });

  test("field renamed: replaced", async () => {
    expect(await generate({ [OLD]: FIELD_RENAMED }, { renames: field })).toMatchObject([
      { kind: "replace" },
    ]);
    expect(get(OLD)).toBe(FIELD_RENAMED);
  });
});

describe("edited by the user", () => {
  beforeEach(async () => {
    await generate({ [OLD]: BEFORE });
    put(OLD, EDIT(BEFORE));
  });

  test("same output: not written", async () => {
    expect(await generate({ [OLD]: BEFORE })).toMatchObject([{ kind: "keep", because: "edited" }]);
  });

  test("changed output: merged", async () => {
    expect(await generate({ [OLD]: CHANGED })).toMatchObject([{ kind: "merge", level: "text" }]);
    expect(get(OLD)).toBe(EDIT(CHANGED));
    await expectSettled({ [OLD]: CHANGED });
  });

  test("removed: kept, said, and the user's from then on", async () => {
    expect(await generate({})).toMatchObject([
      { kind: "keep", because: "edited, no longer generated" },
    ]);
    expect(get(OLD)).toBe(EDIT(BEFORE));
    expect(await generate({})).toEqual([]);
  });

  test("resource renamed: merged at the new path", async () => {
    const changes = await generate({ [NEW]: RENAMED }, { renames: resource });
    expect(changes).toMatchObject([{ kind: "merge", from: OLD, path: NEW }]);
    expect([get(OLD), get(NEW)]).toEqual([null, EDIT(RENAMED)]);
    await expectSettled({ [NEW]: RENAMED });
  });

  test("field renamed: merged, and the user's lines that use the old name are told", async () => {
    put(OLD, `${EDIT(BEFORE)}console.log(name);\n`);
    const { changes, usages } = await generateAll({ [OLD]: FIELD_RENAMED }, { renames: field });
    expect(changes.find(({ path }) => path === OLD)).toMatchObject({ kind: "merge" });
    expect(usages.unread).toEqual([
      { language: "TypeScript", reason: "there is no tsconfig.json" },
    ]);
    expect(usages.all).toEqual([
      {
        path: OLD,
        line: 8,
        now: { path: OLD, line: 8 },
        name: "name",
        to: "title",
        text: "console.log(name);",
        found: "word",
      },
    ]);
    expect(get(OLD)).toBe(`${EDIT(FIELD_RENAMED)}console.log(name);\n`);
  });
});

describe("deleted by the user", () => {
  beforeEach(async () => {
    await generate({ [OLD]: BEFORE });
    rmSync(join(root, "src"), { recursive: true });
  });

  test.each([
    ["same", { [OLD]: BEFORE }, []],
    ["changed", { [OLD]: CHANGED }, []],
    ["resource renamed", { [NEW]: RENAMED }, resource],
    ["field renamed", { [OLD]: FIELD_RENAMED }, field],
  ])("%s: stays deleted", async (_, files, renames) => {
    expect(await generate(files, { renames })).toMatchObject([{ kind: "keep" }]);
    expect(existsSync(join(root, "src"))).toBe(false);
    await expectSettled(files);
  });

  test("removed: forgotten", async () => {
    expect(await generate({})).toMatchObject([{ kind: "keep", because: "gone" }]);
    expect(await generate({})).toEqual([]);
  });
});

describe("moved by the user", () => {
  const MOVED = "lib/shelf.ts";
  beforeEach(async () => {
    await generate({ [OLD]: BEFORE });
    mkdirSync(join(root, "lib"));
    renameSync(join(root, OLD), join(root, MOVED));
  });

  test("same output: followed", async () => {
    expect(await generate({ [OLD]: BEFORE })).toMatchObject([
      { kind: "keep", because: "same", path: MOVED },
    ]);
    expect([get(OLD), get(MOVED)]).toEqual([null, BEFORE]);
    await expectSettled({ [OLD]: BEFORE });
  });

  test("changed output: merged at the user's path, edited on the way or not", async () => {
    await generate({ [OLD]: CHANGED });
    expect([get(OLD), get(MOVED)]).toEqual([null, CHANGED]);
    put(MOVED, EDIT(CHANGED));
    await generate({ [OLD]: BEFORE });
    expect([get(OLD), get(MOVED)]).toEqual([null, EDIT(BEFORE)]);
  });

  test("removed: deleted there; edited: kept", async () => {
    put(MOVED, EDIT(BEFORE));
    expect(await generate({})).toMatchObject([{ kind: "keep", path: MOVED }]);
    expect(get(MOVED)).toBe(EDIT(BEFORE));
  });

  test("resource renamed: keeps the user's path", async () => {
    await generate({ [NEW]: RENAMED }, { renames: resource });
    expect([get(OLD), get(NEW), get(MOVED)]).toEqual([null, null, RENAMED]);
    await expectSettled({ [NEW]: RENAMED });
  });

  test("field renamed: merged", async () => {
    await generate({ [OLD]: FIELD_RENAMED }, { renames: field });
    expect(get(MOVED)).toBe(FIELD_RENAMED);
  });
});

describe("bytes that are the user's", () => {
  test("line ends of each line, byte-order mark, mode and a missing final line end stay", async () => {
    await generate({ "a.ts": "one\ntwo\nthree\nfour\nfive\n" });
    put("a.ts", "\u{FEFF}one\r\nmine\ntwo\r\nthree\r\nfour\nfive");
    chmodSync(join(root, "a.ts"), 0o755);
    await generate({ "a.ts": "one\ntwo\nthree\n4\nfive\nsix\n" });
    expect(get("a.ts")).toBe("\u{FEFF}one\r\nmine\ntwo\r\nthree\r\n4\r\nfive\r\nsix");
    expect(statSync(join(root, "a.ts")).mode & 0o777).toBe(0o755);
  });

  test("a file that became binary is never merged", async () => {
    await generate({ "a.ts": "one\n" });
    writeFileSync(join(root, "a.ts"), Buffer.from([0, 1, 2]));
    expect(await generate({ "a.ts": "two\n" })).toMatchObject([{ kind: "conflict" }]);
    expect(readFileSync(join(root, "a.ts"))).toEqual(Buffer.from([0, 1, 2]));
  });
});
