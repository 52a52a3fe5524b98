/**
 * Globs as people write them in ignore files: `**` crosses folders, `*` and `?` do not, a pattern without a slash
 * matches at any depth, and a match of a folder holds for all that is in it. Nothing else is special.
 */
export function matchesGlob(path: string, glob: string): boolean {
  return compile(glob).test(path);
}

const compiled = new Map<string, RegExp>();

function compile(glob: string): RegExp {
  const known = compiled.get(glob);
  if (known !== undefined) return known;
  const anchored = glob.slice(0, -1).includes("/");
  const body = glob
    .replace(/^\.?\//, "")
    .replace(/\/$/, "")
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => TRANSLATED[part] ?? part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join("");
  const expression = new RegExp(`^${anchored ? "" : "(?:.*/)?"}${body}(?:/.*)?$`);
  compiled.set(glob, expression);
  return expression;
}

const TRANSLATED: Readonly<Record<string, string>> = {
  "**/": "(?:.*/)?",
  "**": ".*",
  "*": "[^/]*",
  "?": "[^/]",
};
