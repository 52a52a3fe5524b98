/** The tree before and after a run, from its plan: what a search for usages reads. */
import { join } from "node:path";
import type { Change, Compared, Written } from "../changes.ts";
import type { Disk } from "../disk.ts";
import { splitLines } from "../merge/lines.ts";
import { readSmall, strangers } from "../moved.ts";
import { decode, encode } from "../text.ts";
import type { Document, GoneName, Search } from "./document.ts";
import { SEARCHED } from "./usages.ts";

/** A generated file and what becomes of it. */
export interface Planned {
  readonly file: Compared;
  readonly change: Change;
}

export function searchOf(
  disk: Disk,
  planned: readonly Planned[],
  names: readonly GoneName[],
): Search {
  const [before, after] = [new Map<string, string | null>(), new Map<string, string | null>()];
  const documents: Document[] = [];
  for (const { file, change } of planned) {
    const { source } = file;
    const then = file.disk.kind === "file" ? decode(file.disk.bytes) : null;
    if (then !== null) before.set(source, then.text);
    const text = textAfter(change, then?.text ?? null);
    if (source !== change.path) after.set(source, null);
    after.set(change.path, text);
    if (text === null || then === null || !SEARCHED.test(change.path)) continue;
    const own = ownLines(text, [file.base ?? "", file.output ?? ""]);
    if (own.size === 0) continue;
    documents.push({ path: change.path, text, before: { path: source, text: then.text }, own });
  }
  const generated = new Set([...before.keys(), ...after.keys()]);
  for (const path of strangers(disk.root, "", generated).filter((one) => SEARCHED.test(one))) {
    const text = readSmall(join(disk.root, path));
    if (text === null) continue;
    before.set(path, text);
    after.set(path, text);
    documents.push({ path, text, before: { path, text }, own: ownLines(text, []) });
  }
  return { root: disk.root, documents, before, after, names };
}

/** The search over a plan in which some texts are others. */
export function searchAfter(search: Search, texts: ReadonlyMap<string, string>): Search {
  const documents = search.documents.map((one) => ({
    ...one,
    text: texts.get(one.path) ?? one.text,
  }));
  return { ...search, documents, after: new Map([...search.after, ...texts]) };
}

function textAfter(change: Change, then: string | null): string | null {
  if (change.kind === "keep" || change.kind === "conflict") return then;
  return change.after === null ? null : (decode(change.after)?.text ?? null);
}

function ownLines(text: string, generated: readonly string[]): Set<number> {
  const known = new Set(generated.flatMap(splitLines).map((line) => line.trim()));
  const own = splitLines(text).flatMap((line, index) =>
    known.has(line.trim()) ? [] : [index + 1],
  );
  return new Set(own);
}

/** The plan with other texts in it: of files it changes anyway, of files it would keep, of files of the user's own. */
export function withTexts(
  disk: Disk,
  changes: readonly Change[],
  texts: ReadonlyMap<string, string>,
): Change[] {
  const left = new Map(texts);
  const changed = changes.map((change): Change => {
    const text = left.get(change.path);
    if (text === undefined || change.kind === "conflict") return change;
    left.delete(change.path);
    if (change.kind === "keep") return rewritten(disk, change, text);
    const like = change.before === null ? null : decode(change.before);
    return { ...change, after: encode(text, like), kind: "merge", isRenamed: true };
  });
  const own = [...left].map(([path, text]) =>
    rewritten(disk, { id: path, path, class: "managed", base: null }, text),
  );
  return [...changed, ...own];
}

function rewritten(
  disk: Disk,
  { id, path, class: kind, base }: Pick<Written, "id" | "path" | "class" | "base">,
  text: string,
): Written {
  const entry = disk.read(path);
  if (entry.kind !== "file") throw new Error(`${path} was read before`);
  const { bytes: before, mode } = entry;
  return {
    kind: "merge",
    id,
    path,
    class: kind,
    from: null,
    before,
    after: encode(text, decode(before)),
    mode,
    base,
    level: null,
    settled: null,
    isRenamed: true,
  };
}
