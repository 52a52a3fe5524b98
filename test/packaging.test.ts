/** What is published is what was tested: npm leaves files out of packages by rules of its own. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { LANGUAGE_NAMES, loadLanguage } from "../src/languages/registry.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
let packed: string[];

beforeAll(() => {
  const values = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const output = execFileSync("npm", values, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const report: unknown = JSON.parse(output);
  const [entry] = (Array.isArray(report) ? report : Object.values(report ?? {})) as {
    files: { path: string }[];
  }[];
  packed = (entry?.files ?? []).map(({ path }) => path);
});

test("every template is in the package, dot files too", () => {
  const known = execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "templates"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const templates = known.split("\n").filter((path) => path !== "" && existsSync(join(root, path)));
  expect(templates.length).toBeGreaterThan(10);
  expect(templates.filter((path) => !packed.includes(path))).toEqual([]);
});

test("the program and the published view types are in the package, and no more of the source", async () => {
  const languages = await Promise.all(LANGUAGE_NAMES.map((name) => loadLanguage(name)));
  const views = languages.map((language) => language?.viewTypes.file ?? "");
  expect(views.length).toBeGreaterThan(0);

  expect(packed).toContain("bin/restwright.js");
  expect(packed).toContain("dist/main.js");
  const sources = packed.filter((path) => /^(src|test|scripts|bench|node_modules)\//.test(path));
  expect(sources.sort()).toEqual(views.sort());
});
