/**
 * The whole test command, from a clean clone on: install what is missing, build, type-check, lint, check the format and
 * the templates, run the tests. Ends with a line `N passed, N failed`; exits 1 where anything failed.
 * Under CI=true a skipped test is a failure: a missing database or language there is a fault of the set-up.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { countTests } from "./count-tests.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isCi = process.env.CI === "true";
const report = join(root, ".cache", "tests.json");
/** Templates and reference services bring configurations of their own, which are not for this code. */
const nested = "--disable-nested-config";
let passed = 0;
let failed = 0;

function step(title, command, ...values) {
  process.stdout.write(`\n== ${title}\n`);
  const started = Date.now();
  const { status, signal, error } = spawnSync(command, values, { cwd: root, stdio: "inherit" });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const isDone = status === 0;
  const why = error?.message ?? signal ?? `exit ${status}`;
  process.stdout.write(`-- ${title}: ${isDone ? "passed" : `FAILED (${why})`} in ${seconds} s\n`);
  return isDone;
}

function count(isDone) {
  if (isDone) passed++;
  else failed++;
}

function bin(name) {
  return join(root, "node_modules", ".bin", name);
}

/** Adds the tests' own counts to the totals; a run that left no report is one failure. */
function addTests() {
  if (!existsSync(report)) return count(false);
  const tests = countTests(report, { root, isCi });
  passed += tests.passed;
  failed += tests.failed;
  const { skipped } = tests;
  if (skipped.length === 0) return;
  process.stdout.write(
    `\n!! ${skipped.length} TESTS WERE SKIPPED${isCi ? ", a failure here" : ""}:\n`,
  );
  for (const name of skipped) process.stdout.write(`!!   ${name}\n`);
}

if (!existsSync(join(root, "node_modules"))) {
  if (!step("install", "npm", "ci", "--no-audit", "--no-fund")) {
    process.stdout.write("\n0 passed, 1 failed\n");
    process.exit(1);
  }
}
count(step("build", process.execPath, "scripts/build.js"));
count(step("types", bin("tsc"), "--noEmit"));
count(step("lint", bin("oxlint"), "--deny-warnings", nested));
count(step("format", bin("oxfmt"), "--check", nested));
count(step("templates", process.execPath, "bin/restwright.js", "template", "check"));
rmSync(report, { force: true });
mkdirSync(dirname(report), { recursive: true });
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const before = failed;
const isDone = step("tests", bin("vitest"), "run", ...reporters, ...process.argv.slice(2));
addTests();
if (!isDone && failed === before) failed++;
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
