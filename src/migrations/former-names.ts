/**
 * A migration renames first. Where one of its checks then stops it, all is rolled back, and what the check names is
 * called as before: whoever looks for the rows must know that.
 */
import type { Storage, Table } from "../storage/storage.ts";
import type { Part } from "./passages.ts";
import { identifier } from "./sql/literals.ts";

/** @param before the schema at the beginning of the parts; `after`: at their end */
export function withFormerNames(
  parts: readonly Part[],
  before: Storage,
  after: Storage,
): readonly Part[] {
  const renamed = after.tables.flatMap((now) => {
    const then = before.tables.find(({ uid }) => uid === now.uid);
    return then ? formerNames(then, now) : [];
  });
  if (renamed.length === 0) return parts;
  return parts.map((part) => {
    if (part.kind !== "check") return part;
    const words = renamed
      .filter(({ names }) => names.every((name) => part.query.includes(identifier(name))))
      .map(({ text }) => text);
    if (words.length === 0) return part;
    return { ...part, message: `${part.message} Until then, ${words.join(", and ")}.` };
  });
}

interface FormerName {
  /** What a query says that means it. */
  readonly names: readonly string[];
  readonly text: string;
}

function formerNames(then: Table, now: Table): FormerName[] {
  const columns = now.columns.flatMap(({ uid, name }): FormerName[] => {
    const old = then.columns.find((column) => column.uid === uid)?.name;
    if (old === undefined || old === name) return [];
    return [{ names: [now.name, name], text: `${now.name}.${name} is called ${old}` }];
  });
  if (then.name === now.name) return columns;
  return [{ names: [now.name], text: `${now.name} is called ${then.name}` }, ...columns];
}
