#!/usr/bin/env node
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { setFlagsFromString } from "node:v8";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 12)) {
  process.stderr.write(`restwright needs Node 20.12 or newer; this is ${process.version}.\n`);
  process.exit(4);
}
const built = new URL("../dist/main.js", import.meta.url);
if (!existsSync(built)) {
  process.stderr.write("restwright is not built yet: run `npm install` in its folder first.\n");
  process.exit(4);
}
// Code that is made for long runs does not pay off in a second; making it takes Node 20 a quarter of its processor time.
if (major === 20) setFlagsFromString("--interrupt-budget=500000");
// Node 22 and later keep compiled code between runs; a third of the start is compiling.
nodeModule.enableCompileCache?.();
await import(built.href);
