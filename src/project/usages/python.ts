/** Where Python of the user's own names what is no more, as Python itself reads it. */
import * as z from "zod";
import type { RunPython } from "../merge/python.ts";
import { linesAfter, type Document, type Place, type Search, type Searched } from "./document.ts";
import { PYTHON_USAGES } from "./python-script.ts";

export const PYTHON = /\.py$/;

const printedSchema = z.array(
  z.object({
    path: z.string(),
    line: z.number(),
    name: z.string(),
    found: z.enum(["reference", "unsure"]),
  }),
);

export async function searchPython(search: Search, run: RunPython | null): Promise<Searched> {
  const { documents, names } = search;
  const input = { files: filesOf(search), names: names.map((one) => ({ within: false, ...one })) };
  const printed = run === null ? null : await run(PYTHON_USAGES, JSON.stringify(input));
  if (printed === null) return "there is no Python 3.10 or newer";
  const found = printedSchema.parse(JSON.parse(printed));
  return new Map(
    documents.map((document) => {
      const places = found.filter(({ path }) => path === document.before.path);
      return [document.path, movedOn(document, places)];
    }),
  );
}

function filesOf({ documents, before, after }: Search) {
  const edited = new Map(documents.map((document) => [document.before.path, document]));
  const newPaths = new Map(documents.map((document) => [document.before.path, document.path]));
  const taken = new Set(newPaths.values());
  const others = [...before.keys(), ...[...after.keys()].filter((path) => !taken.has(path))];
  return [...new Set([...edited.keys(), ...others])]
    .filter((path) => PYTHON.test(path))
    .map((path) => {
      const document = edited.get(path);
      const newPath = newPaths.get(path) ?? path;
      const own = document === undefined ? [] : ownBefore(document);
      return {
        path,
        old: document?.before.text ?? before.get(path) ?? null,
        newPath,
        new: document?.text ?? after.get(newPath) ?? null,
        own,
      };
    });
}

/** Lines of the text before the run, from 1, that are the user's and that the run leaves. */
function ownBefore(document: Document): number[] {
  return [...linesAfter(document)]
    .filter(([, line]) => document.own.has(line))
    .map(([before]) => before);
}

function movedOn(document: Document, places: readonly Place[]): Place[] {
  const lines = linesAfter(document);
  return places.map(({ name, found, line }) => ({ name, found, line: lines.get(line) ?? line }));
}
