/** `npm run bench [-- startup generation merging requests online sqlite postgres]`; everything unless some are named. */
import { build, measureGeneration } from "./generation.ts";
import { measureMergeLevels } from "./merge-levels.ts";
import { measureRegeneration } from "./merging.ts";
import { measureOnline } from "./online.ts";
import { measureRequests } from "./requests.ts";
import { measureStartup } from "./startup.ts";

const known = [
  "startup",
  "generation",
  "merging",
  "requests",
  "online",
  "sqlite",
  "postgres",
] as const;
const asked = process.argv.slice(2);
for (const name of asked) {
  if (!known.some((other) => other === name)) {
    console.error(`There is no benchmark ${name}: ${known.join(", ")}.`);
    process.exit(1);
  }
}
const isAsked = (name: (typeof known)[number]) => asked.includes(name);
const all = !["startup", "generation", "merging", "requests", "online"].some((name) =>
  asked.includes(name),
);

build();
if (all || isAsked("startup")) measureStartup();
if (all || isAsked("generation")) measureGeneration();
if (all || isAsked("merging")) {
  measureRegeneration();
  await measureMergeLevels();
}
if (all || isAsked("requests")) {
  const chosen = (["sqlite", "postgres"] as const).filter(isAsked);
  await measureRequests(chosen.length > 0 ? chosen : ["sqlite", "postgres"]);
}
if (all || isAsked("online")) await measureOnline();
