#!/usr/bin/env node
import { existsSync } from "node:fs";

const built = new URL("../dist/main.js", import.meta.url);
if (!existsSync(built)) {
  process.stderr.write("restwright is not built yet: run `npm install` in its folder first.\n");
  process.exit(70);
}
await import(built.href);
