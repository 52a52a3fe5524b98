/** Outline of an environment file: one assignment per line; what is commented out is a comment. */
import { distinct, type Member, type Outline, type Reader } from "./outline.ts";
import { splitLines } from "./lines.ts";

export const envReader: Reader = async (texts) => texts.map(outline);

function outline(text: string): Outline {
  const members: Member[] = [];
  let [start, faults] = [0, 0];
  for (const line of splitLines(text)) {
    const key = /^\s*(?:export\s+)?([\w.-]+)\s*=/.exec(line)?.[1];
    if (key !== undefined) {
      const [from, to] = [start + line.search(/\S/), start + line.trimEnd().length];
      members.push({
        key,
        start: from,
        end: to,
        unique: true,
        names: [],
        free: true,
        containers: [],
      });
    } else if (!/^\s*(#|$)/.test(line)) faults++;
    start += line.length;
  }
  const shape = { kind: "file", separator: "", comments: "hash", ordered: false } as const;
  return { root: { ...shape, start: 0, end: text.length, members: distinct(members) }, faults };
}
