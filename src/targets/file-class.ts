/** The class of each emitted file: what its target says, else what the file's name says, else managed. */
import { matchesGlob } from "../render/glob.ts";
import type { Manifest } from "./manifest.ts";

export type FileClass = "managed" | keyof Manifest["files"];

/** Files of known structure, whichever target emits them. */
const USUAL: readonly (readonly [glob: string, FileClass])[] = [
  ["/openapi.json", "derived"],
  ["/package.json", "keyed"],
  ["/pyproject.toml", "keyed"],
  ["/.env.example", "keyed"],
  ["/compose.yaml", "keyed"],
];

export function fileClass(path: string, manifest: Manifest): FileClass {
  for (const kind of ["once", "derived", "append_only", "keyed"] as const) {
    if (manifest.files[kind].some((glob) => matchesGlob(path, glob))) return kind;
  }
  return USUAL.find(([glob]) => `/${path}` === glob)?.[1] ?? "managed";
}
