/** Places of a text where a line can be put: between two members of one container, each on lines of its own. */
import type { Container, Reader } from "../../../src/project/merge/outline.ts";

export interface Site {
  /** Of the container. */
  readonly kind: string;
  /** Number of the line, from 0, before which the new one goes. */
  readonly line: number;
  readonly indent: string;
  /** First and last line of the member there; null where it shares its last line with something else. */
  readonly start: number;
  readonly last: number | null;
}

export async function sitesOf(text: string, read: Reader): Promise<Site[]> {
  const [outline] = await read([text]);
  if (outline?.root == null || outline.faults > 0) return [];
  const starts = lineStarts(text);
  const sites: Site[] = [];
  const visit = (container: Container) => {
    for (const { key, start, end, containers } of container.members) {
      const line = starts.findLastIndex((one) => one <= start);
      const indent = text.slice(starts[line], start);
      const last = starts.findLastIndex((one) => one <= end);
      const rest = text.slice(end, starts[last + 1] ?? text.length).trim();
      const isFixed = key === "docstring" || key.startsWith("from __future__");
      if (indent.trim() === "" && !isFixed) {
        const closed = rest === "" || rest === ";" ? last : null;
        sites.push({ kind: container.kind, line, indent, start: line, last: closed });
      }
      containers.forEach(visit);
    }
  };
  visit(outline.root);
  return sites;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
