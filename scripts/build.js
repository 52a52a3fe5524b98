/** Bundles the command line and the public API: one file each plus lazily loaded chunks, so that start-up reads little. */
import { rm } from "node:fs/promises";
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
  external: ["ts-morph", "oxfmt"],
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  legalComments: "none",
  minifySyntax: true,
});
