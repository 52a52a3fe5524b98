/** `npm run bench [-- startup generation merging layout requests python online sqlite postgres]`; everything unless some are named. */
import { build, measureGeneration } from "./generation.ts";
import { measureLayout } from "./layout.ts";
import { measureMergeLevels } from "./merge-levels.ts";
import { measureRegeneration } from "./merging.ts";
import { measureOnline } from "./online.ts";
import { measurePythonRequests } from "./python-requests.ts";
import { measureRequests } from "./requests.ts";
import { measureStartup } from "./startup.ts";

const parts = [
  "startup",
  "generation",
  "merging",
  "layout",
  "requests",
  "python",
  "online",
] as const;
const known = [...parts, "sqlite", "postgres"] as const;
const asked = process.argv.slice(2);
for (const name of asked) {
  if (!known.some((other) => other === name)) {
    console.error(`There is no benchmark ${name}: ${known.join(", ")}.`);
    process.exit(1);
  }
}
const isAsked = (name: (typeof known)[number]) => asked.includes(name);
const all = !parts.some((name) => asked.includes(name));

build();
if (all || isAsked("startup")) measureStartup();
if (all || isAsked("generation")) measureGeneration();
if (all || isAsked("merging")) {
  measureRegeneration();
  await measureMergeLevels();
}
if (all || isAsked("layout")) await measureLayout();
const chosen = (["sqlite", "postgres"] as const).filter(isAsked);
const databases = chosen.length > 0 ? chosen : (["sqlite", "postgres"] as const);
if (all || isAsked("requests")) await measureRequests(databases);
if (all || isAsked("python")) await measurePythonRequests(databases);
if (all || isAsked("online")) await measureOnline();
