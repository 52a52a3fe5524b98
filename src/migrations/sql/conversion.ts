/** What a database computes to take a value from one type to another. */
import type { ColumnType } from "../../storage/storage.ts";

export interface Conversion {
  /** The value in the new type; null where the database takes it as it is. */
  readonly value: ((expression: string) => string) | null;
  /** A condition that holds for values, other than null, that do not fit; null where all do. */
  readonly unfit: ((expression: string) => string) | null;
}

export const unchanged: Conversion = { value: null, unfit: null };

/** Of the numbers that the service accepts. (docs/http-contract.md, "Representations") */
export function range(kind: "integer" | "bigint"): string {
  return kind === "integer"
    ? "-2147483648 AND 2147483647"
    : "-9007199254740991 AND 9007199254740991";
}

/** The least number that has too many digits before the point. */
export function tooLarge(type: { readonly precision: number; readonly scale: number }): string {
  return `1${"0".repeat(type.precision - type.scale)}`;
}

export function impossible(from: ColumnType, to: ColumnType): Error {
  return new Error(`Values of ${from.kind} do not become ${to.kind}.`);
}
