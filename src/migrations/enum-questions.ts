/** Values that an enum no longer has. */
import type { Asking } from "./asking.ts";
import { enumValues } from "./column-steps.ts";
import type { Hints } from "./hints.ts";
import type { TablePair } from "./identities.ts";
import type { Choice } from "./questions.ts";

/** Candidates that are shown. */
const most = 5;

/** What has the values. */
export interface EnumSubject {
  /** In the keys of questions. */
  readonly name: string;
  /** In their text. */
  readonly words: string;
  readonly path: readonly string[];
  readonly map: Readonly<Record<string, string>> | null;
}

/** Asks what becomes of rows with values that are gone. With consent, the migration stops where there is such a row. */
export function askAboutValues(pair: TablePair, hints: Hints, asking: Asking): void {
  for (const { before, wanted } of pair.columns) {
    if (before.retired) continue;
    const old = enumValues(pair.before, before.name);
    const next = enumValues(pair.wanted, wanted.name);
    if (old === null || next === null) continue;
    const hint = hints.columns.get(wanted.uid);
    const name = `${pair.wanted.name}.${wanted.name}`;
    const words = `${wanted.name} of ${pair.wanted.declared}`;
    const subject = { name, words, path: hint?.path ?? [], map: hint?.map ?? null };
    askAboutGoneValues(old, next, subject, asking);
  }
}

export function askAboutGoneValues(
  old: readonly string[],
  next: readonly string[],
  { name, words, path, map }: EnumSubject,
  asking: Asking,
): void {
  const added = next.filter((value) => !old.includes(value));
  const candidates = [...added, ...next.filter((value) => old.includes(value))].slice(0, most);
  for (const value of old) {
    if (next.includes(value) || Object.hasOwn(map ?? {}, value)) continue;
    asking.consents({
      kind: "enum_values",
      key: `enum_values ${name}=${value}`,
      path,
      text: `${words} no longer has the value ${JSON.stringify(value)}, and rows may hold it.`,
      choices: [
        ...candidates.map((to): Choice => ({
          kind: "declare",
          text: `Rows with ${JSON.stringify(value)} get ${JSON.stringify(to)}.`,
          edits: [{ path: [...path, "map", value], value: to }],
        })),
        {
          kind: "consent",
          text: "No row holds it: the migration makes sure of that, and stops where one does.",
          byFlag: true,
        },
      ],
    });
  }
}
