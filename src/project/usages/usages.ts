/** Where the user's own lines, in generated files and in files of their own, use names that nothing generated has now. */
import { splitLines } from "../merge/lines.ts";
import type { RunPython } from "../merge/python.ts";
import { linesAfter, type Document, type Found, type Search, type Searched } from "./document.ts";
import { PYTHON, searchPython } from "./python.ts";
import { searchTypeScript, TYPESCRIPT } from "./typescript.ts";
import { searchWords } from "./words.ts";

export interface Usage {
  /** Where it is after the run. */
  readonly path: string;
  readonly line: number;
  /** Where it is on disk before the run; the line is null where the run makes it. */
  readonly now: { readonly path: string; readonly line: number | null };
  readonly name: string;
  /** Null where the name was removed. */
  readonly to: string | null;
  readonly text: string;
  readonly found: Found;
}

export interface Usages {
  readonly all: readonly Usage[];
  /** Languages that were searched as words only, each with its reason. */
  readonly unread: readonly { readonly language: string; readonly reason: string }[];
}

export const NO_USAGES: Usages = { all: [], unread: [] };

/** Of files that hold names in their text. */
export const SEARCHED = /\.([cm]?[jt]sx?|py|sql|http|graphql|html|vue|svelte)$/;

/** @param outputOf what is generated now for a path; empty for files of the user's own */
export async function findUsages(
  search: Search,
  run: RunPython | null,
  outputOf: (path: string) => string,
): Promise<Usages> {
  const of = (files: RegExp): Search => ({
    ...search,
    documents: search.documents.filter(({ path }) => files.test(path)),
  });
  const languages = [
    { language: "TypeScript", search: of(TYPESCRIPT), read: searchTypeScript },
    { language: "Python", search: of(PYTHON), read: (own: Search) => searchPython(own, run) },
  ];
  const read = new Map<string, Searched>();
  for (const { language, search: own, read: readAll } of languages) {
    if (own.documents.length > 0) read.set(language, await readAll(own));
  }
  const all = search.documents.flatMap((document) => {
    const found = [...read.values()]
      .map((searched) => (typeof searched === "string" ? undefined : searched.get(document.path)))
      .find((places) => places !== undefined);
    const places = found ?? searchWords(document, search.names, outputOf(document.path));
    return usagesOf(document, places, search);
  });
  const unread = [...read].flatMap(([language, searched]) =>
    typeof searched === "string" ? [{ language, reason: searched }] : [],
  );
  return { all, unread };
}

function usagesOf(
  document: Document,
  places: readonly { readonly line: number; readonly name: string; readonly found: Found }[],
  { names }: Search,
): Usage[] {
  const lines = splitLines(document.text);
  const before = new Map([...linesAfter(document)].map(([then, now]) => [now, then]));
  const told = new Set<string>();
  return places.flatMap(({ line, name, found }) => {
    const key = `${line} ${name}`;
    if (told.has(key)) return [];
    told.add(key);
    return [
      {
        path: document.path,
        line,
        now: { path: document.before.path, line: before.get(line) ?? null },
        name,
        to: names.find(({ from }) => from === name)?.to ?? null,
        text: (lines[line - 1] ?? "").trim(),
        found,
      },
    ];
  });
}
