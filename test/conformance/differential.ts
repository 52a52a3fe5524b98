/**
 * npx tsx test/conformance/differential.ts --declaration FILE --left URL --right URL [--requests 3000] [--seed N]
 *
 * Sends the same generated requests to two services of one declaration, both on equal databases, and compares status,
 * the named headers, bodies apart from times and ids, and the set of (pointer, code). Prints each difference, then a
 * line `N requests, N differences`. Exits 0 when there is none, 1 when there is one, 2 on wrong usage.
 */
import { parseArgs } from "node:util";
import { loadModel } from "../../src/model/load.ts";
import { httpTransport } from "./client.ts";
import { compareServices, report } from "./differential/services.ts";

const { values } = parseArgs({
  options: {
    declaration: { type: "string" },
    left: { type: "string" },
    right: { type: "string" },
    requests: { type: "string", default: "3000" },
    seed: { type: "string", default: "1" },
  },
});
const { declaration, left, right } = values;
const model = declaration === undefined ? null : (await loadModel(declaration)).model;
if (model === null || left === undefined || right === undefined) {
  process.stderr.write(
    "usage: differential.ts --declaration FILE --left URL --right URL [--requests N] [--seed N]\n",
  );
  process.exit(2);
}
const sides = [httpTransport(left), httpTransport(right)] as const;
const compared = await compareServices(model, sides, {
  requests: Number(values.requests),
  seed: Number(values.seed),
});
for (const side of sides) side.close();
process.stdout.write(`${report(compared)}\n`);
process.exitCode = compared.differences.length === 0 ? 0 : 1;
