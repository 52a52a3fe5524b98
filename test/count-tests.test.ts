/** What cannot be tested on a machine is never passed over in silence, and fails continuous integration. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const repository = fileURLToPath(new URL("..", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "restwright-count-"));
const report = join(root, "report.json");

const FILES = {
  "one.test.js": `import { describe, test } from "vitest";
    test("passes", () => {});
    test.skipIf(true)("needs a database", () => {});
    describe.skipIf(true)("with Python", () => { test("reads", () => {}); });
    test("finds out too late", ({ skip }) => skip("not installed"));`,
  "two.test.js": 'throw new Error("broken before its tests are known");',
};

/** As in a terminal: the variables of the run that this test is part of are none of its business. */
function environment(CI?: string): NodeJS.ProcessEnv {
  const {
    VITEST: _1,
    VITEST_WORKER_ID: _2,
    VITEST_POOL_ID: _3,
    TEST: _4,
    CI: _5,
    ...rest
  } = process.env;
  return CI === undefined ? rest : { ...rest, CI };
}

beforeAll(() => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(root, name), text);
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  const vitest = join(repository, "node_modules/vitest/vitest.mjs");
  const values = [vitest, "run", "--root", root, "--reporter=json", `--outputFile=${report}`];
  spawnSync(process.execPath, values, { cwd: root, env: environment() });
});
afterAll(() => rmSync(root, { recursive: true }));

function counted(CI?: string): unknown {
  const values = [join(repository, "scripts/count-tests.js"), report];
  return JSON.parse(
    spawnSync(process.execPath, values, { cwd: root, env: environment(CI), encoding: "utf8" })
      .stdout,
  );
}

const skipped = [
  "one.test.js: needs a database",
  "one.test.js: with Python reads",
  "one.test.js: finds out too late",
];

test("skipped tests are named, and a file that is broken counts as a failure", () => {
  expect(counted()).toEqual({ passed: 1, failed: 1, skipped });
});

test("under continuous integration each skipped test is a failure", () => {
  expect(counted("true")).toEqual({ passed: 1, failed: 4, skipped });
});
