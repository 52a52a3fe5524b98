/** Old names looked for as words, where a language cannot be read. */
import { splitLines } from "../merge/lines.ts";
import { patternOf } from "../merge/renames.ts";
import { isDistinctive, type Document, type GoneName, type Place } from "./document.ts";

/** The longest of the names that a text holds; null where it holds none. */
export function nameIn(text: string, names: readonly GoneName[]): GoneName | null {
  let longest: GoneName | null = null;
  for (const name of names) {
    if (name.from.length <= (longest?.from.length ?? 0)) continue;
    if (text.includes(name.from) && patternOf(name).test(text)) longest = name;
  }
  return longest;
}

/** Whether a text that holds a name (a statement of SQL, a URL) may mean it: single words stand for too much. */
export function wordsIn(text: string, name: string): boolean {
  if (isDistinctive(name)) return text !== name;
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`^[^\\s]*/${escaped}(?:[/?#]|$)`, "u").test(text);
}

/** @param output what is generated for the file now, in which a name may still be in use; empty for a file of the user's own */
export function searchWords(
  { text, own }: Document,
  names: readonly GoneName[],
  output: string,
): Place[] {
  const left = names.filter((name) => !patternOf(name).test(output));
  return splitLines(text).flatMap((line, index) =>
    own.has(index + 1)
      ? left
          .filter((name) => line.includes(name.from) && patternOf(name).test(line))
          .map(({ from }) => ({ line: index + 1, name: from, found: "word" as const }))
      : [],
  );
}
