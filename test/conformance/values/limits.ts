/** The inclusive limits of numbers and times of a type, bounds of the declaration included. */
import type { Bound } from "../../../src/model/model.ts";
import {
  datetimeNumber,
  dateNumber,
  FIRST_DAY,
  FIRST_MOMENT,
  LAST_DAY,
  LAST_MOMENT,
  timeNumber,
} from "./calendar.ts";
import { unscaled } from "./decimal.ts";

export interface Limits<T> {
  readonly lowest: T;
  readonly highest: T;
}

export interface Bounded {
  readonly min: Bound | null;
  readonly max: Bound | null;
}

export const INTEGER: Limits<number> = { lowest: -2_147_483_648, highest: 2_147_483_647 };
export const BIGINT: Limits<number> = {
  lowest: Number.MIN_SAFE_INTEGER,
  highest: Number.MAX_SAFE_INTEGER,
};

export function integerLimits(type: Bounded & { kind: "integer" | "bigint" }): Limits<number> {
  const whole = type.kind === "integer" ? INTEGER : BIGINT;
  return narrowed(whole, type, Number, 1);
}

export function dayLimits(type: Bounded): Limits<number> {
  return narrowed({ lowest: FIRST_DAY, highest: LAST_DAY }, type, dateNumber, 1);
}

export function momentLimits(type: Bounded): Limits<number> {
  return narrowed({ lowest: FIRST_MOMENT, highest: LAST_MOMENT }, type, readMoment, 1);
}

/** Bounds of a datetime may be written as a date. */
function readMoment(text: string): number {
  return datetimeNumber(text) ?? dateNumber(text) * 86_400_000;
}

export function secondLimits(type: Bounded): Limits<number> {
  return narrowed({ lowest: 0, highest: 86_399 }, type, timeNumber, 1);
}

/** Limits of the scaled integer of a decimal. */
export function decimalLimits(
  type: Bounded & { precision: number; scale: number },
): Limits<bigint> {
  const most = 10n ** BigInt(type.precision) - 1n;
  const read = (bound: Bound, step: bigint): bigint =>
    unscaled(bound.value, type.scale) + (bound.exclusive ? step : 0n);
  const low = type.min === null ? -most : read(type.min, 1n);
  const high = type.max === null ? most : read(type.max, -1n);
  return { lowest: low < -most ? -most : low, highest: high > most ? most : high };
}

function narrowed(
  whole: Limits<number>,
  type: Bounded,
  read: (text: string) => number,
  step: number,
): Limits<number> {
  const low =
    type.min === null ? whole.lowest : read(type.min.value) + (type.min.exclusive ? step : 0);
  const high =
    type.max === null ? whole.highest : read(type.max.value) - (type.max.exclusive ? step : 0);
  return {
    lowest: Math.max(whole.lowest, Math.ceil(low)),
    highest: Math.min(whole.highest, Math.floor(high)),
  };
}
