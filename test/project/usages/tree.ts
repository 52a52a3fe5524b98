/** A project in a folder of its own: what is generated before and after a change, and what the user wrote. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Document, GoneName, Search } from "../../../src/project/usages/document.ts";

export interface Written {
  /** What is generated, before and after; null: not. */
  readonly generated: Readonly<Record<string, readonly [string | null, string | null]>>;
  /** Files of the user's own. */
  readonly own: Readonly<Record<string, string>>;
  /** What neither is: settings, packages. */
  readonly besides?: Readonly<Record<string, string>>;
  readonly names: readonly GoneName[];
}

export async function inProject<T>(
  { generated, own, besides = {}, names }: Written,
  work: (search: Search) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "restwright-usages-"));
  try {
    const before = new Map<string, string | null>(Object.entries(own));
    const after = new Map(before);
    for (const [path, [then, now]] of Object.entries(generated)) {
      if (then !== null) before.set(path, then);
      after.set(path, now);
    }
    for (const [path, text] of [...before, ...Object.entries(besides)]) {
      if (text === null) continue;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const documents = Object.entries(own).map(([path, text]): Document => {
      const lines = text.split("\n").map((_, index) => index + 1);
      return { path, text, before: { path, text }, own: new Set(lines) };
    });
    return await work({ root, documents, before, after, names });
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Each place as its line reads, behind what was found there. */
export function shown(
  own: Readonly<Record<string, string>>,
  places: ReadonlyMap<string, readonly { line: number; name: string; found: string }[]>,
): string[] {
  return Object.entries(own).flatMap(([path, text]) =>
    (places.get(path) ?? []).map(
      ({ line, name, found }) => `${found} ${name}: ${text.split("\n")[line - 1]?.trim()}`,
    ),
  );
}
