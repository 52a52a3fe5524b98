/**
 * The tests that a service carries to hold its live OpenAPI document to `openapi.json`: they pass as generated, and
 * each of these edits of the code, which makes the document untrue, fails them.
 */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withEdits } from "../support/edited-project.ts";
import type { Edit } from "../support/edited-project.ts";
import { freshProject } from "../support/fresh-project.ts";
import type { FreshProject } from "../support/fresh-project.ts";
import { run } from "../support/project.ts";
import type { Project } from "../support/project.ts";
import { hasPython } from "../support/requirements.ts";

const declaration = fileURLToPath(new URL("../references/restwright.yaml", import.meta.url));

type Untrue = Edit & { readonly what: string };

interface Carried {
  readonly framework: "fastify" | "fastapi";
  readonly command: readonly [string, ...string[]];
  /** What the command says where a test fails, and not where it cannot run. */
  readonly failed: RegExp;
  readonly edits: readonly Untrue[];
  /** A route of the user's own, which is nothing untrue. */
  readonly own: Edit;
}

const routes = "src/modules/book/book.routes.ts";
const schemas = "src/modules/book/book.schemas.ts";
const router = "app/books/router.py";
const models = "app/books/schemas.py";

const SERVICES: readonly Carried[] = [
  {
    framework: "fastify",
    command: ["npx", "vitest", "run", "test/documentation.test.ts"],
    failed: /AssertionError/,
    own: {
      file: routes,
      from: /^async function mount.*\n/m,
      to: 'async function mount(app: FastifyInstance, { schemas }: MountOptions): Promise<void> {\n  app.get("/latest", async () => []);\n',
    },
    edits: [
      { what: "a route by another path", file: routes, from: '"/:id/tags"', to: '"/:id/labels"' },
      {
        what: "a route that is gone",
        file: routes,
        from: "  await app.register(routesOfLinks",
        to: "  if (app.prefix === undefined) await app.register(routesOfLinks",
      },
      { what: "another length", file: schemas, from: "maxLength: 5000", to: "maxLength: 5001" },
      {
        what: "another pattern",
        file: schemas,
        from: /\^\[0-9\]\{13\}\$/g,
        to: "^[0-9X]{13}$",
      },
      {
        what: "another bound",
        file: schemas,
        from: "weight: Type.Optional(Nullable(Type.Number({ exclusiveMinimum: 0 })))",
        to: "weight: Type.Optional(Nullable(Type.Number({ minimum: 0 })))",
      },
      {
        what: "another bound of what a list holds",
        file: schemas,
        from: "Text({ minLength: 1, maxLength: 30 })",
        to: "Text({ minLength: 1 })",
      },
      {
        what: "a value less",
        file: schemas,
        from: /\["draft", "published", "retired"\]/g,
        to: '["draft", "published"]',
      },
      {
        what: "a property that may be absent",
        file: schemas,
        from: "  pages: Integer({ minimum: 1 }),",
        to: "  pages: Type.Optional(Integer({ minimum: 1 })),",
      },
      {
        what: "a property that may be null",
        file: schemas,
        from: "  in_print: Type.Optional(Type.Boolean()),",
        to: "  in_print: Type.Optional(Nullable(Type.Boolean())),",
      },
      {
        what: "a property more",
        file: schemas,
        from: "const input = {\n",
        to: "const input = {\n  colour: Type.Optional(Type.String()),\n",
      },
      {
        what: "a property of an answer by another name",
        file: schemas,
        from: "  in_print: Type.Boolean(),",
        to: "  is_in_print: Type.Boolean(),",
      },
      {
        what: "a part of a row that asks for less",
        file: "src/types/address.ts",
        from: "city: Text({ minLength: 1, maxLength: 60 })",
        to: "city: Type.Optional(Text({ minLength: 1, maxLength: 60 }))",
      },
      {
        what: "another status",
        file: schemas,
        from: "response: { 201: BookSchema }",
        to: "response: { 200: BookSchema }",
      },
    ],
  },
  {
    framework: "fastapi",
    command: ["pytest", "-q", "tests/test_service.py", "-k", "document"],
    failed: /^(FAILED|E {3}AssertionError)/m,
    own: {
      file: router,
      from: '@router.get("/books", operation_id="listBooks")',
      to: '@router.get("/books/latest")\ndef latest() -> list[str]:\n    return []\n\n\n@router.get("/books", operation_id="listBooks")',
    },
    edits: [
      {
        what: "a route by another path",
        file: router,
        from: '"/books/{id:integer_id}/tags", operation_id="listTagsOfBook"',
        to: '"/books/{id:integer_id}/labels", operation_id="listTagsOfBook"',
      },
      {
        what: "a route that is gone",
        file: router,
        from: '@router.delete("/books/{id:integer_id}", operation_id="deleteBook", status_code=204)\n',
        to: "",
      },
      {
        what: "an operation by another name",
        file: router,
        from: 'operation_id="replaceBook"',
        to: 'operation_id="putBook"',
      },
      {
        what: "another status",
        file: router,
        from: 'operation_id="createBook", status_code=201',
        to: 'operation_id="createBook", status_code=200',
      },
      {
        what: "another type in the path",
        file: "app/books/dependencies.py",
        from: 'Annotated[int, Path(alias="id")]',
        to: 'Annotated[str, Path(alias="id")]',
      },
      { what: "another length", file: models, from: "max_length=5000", to: "max_length=5001" },
      { what: "another bound", file: models, from: "Field(gt=0, ", to: "Field(ge=0, " },
      {
        what: "another bound of what a list holds",
        file: models,
        from: "Field(min_length=1, max_length=30)",
        to: "Field(min_length=1)",
      },
      {
        what: "a value less",
        file: models,
        from: 'Literal["draft", "published", "retired"]',
        to: 'Literal["draft", "published"]',
      },
      {
        what: "a property that may be absent",
        file: models,
        from: "    pages: PagesField\n",
        to: "    pages: PagesField = 1\n",
      },
      {
        what: "a property that may be null",
        file: models,
        from: "    in_print: InPrintField = True",
        to: "    in_print: InPrintField | None = True",
      },
      {
        what: "a property more",
        file: models,
        from: "    title: TitleField\n",
        to: '    colour: str = ""\n    title: TitleField\n',
      },
      {
        what: "text without its form",
        file: "app/authors/schemas.py",
        from: "Field(max_length=254), types.EMAIL",
        to: "Field(max_length=254), types.PLAIN",
      },
      {
        what: "a part of a row that asks for less",
        file: "app/objects.py",
        from: /^ {4}city: (.+)$/m,
        to: '    city: str = Field(default="", min_length=1, max_length=60)',
      },
    ],
  },
];

describe.each(SERVICES)("$framework", ({ framework, command, failed, edits, own }) => {
  describe.skipIf(framework === "fastapi" && !hasPython)("with what it needs", () => {
    let sound: FreshProject;
    beforeAll(async () => {
      sound = await freshProject(declaration, { framework, database: "sqlite" });
    }, 600_000);
    afterAll(() => sound.remove());

    test("describes itself truly", { timeout: 300_000 }, async () => {
      await run(sound.project, command);
    });

    test(
      "a route of the user's own stands beside what is described",
      { timeout: 300_000 },
      async () => {
        await withEdits(sound.project, [own], (project) => run(project, command));
      },
    );

    test.for(edits.map((edit) => [edit.what, edit] as const))(
      "%s: noticed by its own tests",
      { timeout: 300_000 },
      async ([, edit]) => {
        await withEdits(sound.project, [edit], async (project: Project) => {
          await expect(run(project, command)).rejects.toThrow(failed);
        });
      },
    );
  });
});
