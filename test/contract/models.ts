/** The declarations that tests of the contract run on: the reference, one that is hostile throughout, and one of extremes. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadModel, loadModelFromText, type Loaded } from "../../src/model/load.ts";
import type { Model } from "../../src/model/model.ts";

export function modelOf(loaded: Loaded): Model {
  if (loaded.model === null)
    throw new Error(JSON.stringify(loaded.diagnostics.map(({ cause, fix }) => [cause, fix])));
  return loaded.model;
}

export function declared(text: string): Model {
  return modelOf(loadModelFromText(text, "restwright.yaml"));
}

export async function reference(): Promise<Model> {
  const path = new URL("../references/restwright.yaml", import.meta.url);
  return modelOf(await loadModel(fileURLToPath(path)));
}

/** Names that other components would like to have, texts that other languages would run. */
export const hostile = declared(String.raw`
restwright: 1
service:
  name: hostile
  title: "Quotes \" ' backticks ${"`"} and {{braces}}"
  description: "*/ <script>eval(1)</script> <img src=x onerror=alert(1)> ${"$"}{1} \\ \u2028 \u202E [link](javascript:alert(1)) | # heading"
  version: 1.0.0
  base_path: ""
framework: fastify
database: postgres
resources:
  Problem:
    description: "A user's own problem. \"\"\" */ {{x}}"
    fields:
      type: string(1..10)
      limit: integer
      sort: string(1..20)
      q: boolean
      toString: string(1..5)?
      constructor: date?
      status: { type: enum, values: ["*/", "a,b", "${"$"}{x}", "{{y}}", "null", "1"], default: "*/", description: "It's \\ \"quoted\"" }
      other: -> Problem?
      note: { type: string, max_length: 40, default: "it's \"x\" \\ ${"`"} ${"$"}{y} */" }
    unique: [[type, sort]]
    search: [type]
  ProblemCreate:
    fields:
      id: uuid
      problems: <-> Problem
      related: <-> ProblemCreate
      page: -> Page
    nested: [page]
  Page:
    fields:
      id: string(2..5) /^[A-Z]+$/
      name: email[1..3]
      inner: Inner[0..2]?
      deep: Inner
  ProblemList:
    fields:
      first: -> ProblemCreate
      second: -> ProblemCreate
    nested: [first]
    require_if_match: true
    soft_delete: true
types:
  Inner:
    label: string(1..5)
    level: integer >= 0 <= 3
    core: Core?
  Core:
    mark: slug?
`);

/** Every bound that a type can have, exclusive and inclusive, and checks of several kinds. */
export const extremes = declared(`
restwright: 1
service: { name: extremes, title: Extremes, version: 0.0.1, naming: camelCase }
framework: fastify
database: postgres
defaults: { timestamps: false }
resources:
  Edge:
    fields:
      tiny: decimal(2,2) > 0
      huge: decimal(30,10) >= -5 < 5
      whole: decimal(5,0)
      half: float > -0.5 < 0.5
      percent: integer > 0 <= 100 = 50
      count: bigint >= -10
      day: date >= 2000-01-01 < 2030-01-01
      late: date
      at: { type: datetime, min: "2000-01-01T00:00:00Z", immutable: true }
      clock: { type: time, min: "08:00:00", max: "18:00:00" }
      code: string(3..3) /^[A-Z]{3}$/ unique
      flags: boolean[0..4]
      labels: { type: string, max_length: 5, items: { min: 1, max: 3 }, unique_items: true }
      secret: { type: string, min_length: 8, max_length: 20, writeonly: true }
      made: { type: datetime, default: now, readonly: true }
      kind: enum(a, b)
      serial: uuid unique
    check: [day < late, percent >= count, "clock != 12:00:00"]
    unique: [[kind, serial]]
`);

/** The declarations that `new` offers. */
export async function starters(): Promise<readonly (readonly [string, Model])[]> {
  const folder = fileURLToPath(new URL("../../templates/starters/", import.meta.url));
  const names = existsSync(folder) ? await readdir(folder) : [];
  return Promise.all(
    [...names].sort().map(async (name) => {
      const model = modelOf(await loadModel(join(folder, name, "restwright.yaml")));
      return [`starter-${name}`, model] as const;
    }),
  );
}
