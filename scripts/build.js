/** Bundles the command line and the public API: one file each plus lazily loaded chunks, so that start-up reads little. */
import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

await rm("dist", { recursive: true, force: true });
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
if (process.argv.includes("--types")) {
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
