/** Services of the books in several frameworks, on one and the same database. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Database } from "../../../src/model/model.ts";
import { assembleService, HAND_WRITTEN, handWritten } from "../../support/hand-written.ts";
import { startCluster } from "../../support/postgres.ts";
import type { Cluster } from "../../support/postgres.ts";
import { generateProject, installProject } from "../../support/project.ts";
import type { Project } from "../../support/project.ts";
import type { Service } from "../../support/service.ts";

const declaration = join(dirname(fileURLToPath(import.meta.url)), "../../references/book.yaml");

/** Projects of one database, made when they are first asked for, and databases for them. */
export class Shelf {
  readonly #directory = mkdtempSync(join(tmpdir(), "restwright-one-schema-"));
  readonly #projects = new Map<string, Promise<Project>>();
  readonly #database: Database;
  readonly #cluster: Cluster | null;

  private constructor(database: Database, cluster: Cluster | null) {
    this.#database = database;
    this.#cluster = cluster;
  }

  static async open(database: Database): Promise<Shelf> {
    return new Shelf(database, database === "postgres" ? await startCluster() : null);
  }

  project(framework: string): Promise<Project> {
    const made = this.#projects.get(framework) ?? this.#make(framework);
    this.#projects.set(framework, made);
    return made;
  }

  /** The address of a database that nothing is in yet. */
  fresh(name: string): string {
    return this.#cluster?.database(name) ?? `sqlite:${join(this.#directory, `${name}.db`)}`;
  }

  async close(): Promise<void> {
    await this.#cluster?.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #make(framework: string): Promise<Project> {
    const folder = join(this.#directory, framework);
    const target = { framework, database: this.#database };
    const model = HAND_WRITTEN.includes(framework)
      ? await assembleService(handWritten(framework, this.#database), folder)
      : await generateProject(declaration, folder, target);
    return installProject(model, folder);
  }
}

export interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly json: Row;
}

export type Row = Readonly<Record<string, unknown>>;

/** One request to the API. */
export async function ask(
  service: Service,
  request: string,
  body?: Row,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const [method = "GET", path = ""] = request.split(" ");
  const response = await fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get("etag"),
    json: (text === "" ? {} : JSON.parse(text)) as Row,
  };
}

/** Rows whose values are easily lost on the way: absent, at their limits, beyond ASCII. */
export async function fill(service: Service): Promise<void> {
  const rows: readonly (readonly [path: string, row: Row])[] = [
    ["/authors", { name: "Ægir 😀 O'Neil", born: "0001-01-01" }],
    ["/authors", { name: 'a "quoted" name', born: null }],
    ["/tags", { name: "sea" }],
    ["/tags", { name: "maps" }],
    ["/tags", { name: "Ωmega" }],
    [
      "/books",
      {
        title: "First",
        isbn: "0000000000001",
        summary: "two\nlines, 100 %",
        pages: 2_147_483_647,
        price: "99999999.99",
        status: "published",
        published_on: "9999-12-31",
        author_id: 1,
        tag_ids: [3, 1],
      },
    ],
    [
      "/books",
      {
        title: "Second",
        isbn: "0000000000002",
        pages: 1,
        price: "0.10",
        author_id: 2,
        sequel_to_id: 1,
        tag_ids: [2],
      },
    ],
    [
      "/books",
      {
        title: "Third",
        isbn: "0000000000003",
        pages: 3,
        price: "0",
        author_id: 2,
        sequel_to_id: 2,
      },
    ],
  ];
  for (const [path, row] of rows) {
    const { status, json } = await ask(service, `POST ${path}`, row);
    if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`);
  }
}

/** Every row as it is shown, with its entity tag, by its path. */
export async function everything(service: Service): Promise<Readonly<Record<string, Answer>>> {
  const rows: Record<string, Answer> = {};
  for (const collection of ["/authors", "/tags", "/books"]) {
    const { json } = await ask(service, `GET ${collection}?sort=id&limit=100`);
    for (const listed of json["data"] as readonly Row[]) {
      const path = `${collection}/${String(listed["id"])}`;
      const answer = await ask(service, `GET ${path}`);
      if (JSON.stringify(answer.json) !== JSON.stringify(listed)) {
        throw new Error(`${path} is listed as ${JSON.stringify(listed)}`);
      }
      rows[path] = answer;
    }
  }
  return rows;
}
