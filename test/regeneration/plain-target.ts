/** A target of files that are copied, so that a test says what is generated without a declaration that leads to it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const DECLARATION = `restwright: 1
service:
  name: shop
framework: ./target
database: sqlite
resources:
  Book:
    fields:
      title: string(1..200)
`;

export function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** @param output the files that are generated, by path */
export function writeTarget(root: string, output: Readonly<Record<string, string>>): void {
  const manifest = `name: plain
title: Plain
language: python
databases: { sqlite: {} }
commands:
  install: node -e 0
  dev: { run: node app.js, shows: a greeting }
`;
  const service = Object.entries(output).map(([path, text]) => [`target/service/${path}`, text]);
  writeFiles(root, { "target/target.yaml": manifest, ...Object.fromEntries(service) });
}
