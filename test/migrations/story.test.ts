/**
 * A shop whose declaration is changed five times while it has rows: each time it is generated anew and migrated, and the
 * service that starts then shows every row as it was, under the new names.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadModelFromText } from "../../src/model/load.ts";
import type { Database } from "../../src/model/model.ts";
import { isFull } from "../support/cases.ts";
import { binary } from "../support/command-line.ts";
import { startCluster } from "../support/postgres.ts";
import { canRun } from "../support/requirements.ts";
import {
  installProject,
  migrateProject,
  run,
  seedProject,
  startProject,
} from "../support/project.ts";
import type { Project } from "../support/project.ts";

type Row = Readonly<Record<string, unknown>>;
type Rows = Readonly<Record<string, readonly Row[]>>;

interface Chapter {
  readonly edits: readonly (readonly [find: string, replace: string])[];
  /** Steps that the printed plan must name. */
  readonly plan: readonly string[];
  /** What becomes of a row of a collection, by the collection's name before. */
  readonly rows: Readonly<Record<string, (row: Row) => Row>>;
  /** Collections that have another name now. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly options?: readonly string[];
}

const CHAPTERS: readonly Chapter[] = [
  {
    edits: [
      [
        "      weight_grams: integer? > 0\n",
        "      weight_grams: integer? > 0\n      barcode: string(8..14)?\n",
      ],
      [
        "      status: enum(open, paid, shipped, delivered, cancelled) = open\n      currency: enum(EUR, GBP, USD) = EUR\n",
        "      status: enum(open, paid, shipped, delivered, cancelled) = open\n      currency: enum(EUR, GBP, USD, CHF) = EUR\n",
      ],
    ],
    plan: ["add column products.barcode", "add check ck_orders_currency"],
    rows: { products: (row) => ({ ...row, barcode: null }) },
  },
  {
    edits: [
      [
        "      barcode: string(8..14)?\n",
        "      ean: { type: string, min_length: 8, max_length: 14, optional: true, was: barcode }\n",
      ],
      [
        "      name: string(1..160)\n",
        '      name: string(1..120)\n      origin: { type: string, max_length: 2, backfill: "??" }\n',
      ],
    ],
    plan: ["rename column products.barcode to ean", "require products.origin"],
    rows: { products: ({ barcode, ...row }) => ({ ...row, ean: barcode, origin: "??" }) },
  },
  {
    edits: [
      ["  Customer:\n", "  Client:\n    was: Customer\n"],
      ["      customer: -> Customer\n", "      client: { type: -> Client, was: customer }\n"],
      ["    nested: [customer]\n", "    nested: [client]\n"],
    ],
    plan: ["rename table customers to clients", "rename column orders.customer_id to client_id"],
    rows: { orders: ({ customer_id, ...row }) => ({ ...row, client_id: customer_id }) },
    renamed: { customers: "clients" },
  },
  {
    edits: [
      [
        "      status: enum(open, paid, shipped, delivered, cancelled) = open\n",
        "      status: { type: enum, values: [open, paid, shipped, delivered, closed], default: open, map: { cancelled: closed } }\n",
      ],
      ["      note: string(0..200)?\n", "      note: text(0..200)?\n"],
      ["      reference: string(1..80) unique\n", "      reference: string(1..120) unique\n"],
    ],
    plan: ["orders.status", "add check ck_orders_status"],
    rows: {
      orders: (row) => ({
        ...row,
        status: row["status"] === "cancelled" ? "closed" : row["status"],
      }),
    },
  },
  {
    edits: [
      ["      method: enum(card, transfer, cash)\n", ""],
      [
        "      category: -> Category\n",
        "      category: -> Category\n      supplier: -> Supplier?\n",
      ],
      [
        "  Warehouse:\n",
        "  Supplier:\n    fields:\n      name: string(1..80) unique\n\n  Warehouse:\n",
      ],
    ],
    plan: [
      "drop column payments.method",
      "create table suppliers",
      "add column products.supplier_id",
    ],
    rows: {
      payments: (row) => without(row, "method"),
      products: (row) => ({ ...row, supplier_id: null }),
    },
    options: ["--allow-destructive"],
  },
];

function without(row: Row, name: string): Row {
  return Object.fromEntries(Object.entries(row).filter(([one]) => one !== name));
}

const COLLECTIONS = [
  "categories",
  "products",
  "warehouses",
  "stock-levels",
  "customers",
  "orders",
  "order-lines",
  "payments",
];

const pairs: readonly (readonly [string, Database])[] = isFull
  ? [
      ["fastify", "sqlite"],
      ["fastify", "postgres"],
      ["fastapi", "sqlite"],
      ["fastapi", "postgres"],
    ]
  : [
      ["fastify", "sqlite"],
      ["fastapi", "postgres"],
    ];

test.for(pairs)(
  "%s on %s loses nothing in five edits",
  { timeout: 900_000 },
  async ([framework, database], { skip }) => {
    skip(!canRun({ framework, database }), "Python or PostgreSQL is not installed");
    const root = mkdtempSync(join(tmpdir(), "restwright-story-"));
    const cluster = database === "postgres" ? await startCluster() : null;
    const DATABASE_URL = cluster?.database("story") ?? `sqlite:${join(root, "story.db")}`;
    try {
      let text = shop(framework, database);
      const project = await begun(root, text);
      await migrateProject(project, { DATABASE_URL });
      await seedProject(project, { DATABASE_URL });
      let rows = await withService(project, DATABASE_URL, everything(COLLECTIONS));
      for (const { edits, plan, rows: becomes, renamed = {}, options = [] } of CHAPTERS) {
        for (const [find, replace] of edits) {
          expect(text.split(find), find).toHaveLength(2);
          text = text.replace(find, () => replace);
        }
        writeFileSync(join(root, "restwright.yaml"), text);
        const { status, stderr } = generate(root, options);
        expect({ status, stderr }).toMatchObject({ status: 0 });
        for (const step of plan) expect(stderr).toContain(step);
        if (project.language === "typescript")
          await run(project, ["npm", "run", "--silent", "build"]);
        await migrateProject(project, { DATABASE_URL });
        const expected = Object.fromEntries(
          Object.entries(rows).map(([name, list]) => [
            renamed[name] ?? name,
            list.map(becomes[name] ?? ((row: Row) => row)),
          ]),
        );
        rows = await withService(project, DATABASE_URL, async (url) => {
          const found = await everything(Object.keys(expected))(url);
          expect(found).toEqual(expected);
          await useNewFields(url, found);
          return everything(Object.keys(expected))(url);
        });
      }
      if (project.language === "python") {
        await run(project, ["alembic", "check"], { DATABASE_URL });
      }
    } finally {
      await cluster?.stop();
      rmSync(root, { recursive: true, force: true });
    }
  },
);

function shop(framework: string, database: Database): string {
  return readFileSync(
    new URL("../../templates/starters/shop/restwright.yaml", import.meta.url),
    "utf8",
  )
    .replace("framework: fastify", `framework: ${framework}`)
    .replace("database: sqlite", `database: ${database}`);
}

async function begun(root: string, text: string): Promise<Project> {
  writeFileSync(join(root, "restwright.yaml"), text);
  expect(generate(root, []).status).toBe(0);
  const { model } = loadModelFromText(text, "restwright.yaml");
  if (model === null) throw new Error("invalid declaration");
  return installProject(model, root);
}

function generate(root: string, options: readonly string[]) {
  return spawnSync(process.execPath, [binary, "generate", ...options], {
    cwd: root,
    encoding: "utf8",
    input: "",
  });
}

async function withService<Result>(
  project: Project,
  DATABASE_URL: string,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const service = await startProject(project, { DATABASE_URL });
  try {
    return await use(`${service.url}/api/v1`);
  } finally {
    await service.stop();
  }
}

function everything(collections: readonly string[]) {
  return async (url: string): Promise<Rows> => {
    const found: Record<string, readonly Row[]> = {};
    for (const name of collections) {
      const answer = await fetch(`${url}/${name}?limit=100&sort=id`);
      expect(answer.status, name).toBe(200);
      const { data } = (await answer.json()) as { data: Row[] };
      expect(data.length, name).toBeGreaterThan(0);
      found[name] = data;
    }
    return found;
  };
}

/** What is written between two edits must be there after the next one. */
async function useNewFields(url: string, rows: Rows): Promise<void> {
  const product = rows["products"]?.[0];
  const order = rows["orders"]?.[0];
  if (product === undefined || order === undefined) throw new Error("nothing was seeded");
  if ("barcode" in product) {
    await patch(`${url}/products/${String(product["id"])}`, { barcode: "12345678" });
    await patch(`${url}/orders/${String(order["id"])}`, { status: "cancelled", currency: "CHF" });
  } else if ("origin" in product) {
    await patch(`${url}/products/${String(product["id"])}`, { origin: "CH" });
  }
}

async function patch(url: string, change: Row): Promise<void> {
  const etag = (await fetch(url)).headers.get("etag") ?? "";
  const answer = await fetch(url, {
    method: "PATCH",
    headers: { "content-type": "application/merge-patch+json", "if-match": etag },
    body: JSON.stringify(change),
  });
  expect(answer.status, await answer.text()).toBe(200);
}
