/**
 * The formatter of the user's project, by its own settings: what its configuration names and what is installed beside
 * it. A text goes in by standard input; nothing on disk is formatted.
 */
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Format } from "./merge/reformat.ts";
import { runFilter } from "./python.ts";

interface Formatter {
  /** Of the files that it formats. */
  readonly files: RegExp;
  /** Files that configure it; `name:word` where a file must hold a word. */
  readonly settings: readonly string[];
  readonly program: string;
  readonly values: (path: string) => readonly string[];
}

const WEB = /\.([cm]?[jt]sx?|jsonc?|ya?ml|md|css|html)$/;
const FORMATTERS: readonly Formatter[] = [
  {
    files: WEB,
    settings: [
      ".prettierrc",
      ".prettierrc.json",
      ".prettierrc.yaml",
      ".prettierrc.yml",
      ".prettierrc.js",
      ".prettierrc.mjs",
      ".prettierrc.cjs",
      "prettier.config.js",
      "prettier.config.mjs",
      "prettier.config.cjs",
      'package.json:"prettier": {',
    ],
    program: "prettier",
    values: (path) => ["--stdin-filepath", path],
  },
  {
    files: /\.([cm]?[jt]sx?|jsonc?)$/,
    settings: ["biome.json", "biome.jsonc"],
    program: "biome",
    values: (path) => ["format", `--stdin-file-path=${path}`],
  },
  {
    files: WEB,
    settings: [".oxfmtrc.json", ".oxfmtrc.jsonc"],
    program: "oxfmt",
    values: (path) => [`--stdin-filepath=${path}`],
  },
  {
    files: /\.pyi?$/,
    settings: ["pyproject.toml:[tool.black]"],
    program: "black",
    values: (path) => ["--quiet", "--stdin-filename", path, "-"],
  },
  {
    files: /\.pyi?$/,
    settings: ["ruff.toml", ".ruff.toml", "pyproject.toml:[tool.ruff"],
    program: "ruff",
    values: (path) => ["format", "--stdin-filename", path, "-"],
  },
];

/** Null where the project has no formatter for the file, or has not installed it. */
export function formatterOf(root: string): (path: string) => Format | null {
  const installed = FORMATTERS.filter(({ settings }) => settings.some((one) => isSet(root, one)))
    .map((formatter) => ({ formatter, program: find(root, formatter.program) }))
    .filter(({ program }) => program !== null);
  return (path) => {
    const found = installed.find(({ formatter }) => formatter.files.test(path));
    if (found === undefined || found.program === null) return null;
    const { formatter, program } = found;
    return (text) => runFilter(program, formatter.values(path), { input: text, cwd: root });
  };
}

function isSet(root: string, setting: string): boolean {
  const [name = "", word] = setting.split(/:(.*)/s);
  const file = join(root, name);
  if (!existsSync(file)) return false;
  return word === undefined || readFileSync(file, "utf8").includes(word);
}

function find(root: string, program: string): string | null {
  const folders = [
    join(root, "node_modules/.bin"),
    join(root, ".venv/bin"),
    join(root, "venv/bin"),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file)) ?? null;
}
