/**
 * Declarations that targets are tried on: the reference and a random one, or with `PIPELINE=full` every starter and
 * twenty random ones, between them on both databases.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { randomDeclaration } from "../random/declaration.ts";

type Database = "sqlite" | "postgres";
interface Declared {
  readonly name: string;
  /** Path of the file. */
  readonly declaration: string;
}
export interface Case extends Declared {
  readonly database: Database;
}

export const isFull = process.env["PIPELINE"] === "full";
const templates = fileURLToPath(new URL("../../templates", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "restwright-cases-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

export const reference: Declared = {
  name: "reference",
  declaration: fileURLToPath(new URL("../references/restwright.yaml", import.meta.url)),
};

/** Names of the targets that there are. */
export const targets: readonly string[] = readdirSync(templates, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => readdirSync(join(templates, name)).includes("target.yaml"));

/** Resources named as the parts of a service are. */
const names: Declared = {
  name: "names",
  declaration: fileURLToPath(new URL("../random/names.yaml", import.meta.url)),
};

export function random(seed: number): Declared {
  const declaration = join(folder, `random-${seed}.yaml`);
  writeFileSync(declaration, randomDeclaration(seed));
  return { name: `random ${seed}`, declaration };
}

/** The reference, the names, every starter and twenty random declarations. */
export function fullCases(): Case[] {
  const both: Database[] = ["sqlite", "postgres"];
  const starters = readdirSync(join(templates, "starters")).map((name) => ({
    name,
    declaration: join(templates, "starters", name, "restwright.yaml"),
  }));
  const seeds = Array.from({ length: 20 }, (_, at) => random(at + 1));
  return [
    ...[reference, names, ...starters].flatMap((declared) =>
      both.map((database) => ({ ...declared, database })),
    ),
    ...seeds.map((declared, at) => ({ ...declared, database: both[at % 2] ?? "sqlite" })),
  ];
}

/** Cases with their names, for `test.each`: values in a name are cut to a length that makes paths alike. */
export function named(cases: readonly Case[]): (readonly [string, Case])[] {
  return cases.map((one) => [`${one.name} on ${one.database}`, one] as const);
}
