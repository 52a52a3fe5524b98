/** The disk as `include:` sees it: one folder, and nothing outside of it. */
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { maxCharacters } from "./yaml.ts";
import type { Files } from "./include.ts";

export function filesUnder(root: string, shown: (path: string) => string): Files {
  return {
    shown,
    async read(path) {
      return readText(join(root, path));
    },
    async match(glob) {
      const parts = glob.split("/").filter((part) => part !== ".");
      const found = await walk(root, "", parts);
      const inside = await Promise.all(
        found.map(async (path) => [path, await isInside(root, path)] as const),
      );
      return [...new Set(inside.flatMap(([path, yes]) => (yes ? [path] : [])))].sort();
    },
  };
}

/** The text of a UTF-8 file without its byte-order mark, or why it cannot be had. */
export async function readText(
  path: string,
): Promise<{ readonly text: string } | { readonly reason: string; readonly missing: boolean }> {
  try {
    const { size } = await stat(path);
    if (size > maxCharacters * 4) {
      return { reason: `it is longer than ${maxCharacters} characters`, missing: false };
    }
    const bytes = await readFile(path);
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: "there is no such file",
      EISDIR: "it is a folder",
      EACCES: "permission is denied",
      ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8",
    };
    return { reason: reasons[code] ?? message, missing: code === "ENOENT" || code === "ENOTDIR" };
  }
}

/** Links may lead out of the folder. */
async function isInside(root: string, path: string): Promise<boolean> {
  const way = relative(await realpath(root), await realpath(join(root, path)));
  return way !== ".." && !way.startsWith(`..${sep}`);
}

const deepest = 16;

async function walk(
  root: string,
  folder: string,
  parts: readonly string[],
): Promise<readonly string[]> {
  const [part, ...rest] = parts;
  if (part === undefined || parts.length > deepest || folder.split("/").length > deepest) {
    return [];
  }
  const entries = await listed(join(root, folder));
  const found: string[] = [];
  if (part === "**") {
    found.push(...(await walk(root, folder, rest)));
  }
  const expression = part === "**" ? null : globExpression(part);
  for (const entry of entries) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    const isHidden = entry.name.startsWith(".") || entry.name === "node_modules";
    if (expression === null) {
      if (entry.isDirectory() && !isHidden) {
        found.push(...(await walk(root, path, parts)));
      }
    } else if (expression.test(entry.name) && (part === entry.name || !isHidden)) {
      if (rest.length > 0) {
        found.push(...(await walk(root, path, rest)));
      } else if (!entry.isDirectory()) {
        found.push(path);
      }
    }
  }
  return found;
}

async function listed(
  folder: string,
): Promise<readonly { readonly name: string; readonly isDirectory: () => boolean }[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES") {
      return [];
    }
    throw error;
  }
}

function globExpression(part: string): RegExp {
  const escaped = part.replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/\*+/g, "[^/]*").replaceAll("?", "[^/]")}$`, "u");
}
