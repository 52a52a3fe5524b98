/**
 * A user's text as their own settings would have it, in this process: for projects whose formatter is not installed
 * where the tool runs. ruff reads `pyproject.toml` or `ruff.toml`, oxfmt `.oxfmtrc.json`, as they are on disk.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Format = (text: string) => Promise<string | null>;

/** Null for files that neither formats, and where the project has no settings for it. */
export function ownSettings(root: string): (path: string) => Format | null {
  return (path) => {
    if (/\.pyi?$/.test(path)) return ruff(root, path);
    return /\.([cm]?[jt]sx?|jsonc?|ya?ml|md|css|html)$/.test(path) ? oxfmt(root, path) : null;
  };
}

function ruff(root: string, path: string): Format | null {
  const settings = ruffSettings(root);
  if (settings === null) return null;
  const config = {
    line_width: Number(valueOf(settings, "line-length") ?? 88),
    indent_width: Number(valueOf(settings, "indent-width") ?? 4),
    indent_style: valueOf(settings, "indent-style") === "tab" ? "tab" : "space",
    quote_style: quoteStyle(valueOf(settings, "quote-style")),
  } as const;
  return async (text) => {
    const { format } = await import("@wasm-fmt/ruff_fmt");
    return attempt(() => format(text, path, config));
  };
}

function ruffSettings(root: string): string | null {
  for (const name of ["ruff.toml", ".ruff.toml"]) {
    const text = read(join(root, name));
    if (text !== null) return text;
  }
  const project = read(join(root, "pyproject.toml"));
  const tables = project
    ?.split(/^(?=\[)/m)
    .filter((table) => /^\[tool\.ruff(\.format)?\]/.test(table));
  return tables === undefined || tables.length === 0 ? null : tables.join("\n");
}

function valueOf(settings: string, key: string): string | undefined {
  return new RegExp(`^${key}\\s*=\\s*["']?([\\w-]+)`, "m").exec(settings)?.[1];
}

function quoteStyle(value: string | undefined): "single" | "double" | "preserve" {
  return value === "single" || value === "preserve" ? value : "double";
}

function oxfmt(root: string, path: string): Format | null {
  const text = read(join(root, ".oxfmtrc.json"));
  const settings = text === null ? null : parse(text);
  if (settings === null) return null;
  return async (source) => {
    const { format } = await import("oxfmt");
    const { code, errors } = await format(path, source, settings);
    return errors.length === 0 ? code : null;
  };
}

function parse(text: string): Record<string, unknown> | null {
  const value = attempt((): unknown => JSON.parse(text));
  if (typeof value !== "object" || value === null) return null;
  const { ignorePatterns: _, ...settings } = value as Record<string, unknown>;
  return settings;
}

/** What cannot be parsed cannot be formatted; then it is merged as it is. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function read(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
