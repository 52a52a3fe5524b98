/** The table of scenarios says what is so: each is played on both targets, or is a test of that title. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { packageRoot } from "../support/command-line.ts";
import { scenarios } from "./scenario.ts";

const here = dirname(fileURLToPath(import.meta.url));
const rows = readFileSync(join(here, "README.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| declaration"))
  .map((line) => line.slice(2, -2).split(" | "));
const folders = new Map(scenarios().map(({ name, scenario }) => [name, scenario]));

test.each(rows)("%s: %s", (_, where = "") => {
  const [, file, title] = /^`([^`]+)`(?:: (.+))?$/.exec(where) ?? [];
  if (file === undefined) throw new Error(`neither a folder nor a test: ${where}`);
  if (title === undefined) {
    const targets = Object.keys(folders.get(file)?.targets ?? {}).sort();
    expect(targets).toEqual(["fastapi", "fastify"]);
  } else {
    const text = readFileSync(join(packageRoot, file), "utf8");
    expect(text).toMatch(new RegExp(`test\\("${escaped(title)}`));
  }
});

test("the table is there", () => {
  expect(rows.length).toBeGreaterThan(30);
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
