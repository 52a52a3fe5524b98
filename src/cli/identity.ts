/**
 * Which program this is, to the byte: what it generates for one input is always the same. By the names of its files,
 * which esbuild makes from what they hold, their sizes and times, and by the formatters that it runs.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Null where it runs from its source, which changes under it. */
export function programIdentity(): string | null {
  identity ??= { found: foundIdentity() };
  return identity.found;
}

/** Asked for several times in a run. */
let identity: { readonly found: string | null } | undefined;

function foundIdentity(): string | null {
  const file = fileURLToPath(import.meta.url);
  if (file.endsWith(".ts")) return null;
  const folder = dirname(file);
  const own = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    });
  const versions = ["oxfmt", "@wasm-fmt/ruff_fmt"].map(versionOf);
  return versions.includes(null) ? null : JSON.stringify([own.sort(), versions]);
}

function versionOf(name: string): string | null {
  let folder = dirname(fileURLToPath(import.meta.resolve(name)));
  for (; folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = readManifest(join(folder, "package.json"));
    if (manifest !== null && manifest.includes(`"name": "${name}"`)) {
      return /"version": "([^"]+)"/.exec(manifest)?.[1] ?? null;
    }
  }
  return null;
}

function readManifest(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
