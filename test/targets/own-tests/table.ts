/** Edits that make a generated service break a promise, by the tests of its own that must notice. */
import type { Edit } from "../../support/edited-project.ts";

type Untrue = Edit & { readonly what: string };

interface Suite {
  readonly about: string;
  readonly command: readonly [string, ...string[]];
  readonly edits: readonly Untrue[];
}

interface Carried {
  readonly framework: "fastify" | "fastapi";
  readonly suites: readonly Suite[];
  /** What the commands say where a test fails, and not where they cannot run. */
  readonly failed: RegExp;
  /** A route of the user's own, which is nothing untrue. */
  readonly own: Edit;
}

const routes = "src/modules/book/book.routes.ts";
const schemas = "src/modules/book/book.schemas.ts";
const router = "app/books/router.py";
const models = "app/books/schemas.py";
const page = "src/database/page.ts";
const embed = "src/http/embed.ts";
const listing = "app/listing.py";

export const SERVICES: readonly Carried[] = [
  {
    framework: "fastify",
    failed: /AssertionError/,
    own: {
      file: routes,
      from: /^async function mount.*\n/m,
      to: 'async function mount(app: FastifyInstance, { schemas }: MountOptions): Promise<void> {\n  app.get("/latest", async () => []);\n',
    },
    suites: [
      {
        about: "its document",
        command: ["npx", "vitest", "run", "test/documentation.test.ts"],
        edits: [
          {
            what: "a route by another path",
            file: routes,
            from: '"/:id/tags"',
            to: '"/:id/labels"',
          },
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
        about: "rows",
        command: ["npx", "vitest", "run", "test/book.test.ts", "test/review.test.ts"],
        edits: [
          {
            what: "a tag that never changes",
            file: routes,
            from: "entityTag(shape, row.row_version)",
            to: "entityTag(shape, 1)",
          },
          {
            what: "filters that find everything",
            file: page,
            from: /^ +\.\.\.query\.conditions\.map\(.*\n/m,
            to: "",
          },
          {
            what: "one order for all",
            file: page,
            from: "this.#order(query.sort)",
            to: "this.#order(query.sort.map((key) => ({ ...key, descending: false })))",
          },
          {
            what: "properties that nobody asked for",
            file: embed,
            from: "fields === undefined || fields.includes(name)",
            to: "fields !== null",
          },
          {
            what: "relations that are not found",
            file: embed,
            from: "found.get(idOf(row)) ?? null",
            to: "null",
          },
          {
            what: "a replacement that writes nothing",
            file: routes,
            from: "return save(current, underParent(request.body, request.params, faults), faults);",
            to: "return current;",
          },
          {
            what: "a link that is not made",
            file: routes,
            from: "    await repository.linkTags(request.params.id, other);\n",
            to: "",
          },
          {
            what: "a change without If-Match",
            file: "src/modules/review/review.routes.ts",
            from: /requireIfMatch\(request/g,
            to: "void (request",
          },
        ],
      },
    ],
  },
  {
    framework: "fastapi",
    failed: /^(FAILED|E {3}AssertionError)/m,
    own: {
      file: router,
      from: '@router.get("/books", operation_id="listBooks")',
      to: '@router.get("/books/latest")\ndef latest() -> list[str]:\n    return []\n\n\n@router.get("/books", operation_id="listBooks")',
    },
    suites: [
      {
        about: "its document",
        command: ["pytest", "-q", "tests/test_service.py", "-k", "document"],
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
      {
        about: "rows",
        command: ["pytest", "-q", "tests/test_books.py", "tests/test_reviews.py"],
        edits: [
          {
            what: "a tag that never changes",
            file: "app/rows.py",
            from: "version: version + 1",
            to: "version: version",
          },
          {
            what: "filters that find everything",
            file: listing,
            from: ".where(*among, *conditions)",
            to: ".where(*among)",
          },
          {
            what: "one order for all",
            file: listing,
            from: "column.desc() if key.descending else column.asc()",
            to: "column.asc()",
          },
          {
            what: "properties that nobody asked for",
            file: "app/responses.py",
            from: "if selection.fields is None:",
            to: "if selection is not None:",
          },
          {
            what: "relations that are not found",
            file: "app/books/repository.py",
            from: '"author_id", authors.find_many)',
            to: '"author_id", lambda *_: {})',
          },
          {
            what: "a replacement that is not read",
            file: "app/books/service.py",
            from: "judge(BookReplace, with_parent(document, parent))",
            to: "judge(BookReplace, with_parent({}, parent))",
          },
          {
            what: "a link that is not made",
            file: "app/books/service.py",
            from: '{"tag_ids": [*linked, other_id]}',
            to: '{"tag_ids": linked}',
          },
          {
            what: "a change without If-Match",
            file: "app/reviews/service.py",
            from: 'raise Problem(428, "If-Match must name the version that was read.")',
            to: "return",
          },
        ],
      },
    ],
  },
];
