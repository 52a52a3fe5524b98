/** What a rename or removal means to TypeScript of the user's own: what names the thing that is gone, and nothing else. */
import { describe, expect, test } from "vitest";
import { renameTypeScript } from "../../../src/project/usages/rename-typescript.ts";
import { searchTypeScript } from "../../../src/project/usages/typescript.ts";
import { inProject, shown, type Written } from "./tree.ts";

const SETTINGS = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "es2022",
      lib: ["es2022"],
      module: "nodenext",
      strict: true,
      types: [],
    },
    include: ["src"],
  }),
  "package.json": '{ "type": "module" }',
  "node_modules/server/package.json": '{ "name": "server", "types": "index.d.ts" }',
  "node_modules/server/index.d.ts": `export interface Reply { status: number; code(status: number): Reply; json(): any }
export interface Request { user: string; books: string[]; body: unknown }
export declare function send(reply: Reply): void;
/** As Kysely does it: a property of what it makes has no declaration. */
export type Row<T> = { [K in Keys<T>]: T[K] };
type Keys<T> = { [K in keyof T]: T[K] extends never ? never : K }[keyof T];
`,
};

const ROWS = (status: string) => `import type { Row } from "server";
export interface BookTable { title: string; ${status}: string; cover_url: string }
export type BookRow = Pick<Row<BookTable>, keyof BookTable>;
export const bookColumns = ["title", "${status}"] as const;
export function select(...columns: readonly (keyof BookTable)[]): string { return columns.join(); }
export function show(book: { readonly title: string; readonly ${status}: string }): string { return book.title; }
`;

const FIELD: Pick<Written, "generated" | "names" | "besides"> = {
  besides: SETTINGS,
  generated: { "src/book.rows.ts": [ROWS("status"), ROWS("state")] },
  names: [{ from: "status", to: "state" }],
};

const OWN = `import { send, type Reply } from "server";
import { select, show, type BookRow, type BookTable } from "./book.rows.js";

interface Order { status: string }

export function uses(row: BookRow, table: BookTable, reply: Reply, order: Order, raw: any): void {
  console.log(row.status, table.status);
  console.log(reply.status, order.status);
  reply.code(reply.status);
  send(reply);
  const { status } = row;
  const { status: renamed, title } = table;
  console.log(status, renamed, title);
  show({ title, status });
  show({ title, status: "draft" });
  select("title", "status");
  console.log(row["status"], "status" in row);
  console.log({ status: 200 }, "status", raw.status);
  type Part = Pick<BookTable, "status">;
  const part: Part["status"] = "x";
  console.log(part, neverWas.status, order?.status);
  // status of a book
}

export function shadowed(status: string, row: BookRow): string {
  const inner = (status: number) => status + 1;
  return status + inner(1) + row?.status;
}
declare const neverWas: { title: string };
`;

describe("a field is renamed", () => {
  test("its references are found, and nothing that only has its name", async () => {
    const found = await inProject({ ...FIELD, own: { "src/own.ts": OWN } }, searchTypeScript);
    if (typeof found === "string") throw new Error(found);
    expect(shown({ "src/own.ts": OWN }, found)).toEqual([
      "reference status: console.log(row.status, table.status);",
      "reference status: console.log(row.status, table.status);",
      "reference status: const { status } = row;",
      "reference status: const { status: renamed, title } = table;",
      "reference status: show({ title, status });",
      'reference status: show({ title, status: "draft" });',
      'reference status: select("title", "status");',
      'reference status: console.log(row["status"], "status" in row);',
      'reference status: console.log(row["status"], "status" in row);',
      'unsure status: console.log({ status: 200 }, "status", raw.status);',
      'reference status: type Part = Pick<BookTable, "status">;',
      "reference status: return status + inner(1) + row?.status;",
    ]);
  });

  test("on request they are changed, and everything else stays as it is", async () => {
    const texts = await inProject({ ...FIELD, own: { "src/own.ts": OWN } }, renameTypeScript);
    if (typeof texts === "string") throw new Error(texts);
    const changed = OWN.replace("row.status, table.status", "row.state, table.state")
      .replace("const { status } = row", "const { state: status } = row")
      .replace("const { status: renamed", "const { state: renamed")
      .replace("show({ title, status })", "show({ title, state: status })")
      .replace('status: "draft"', 'state: "draft"')
      .replace('select("title", "status")', 'select("title", "state")')
      .replace('row["status"], "status" in row', 'row["state"], "state" in row')
      .replace('Pick<BookTable, "status">', 'Pick<BookTable, "state">')
      .replace('Part["status"]', 'Part["state"]')
      .replace("row?.status", "row?.state");
    expect(texts.get("src/own.ts")).toBe(changed);
  });

  test("what another field of that name belongs to is no usage", async () => {
    const own = `import type { OrderTable } from "./order.rows.js";
export const open = (order: OrderTable) => order.status;
`;
    const orders = "export interface OrderTable { status: string }\n";
    const generated = { ...FIELD.generated, "src/order.rows.ts": [orders, orders] as const };
    const found = await inProject(
      { ...FIELD, generated, own: { "src/own.ts": own } },
      searchTypeScript,
    );
    expect(found).toEqual(new Map([["src/own.ts", []]]));
  });
});

test("a removed field is told of, and nothing is changed for it", async () => {
  const own = `import type { BookTable } from "./book.rows.js";
export const cover = (book: BookTable) => book.cover_url;
export const query = "select cover_url from books where status = 'cover_urls'";
`;
  const written: Written = {
    besides: SETTINGS,
    generated: {
      "src/book.rows.ts": [ROWS("status"), ROWS("status").replace("; cover_url: string", "")],
    },
    names: [{ from: "cover_url", to: null }],
    own: { "src/own.ts": own },
  };
  const found = await inProject(written, searchTypeScript);
  if (typeof found === "string") throw new Error(found);
  expect(shown(written.own, found)).toEqual([
    "reference cover_url: export const cover = (book: BookTable) => book.cover_url;",
    "unsure cover_url: export const query = \"select cover_url from books where status = 'cover_urls'\";",
  ]);
  expect(await inProject(written, renameTypeScript)).toEqual(new Map());
});

describe("a resource is renamed", () => {
  const MODULE = (one: string, path: string) =>
    `export class ${one}Repository { list${one}s(): string[] { return ["${path}"]; } }
export function ${one.toLowerCase()}Routes(): void {}
`;
  const written: Written = {
    besides: SETTINGS,
    generated: {
      "src/book/book.routes.ts": [MODULE("Book", "/books"), null],
      "src/tome/tome.routes.ts": [null, MODULE("Tome", "/tomes")],
    },
    names: [
      { from: "book", to: "tome", within: true },
      { from: "Book", to: "Tome", within: true },
      { from: "books", to: "tomes", within: true },
      { from: "Books", to: "Tomes", within: true },
    ],
    own: {
      "src/plugin.ts": `import { BookRepository, bookRoutes } from "./book/book.routes.js";
import type { Request } from "server";

const handlers = { bookRoutes };
const bookmarks = [1];
export function mount(request: Request): unknown {
  bookRoutes();
  const bookCount = new BookRepository().listBooks().length + bookmarks.length;
  return [handlers.bookRoutes, bookCount, request.books, fetch("/books/1"), "facebook"];
}
declare function fetch(url: string): void;
`,
      "src/exports.ts": `export { BookRepository } from "./book/book.routes.js";
export { bookRoutes as routes } from "./book/book.routes.js";
`,
      "src/taken.ts": `import { bookRoutes } from "./book/book.routes.js";
const tomeRoutes = 1;
export const both = [bookRoutes, tomeRoutes];
`,
      "src/users.ts": `import { BookRepository } from "./exports.js";
export const repository = new BookRepository();
export const later = () => import("./book/book.routes.js");
`,
    },
  };

  test("paths of modules, imports, re-exports and what hangs on them are found", async () => {
    const found = await inProject(written, searchTypeScript);
    if (typeof found === "string") throw new Error(found);
    expect(shown(written.own, found)).toEqual([
      'reference Book: import { BookRepository, bookRoutes } from "./book/book.routes.js";',
      'reference book: import { BookRepository, bookRoutes } from "./book/book.routes.js";',
      'reference book: import { BookRepository, bookRoutes } from "./book/book.routes.js";',
      "reference book: const handlers = { bookRoutes };",
      "reference book: bookRoutes();",
      "reference Book: const bookCount = new BookRepository().listBooks().length + bookmarks.length;",
      'unsure books: return [handlers.bookRoutes, bookCount, request.books, fetch("/books/1"), "facebook"];',
      'reference Book: export { BookRepository } from "./book/book.routes.js";',
      'reference book: export { BookRepository } from "./book/book.routes.js";',
      'reference book: export { bookRoutes as routes } from "./book/book.routes.js";',
      'reference book: export { bookRoutes as routes } from "./book/book.routes.js";',
      'reference book: import { bookRoutes } from "./book/book.routes.js";',
      'reference book: import { bookRoutes } from "./book/book.routes.js";',
      "reference book: export const both = [bookRoutes, tomeRoutes];",
      'reference Book: import { BookRepository } from "./exports.js";',
      "reference Book: export const repository = new BookRepository();",
      'reference book: export const later = () => import("./book/book.routes.js");',
    ]);
  });

  test("on request all follow; a name that is taken is imported under the old one", async () => {
    const texts = await inProject(written, renameTypeScript);
    if (typeof texts === "string") throw new Error(texts);
    expect(texts.get("src/plugin.ts")).toBe(
      (written.own["src/plugin.ts"] ?? "")
        .replace("BookRepository, bookRoutes }", "TomeRepository, tomeRoutes }")
        .replace("./book/book.routes.js", "./tome/tome.routes.js")
        .replace("{ bookRoutes };", "{ bookRoutes: tomeRoutes };")
        .replace("  bookRoutes();", "  tomeRoutes();")
        .replace("new BookRepository().listBooks()", "new TomeRepository().listTomes()"),
    );
    expect(texts.get("src/exports.ts")).toBe(
      'export { TomeRepository as BookRepository } from "./tome/tome.routes.js";\nexport { tomeRoutes as routes } from "./tome/tome.routes.js";\n',
    );
    expect(texts.get("src/taken.ts")).toBe(
      (written.own["src/taken.ts"] ?? "").replace(
        'import { bookRoutes } from "./book/book.routes.js"',
        'import { tomeRoutes as bookRoutes } from "./tome/tome.routes.js"',
      ),
    );
    expect(texts.get("src/users.ts")).toBe(
      (written.own["src/users.ts"] ?? "").replace("./book/book.routes.js", "./tome/tome.routes.js"),
    );
  });
});

describe("where nothing can be asked", () => {
  const own = { "src/own.ts": "export const x = 1;\n" };

  test("there is no project", async () => {
    expect(await inProject({ ...FIELD, besides: {}, own }, searchTypeScript)).toContain(
      "no tsconfig.json",
    );
  });

  test("its packages are not installed", async () => {
    const { "tsconfig.json": settings } = SETTINGS;
    const written = { ...FIELD, besides: { "tsconfig.json": settings }, own };
    expect(await inProject(written, searchTypeScript)).toBe("packages are not installed: server");
  });
});
