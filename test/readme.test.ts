/** What the README shows is so. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packageRoot, restwright } from "./support/command-line.ts";

const readme = readFileSync(join(packageRoot, "README.md"), "utf8");
const declaration = /```yaml\n([^`]*)```/.exec(readme)?.[1] ?? "";
const message = /```\n(restwright\.yaml:[^]*?)```/.exec(readme)?.[1] ?? "";
const folder = mkdtempSync(join(tmpdir(), "restwright-readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("its declaration is valid, and short", () => {
  writeFileSync(join(folder, "restwright.yaml"), declaration);
  expect(restwright(["check"], { cwd: folder })).toMatchObject({ code: 0, err: "" });
  expect(declaration.split("\n").length).toBeLessThan(25);
});

test("its fault is told in these words", () => {
  writeFileSync(join(folder, "restwright.yaml"), declaration.replace("decimal(", "decmal("));
  const { err } = restwright(["check"], { cwd: folder });
  expect(message).not.toBe("");
  expect(err).toContain(message.trimEnd());
});

test("it names every command there is", () => {
  const { out } = restwright(["--help"]);
  const commands = [...out.matchAll(/^ {2}([a-z]+) {2,}|^ {2}([a-z]+) \[/gm)].map(
    ([, plain, options]) => plain ?? options ?? "",
  );
  expect(commands.length).toBeGreaterThan(8);
  const told = commands.filter((name) => name !== "help");
  expect(told.filter((name) => !new RegExp(`[\`t] ?${name}\\b`).test(readme))).toEqual([]);
});

test("its links lead somewhere", () => {
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) expect(() => readFileSync(join(packageRoot, link))).not.toThrow();
});
