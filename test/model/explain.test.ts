import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatDiagnostics } from "../../src/diagnostics/text.ts";
import { explain } from "../../src/model/explain.ts";
import { loadModelFromText } from "../../src/model/load.ts";
import type { Model } from "../../src/model/model.ts";
import { randomDeclaration } from "../random/declaration.ts";

const root = join(import.meta.dirname, "../..");
const starters = readdirSync(join(root, "templates/starters"));
const declarations = [
  ...starters.map((name) => `templates/starters/${name}/restwright.yaml`),
  "test/references/restwright.yaml",
];

function modelOf(text: string): Model {
  const { model, diagnostics } = loadModelFromText(text, "restwright.yaml");
  if (model === null) {
    throw new Error(`${formatDiagnostics(diagnostics)}\n${text}`);
  }
  return model;
}

/** As it is stored and compared: without what is undefined. */
function stored(model: Model): unknown {
  return JSON.parse(JSON.stringify(model));
}

describe("what is explained loads to the same model", () => {
  test.each(declarations)("%s", (path) => {
    const model = modelOf(readFileSync(join(root, path), "utf8"));
    expect(stored(modelOf(explain(model)))).toEqual(stored(model));
  });

  test("random declarations", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const model = modelOf(randomDeclaration(seed));
      expect(stored(modelOf(explain(model))), `seed ${seed}`).toEqual(stored(model));
    }
  });

  test("everything that starters do not use", () => {
    const model = modelOf(`
restwright: 1
service: { name: all, naming: camelCase, base_path: /, description: "a: b # c" }
framework: fastify
database: postgres
online: true
eject: ["src/*.ts"]
auth: { registration: open }
defaults: { access: { list: public, retrieve: public, create: authenticated, update: [owner, "role:editor"], delete: "role:admin" } }
resources:
  User:
    account: true
    access: authenticated
    fields:
      email: email unique
  Address2:
    was: [Place, Spot]
    plural: Address2List
    table: ADDRESSES
    path: my.addresses
    timestamps: false
    owner: createdBy
    fields:
      id: { type: slug, max_length: 20, description: Chosen., example: home }
      now: { type: string, default: "now", was: then, backfill: x, deprecated: true }
      state: { type: enum, values: [{ value: "yes", description: Agreed. }, "no", "1.10"], default: "no", map: { old: "yes" } }
      when: { type: datetime, default: 2020-01-02T03:04:05.6789+02:00, exclusive_min: 2000-01-01T00:00:00Z }
      big: decimal(38,10) >= -0.0000000001 = 12345678901234567890.5
      home: -> User?
      meta: { type: json, default: { a: [1, null, "x"] }, example: [true] }
      keep: { type: string, optional: true, drop: keep, sort: false, filter: false }
    unique: [home, [now, state]]
    index: [when, [-when], [state, -when]]
    check: ['state != "no"', when > 2001-01-01T00:00:00Z]
`);
    expect(stored(modelOf(explain(model)))).toEqual(stored(model));
  });
});
