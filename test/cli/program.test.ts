import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { binary, packageRoot, restwright } from "../support/command-line.ts";

const { version } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as {
  version: string;
};
const COMMANDS = ["new", "generate", "check", "templates", "template"];

test.each(["--version", "-V", "-v"])("%s prints the version alone", (flag) => {
  expect(restwright([flag])).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

test("help is the same with --help, with help and without anything, and names every command", () => {
  const help = restwright(["--help"]);
  expect(help.code).toBe(0);
  expect(help.err).toBe("");
  expect(help.out).toContain("Examples:");
  for (const name of COMMANDS) expect(help.out).toMatch(new RegExp(`^  ${name} `, "m"));
  expect(restwright(["help"])).toEqual(help);
  expect(restwright([])).toEqual(help);
});

test.each(COMMANDS)("%s --help has examples, and `help` says the same", (name) => {
  const { code, out } = restwright([name, "--help"]);
  expect(code).toBe(0);
  expect(out).toMatch(/Examples:\n {2}restwright /);
  expect(restwright(["help", name]).out).toBe(out);
});

describe("a slip of the fingers is answered by what was meant, with exit 2", () => {
  test.each([
    [["genrate"], "Did you mean generate?"],
    [["generate", "--dryrun"], "Did you mean --dry-run?"],
    [["template", "chekc"], "Did you mean check?"],
    [["new", "x", "--database", "mysql"], "Allowed choices are sqlite, postgres"],
    [["new", "x", "--starter", "a", "--from", "b"], "cannot be used with"],
    [["check", "a", "b"], "too many arguments"],
  ])("%j", (values, answer) => {
    const { code, out, err } = restwright(values);
    expect(err).toContain(answer);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });
});

test("a reader that stops early is no fault", () => {
  const command = `"${process.execPath}" "${binary}" --help | head -1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout.split("\n")[1]).toBe("0");
});
