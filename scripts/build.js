/** Bundles the command line and the public API: one file each plus lazily loaded chunks, so that start-up reads little. */
import { execFileSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const withTypes = process.argv.includes("--types");
if (withTypes) await rm("dist", { recursive: true, force: true });
// npm packs after `prepack` (with declarations) and then `prepare` (without): the second leaves those of the first.
const built = await readdir("dist").catch(() => []);
for (const name of built) if (name.endsWith(".js")) await rm(`dist/${name}`);
await build({
  entryPoints: { main: "src/cli/main.ts", index: "src/index.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // Large or native: resolved from node_modules, and only when an import() reaches them.
  external: ["ts-morph", "oxfmt", "@wasm-fmt/ruff_fmt"],
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  legalComments: "none",
  minifySyntax: true,
});

// Only a package that is published needs declarations; they take longer than all the rest.
if (withTypes) {
  const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
  const values = [
    "--noEmit",
    "false",
    "--emitDeclarationOnly",
    "--declaration",
    "--rootDir",
    "src",
    "--outDir",
    "dist",
  ];
  execFileSync(process.execPath, [tsc, "--project", "tsconfig.types.json", ...values], {
    stdio: "inherit",
  });
}
