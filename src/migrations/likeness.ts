/** How alike two things are, for the best guess first. Guesses order what is asked; they decide nothing. */
import type { Column, Table } from "../storage/storage.ts";
import { conversion } from "./conversions.ts";
import { canBecome } from "./reshaping.ts";

/** From 0 to 1: the share of pairs of letters that two names have in common (Sørensen and Dice). */
export function nameLikeness(one: string, other: string): number {
  const [left, right] = [letterPairs(one), letterPairs(other)];
  if (left.length + right.length === 0) return one === other ? 1 : 0;
  const rest = [...right];
  let common = 0;
  for (const pair of left) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    rest.splice(at, 1);
    common += 1;
  }
  return (2 * common) / (left.length + right.length);
}

function letterPairs(name: string): string[] {
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return [...letters].slice(1).map((letter, index) => `${letters.charAt(index)}${letter}`);
}

/** Null where the values of one could not be those of the other. */
export function columnLikeness(before: Column, wanted: Column): number | null {
  const fits = conversion(before.type, wanted.type);
  if (before.type.kind !== wanted.type.kind && fits !== "grows" && fits !== "always") return null;
  const { holds } = before;
  if (holds && wanted.holds && !canBecome(holds, wanted.holds)) return null;
  const sameType = fits === "same" ? 1 : 0;
  const sameNull = before.nullable === wanted.nullable ? 0.5 : 0;
  const name = nameLikeness(before.declared ?? before.name, wanted.declared ?? wanted.name);
  return name * 2 + sameType + sameNull;
}

/** Null where they have too little in common to be the same thing under two names. */
export function tableLikeness(before: Table, wanted: Table): number | null {
  if (before.kind !== wanted.kind) return null;
  if (before.kind === "join") {
    const ends = (table: Table) =>
      table.foreignKeys
        .map((key) => key.table)
        .sort()
        .join();
    return ends(before) === ends(wanted) ? nameLikeness(before.declared, wanted.declared) : null;
  }
  const fields = (table: Table) => table.columns.flatMap((column) => column.declared ?? []);
  const [own, other] = [fields(before), fields(wanted)];
  const shared = own.filter((name) => other.includes(name)).length;
  const share = shared / Math.max(1, Math.min(own.length, other.length));
  const name = nameLikeness(before.declared, wanted.declared);
  return share >= 0.5 || name >= 0.5 ? share + name : null;
}
