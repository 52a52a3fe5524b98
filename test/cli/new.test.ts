import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { binary, packageRoot, restwright } from "../support/command-line.ts";
import { DECLARATION, writeFiles, writeTarget } from "./own-target.ts";
import { hasPython } from "../support/requirements.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "restwright-new-"));
  writeTarget(home);
  writeFiles(home, { "shop.yaml": DECLARATION });
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

function run(...values: string[]) {
  return restwright(["new", ...values], { cwd: home });
}

function get(path: string): string {
  return readFileSync(join(home, path), "utf8");
}

const OWN = ["--from", "shop.yaml", "--framework", "./target", "--yes"];
const INSTALL = [...OWN, "--install"];

/** Lets the install command leave a trace. */
function leaveTrace(): void {
  const trace = "node -e require('fs').writeFileSync('ran','')";
  writeFiles(home, {
    "target/target.yaml": get("target/target.yaml").replace("node -e 0", trace),
  });
}

test("from a declaration of one's own: project, repository, dependencies, and what to type next", () => {
  const { code, out, err } = run("mine", ...INSTALL);
  expect({ code, out }).toEqual({ code: 0, out: "" });
  expect(get("mine/app.js")).toContain("hello");
  expect(existsSync(join(home, "mine/.git"))).toBe(true);
  expect(err).toContain("Dependencies: done in");
  expect(err).toContain("note: of this test");
  expect(err).toMatch(/Next:\n {2}cd mine\n {2}node app\.js {2,}→ a greeting\n/);
});

test("the declaration keeps its comments; only what was chosen is changed", () => {
  run("mine", ...OWN, "--name", "my-shop", "--no-install", "--no-git");
  expect(get("mine/restwright.yaml")).toBe(
    `# yaml-language-server: $schema=./.restwright/schema.json\n${DECLARATION.replace("./target", "../target").replace("name: shop", "name: my-shop\n  title: My shop")}`,
  );
  expect(existsSync(join(home, "mine/.git"))).toBe(false);
});

test("a folder that holds only a declaration is begun from it", () => {
  writeFiles(home, { "mine/restwright.yaml": DECLARATION.replace("./target", "../target") });
  expect(run("mine", "--yes", "--no-git").code).toBe(0);
  expect(get("mine/app.js")).toContain("hello");
});

test("a command that another target's author wrote is shown, and run only where that is asked for", () => {
  leaveTrace();
  const { code, err } = run("mine", ...OWN);
  expect(code).toBe(0);
  expect(err).toContain("Dependencies: not installed, since ../target is not built in");
  expect(err).toMatch(/Next:\n {2}cd mine\n {2}node -e require\('fs'\)/);
  expect(existsSync(join(home, "mine/ran"))).toBe(false);
  expect(run("other", ...INSTALL).code).toBe(0);
  expect(existsSync(join(home, "other/ran"))).toBe(true);
});

test("no repository inside another", () => {
  spawnSync("git", ["init", "-q"], { cwd: home });
  expect(run("mine", ...OWN).code).toBe(0);
  expect(existsSync(join(home, "mine/.git"))).toBe(false);
});

describe("refused, and nothing is left behind", () => {
  test("missing decisions where nobody can be asked: exit 2 and what to pass", () => {
    const { code, out, err } = run();
    expect({ code, out }).toEqual({ code: 2, out: "" });
    for (const option of [
      "<dir>",
      "--starter NAME or --from FILE",
      "--framework NAME",
      "--database sqlite|postgres",
      "--yes",
    ]) {
      expect(err).toContain(option);
    }
    expect(
      run("mine", "--from", "shop.yaml", "--framework", "./target", "--no-install", "--no-git")
        .code,
    ).toBe(0);
  });

  test("a folder with something in it", () => {
    mkdirSync(join(home, "mine"));
    writeFileSync(join(home, "mine/notes.txt"), "");
    const { code, err } = run("mine", ...OWN);
    expect(code).toBe(4);
    expect(err).toContain("is not empty\n  notes.txt\n");
  });

  test("a faulty declaration, told where it stands", () => {
    writeFiles(home, { "shop.yaml": DECLARATION.replace("string(", "strng(") });
    const { code, err } = run("mine", ...OWN);
    expect(code).toBe(1);
    expect(err).toMatch(/^shop\.yaml:10:/);
    expect(existsSync(join(home, "mine"))).toBe(false);
  });

  test("an unknown framework or starter", () => {
    const framework = run("mine", "--from", "shop.yaml", "--framework", "fastfy", "--yes");
    expect(framework).toMatchObject({
      code: 1,
      err: expect.stringContaining("there is no target `fastfy`"),
    });
    const starter = run("mine", "--starter", "bokstore", "--yes");
    expect(starter).toMatchObject({
      code: 1,
      err: expect.stringContaining("did you mean `bookstore`?"),
    });
    expect(existsSync(join(home, "mine"))).toBe(false);
  });

  test("a broken template leaves no half service", () => {
    writeTarget(home, { "service/bad.ts.hbs": "{{nothing_here}}" });
    expect(run("mine", ...OWN).code).toBe(1);
    expect(existsSync(join(home, "mine"))).toBe(false);
  });

  test("a failed installation is told with its output; the files stay", () => {
    const manifest = get("target/target.yaml").replace(
      "node -e 0",
      "node -e console.log('why');process.exit(3)",
    );
    writeFiles(home, { "target/target.yaml": manifest });
    const { code, err } = run("mine", ...INSTALL);
    expect(code).toBe(1);
    expect(err).toMatch(/Dependencies failed: .*exit 3\)\n {2}why\n/);
    expect(get("mine/app.js")).toContain("hello");
  });
});

// A terminal that types is made by Python.
describe.skipIf(!hasPython)("in a terminal", () => {
  function terminal(steps: readonly (readonly [string, string])[], ...values: string[]) {
    const script = join(packageRoot, "test/support/answer_prompts.py");
    const command = [script, JSON.stringify(steps), process.execPath, binary, "new", ...values];
    const { status, stdout, error } = spawnSync("python3", command, {
      cwd: home,
      encoding: "utf8",
    });
    if (error !== undefined) throw error;
    return { status, stdout };
  }

  test("asks for what is not said, and takes Enter for what stands there", () => {
    const { status, stdout } = terminal(
      [
        ["In which folder?", "mine\r"],
        ["Install its dependencies?", "\r"],
        ["Start a git repository?", "n"],
        ["Run `node -e 0`?", "y"],
      ],
      "--from",
      "shop.yaml",
      "--framework",
      "./target",
    );
    expect(stdout).toContain("Next:");
    expect(status).toBe(0);
    expect(get("mine/app.js")).toContain("hello");
    expect(existsSync(join(home, "mine/.git"))).toBe(false);
  });

  test("a command of another author is not run by Enter", () => {
    leaveTrace();
    const { status } = terminal(
      [
        ["Install its dependencies?", "\r"],
        ["Run `node -e require", "\r"],
      ],
      "mine",
      "--from",
      "shop.yaml",
      "--framework",
      "./target",
      "--no-git",
    );
    expect(status).toBe(0);
    expect(get("mine/app.js")).toContain("hello");
    expect(existsSync(join(home, "mine/ran"))).toBe(false);
  });

  test("Ctrl-C stops, and nothing was written", () => {
    const { status, stdout } = terminal([["In which folder?", "\u0003"]], "--from", "shop.yaml");
    expect(stdout).toContain("Stopped; nothing was written.");
    expect(status).toBe(130);
    expect(existsSync(join(home, "bookstore"))).toBe(false);
  });

  test("Ctrl-C during the installation ends it and us; the files stay", () => {
    const slow = get("target/target.yaml").replace("node -e 0", "node -e setTimeout(()=>{},50000)");
    writeFiles(home, { "target/target.yaml": slow });
    const { status } = terminal([["Dependencies: node", "\u0003"]], "mine", ...INSTALL);
    // As shells report a process that SIGINT ended.
    expect(status).toBe(128 + 2);
    expect(get("mine/app.js")).toContain("hello");
  });

  test("the end of input stops as well", () => {
    const { status } = terminal([["In which folder?", "\u0004"]], "--from", "shop.yaml");
    expect(status).not.toBe(0);
    expect(existsSync(join(home, "bookstore"))).toBe(false);
  });
});
