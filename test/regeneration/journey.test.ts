/**
 * The whole of it, as a user goes it: a service is generated, edited in every usual way, its declaration is changed in
 * every usual way, it is generated again; and it still keeps every promise, with every edit in it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadModelFromText } from "../../src/model/load.ts";
import { binary } from "../support/command-line.ts";
import { installProject, promises, run } from "../support/project.ts";
import { canRun } from "../support/requirements.ts";
import { apply, declaration, type Edit } from "./scenario.ts";

const CHANGES = [
  { find: "      born: date?\n", replace: "      rank: { type: integer, backfill: 1 }\n" },
  {
    find: "      cover_url: url?\n",
    replace: "      cover: { type: url, optional: true, was: cover_url }\n      pages: integer?\n",
  },
  {
    find: "  Tag:\n    fields:\n",
    replace:
      "  Shelf:\n    fields:\n      place: string(1..40)\n  Label:\n    was: Tag\n    fields:\n",
  },
  { find: "      tags: <-> Tag\n", replace: "      labels: { type: <-> Label, was: tags }\n" },
];

interface Journey {
  readonly edits: readonly Edit[];
  /** What the user made is there afterwards, by file. */
  readonly kept: readonly (readonly [path: string, text: string])[];
  readonly absent: readonly string[];
}

const JOURNEYS: Readonly<Record<string, Journey>> = {
  fastify: {
    edits: [
      {
        path: "src/modules/author/author.routes.ts",
        find: "    const page = await repository.list(query);\n",
        replace:
          '    const page = await repository.list(query);\n    request.log.info("authors are listed");\n',
      },
      {
        path: "src/modules/book/book.repository.ts",
        find: "  async #explained(error: unknown, write: Write): Promise<unknown> {",
        replace:
          '  coverOf(row: BookRow): string {\n    return row.cover_url ?? "none.png";\n  }\n\n  async #explained(error: unknown, write: Write): Promise<unknown> {',
      },
      { path: ".oxfmtrc.json", find: '"printWidth": 100', replace: '"printWidth": 70' },
      { format: "src/modules/author/author.rows.ts" },
      { format: "src/modules/book/book.rows.ts" },
      { delete: "test/documentation.test.ts" },
      {
        path: "test/author.test.ts",
        find: '"./support/service.js"',
        replace: '"../support/service.js"',
      },
      { move: "test/author.test.ts", to: "test/people/author.test.ts" },
      {
        path: "package.json",
        find: '  "scripts": {\n',
        replace: '  "scripts": {\n    "own": "node --version",\n',
      },
    ],
    kept: [
      ["src/modules/author/author.routes.ts", 'request.log.info("authors are listed");'],
      ["src/modules/book/book.repository.ts", 'return row.cover ?? "none.png";'],
      [".oxfmtrc.json", '"printWidth": 70'],
      ["test/people/author.test.ts", '"../support/service.js"'],
      ["package.json", '"own": "node --version"'],
      ["src/modules/label/label.routes.ts", "labelRoutes"],
      ["src/modules/shelf/shelf.routes.ts", "shelfRoutes"],
      ["src/modules/book/book.rows.ts", "pages: number | null;"],
    ],
    absent: ["test/documentation.test.ts", "test/author.test.ts", "src/modules/tag"],
  },
  fastapi: {
    edits: [
      {
        path: "app/authors/router.py",
        find: "    return page_response(request, query, service.list_authors(database, query))\n",
        replace:
          "    listed = service.list_authors(database, query)\n    return page_response(request, query, listed)\n",
      },
      {
        path: "app/books/service.py",
        append: '\n\ndef own_rule(price: int) -> bool:\n    """Ours."""\n    return price > 1\n',
      },
      { path: "pyproject.toml", append: '\n[tool.ruff.format]\nquote-style = "single"\n' },
      { format: "app/authors/models.py" },
      { format: "app/books/models.py" },
      { delete: "tests/test_service.py" },
      { move: "tests/test_authors.py", to: "tests/people/test_authors.py" },
      { path: "tests/people/__init__.py", write: "" },
    ],
    kept: [
      ["app/authors/router.py", "    return page_response(request, query, listed)\n"],
      ["app/books/service.py", "def own_rule(price: int) -> bool:"],
      ["pyproject.toml", 'quote-style = "single"'],
      ["tests/people/test_authors.py", "authors over HTTP"],
      ["app/labels/service.py", "def list_labels("],
      ["app/shelves/service.py", "def list_shelves("],
      ["app/books/models.py", "pages: Mapped[int | None]"],
    ],
    absent: ["tests/test_service.py", "tests/test_authors.py", "app/tags"],
  },
};

test.for(Object.entries(JOURNEYS))(
  "%s",
  { timeout: 900_000 },
  async ([target, { edits, kept, absent }], { skip }) => {
    skip(!canRun({ framework: target }), "Python is not installed");
    const root = mkdtempSync(join(tmpdir(), "restwright-journey-"));
    const generate = (...values: string[]) =>
      spawnSync(process.execPath, [binary, "generate", ...values], {
        cwd: root,
        encoding: "utf8",
        input: "",
      });
    try {
      writeFileSync(join(root, "restwright.yaml"), declaration(target, []));
      expect(generate().status).toBe(0);
      const { model } = loadModelFromText(declaration(target, []), "restwright.yaml");
      if (model === null) throw new Error("invalid declaration");
      const project = await installProject(model, root);
      await apply(root, edits);
      writeFileSync(join(root, "restwright.yaml"), declaration(target, CHANGES));
      const refused = generate("--rename-usages");
      expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining("authors.born") });
      const { status, stderr } = generate("--rename-usages", "--allow-destructive");
      expect({ status, stderr }).toMatchObject({ status: 0 });
      for (const [path, text] of kept)
        expect(readFileSync(join(root, path), "utf8"), path).toContain(text);
      for (const path of absent) expect(existsSync(join(root, path)), path).toBe(false);
      const broken: string[] = [];
      // The user formats by settings of their own, which they did not run over everything.
      for (const [name, command] of promises(project).filter(([one]) => one !== "format")) {
        const failed = await run(project, command).then(() => null, String);
        if (failed !== null) broken.push(`${name}: ${failed}`);
      }
      expect(broken).toEqual([]);
      expect(generate().stderr).toContain("Up to date");
    } finally {
      rmSync(root, { recursive: true });
    }
  },
);
