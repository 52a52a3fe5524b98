/** A target of a third party, in a folder: its files are copied, so that it depends on no view. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const DECLARATION = `restwright: 1
# Kept, as every comment is.
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

export function writeTarget(root: string, files: Readonly<Record<string, string>> = {}): void {
  writeFiles(root, {
    "target/target.yaml": `name: mine
title: Mine
language: python
databases: { sqlite: {} }
commands:
  install: node -e 0
  dev: { run: node app.js, shows: a greeting }
notes: [of this test]
`,
    "target/service/app.js": "process.stdout.write('hello\\n');\n",
    "target/service/.gitignore.hbs": "node_modules/\n",
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`target/${path}`, text])),
  });
}
