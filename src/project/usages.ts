/** Where files of the user's own, which nobody generated, use a name that was renamed. */
import { join } from "node:path";
import { findOldNames, type OldName, type Rename } from "./merge/renames.ts";
import { readSmall, strangers } from "./moved.ts";

export interface Usage extends OldName {
  readonly path: string;
}

const CODE = /\.([cm]?[jt]sx?|py|sql|http|graphql|html|vue|svelte)$/;

/** @param generated paths of generated files, which are read elsewhere */
export function usagesIn(
  root: string,
  renames: readonly Rename[],
  generated: ReadonlySet<string>,
): Usage[] {
  if (renames.length === 0) return [];
  return strangers(root, "", generated)
    .filter((path) => CODE.test(path))
    .flatMap((path) => {
      const text = readSmall(join(root, path));
      if (text === null) return [];
      const found = findOldNames(text, { base: "", mine: text, theirs: "" }, renames);
      return found.map((one) => ({ path, ...one }));
    });
}
