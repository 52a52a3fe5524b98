/** What a run of the tests came to. `node scripts/count-tests.js REPORT` prints it as JSON. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/**
 * Reads the report of Vitest's own JSON reporter. Under continuous integration a skipped test is a failed one: a missing
 * database or language there is a fault of the set-up.
 */
export function countTests(report, { root, isCi }) {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  // A file that broke before its tests were known has no failed test to its name.
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  const skipped = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => ["pending", "skipped", "todo"].includes(status))
      .map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
  );
  const failed = numFailedTests + broken.length + (isCi ? skipped.length : 0);
  return { passed: numPassedTests, failed, skipped };
}

const [, script, report] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  const counted = countTests(report, { root: process.cwd(), isCi: process.env.CI === "true" });
  process.stdout.write(`${JSON.stringify(counted)}\n`);
}
