/** Dates and times within bounds, in JSON form. */
import type { Bound } from "../model.ts";

type Kind = "date" | "datetime" | "time";

interface Bounds {
  readonly min: Bound | null;
  readonly max: Bound | null;
}

const second = 1000;
const day = 86_400 * second;

/** What the calendar of the contract holds, in milliseconds, and where samples begin that have no bounds. */
const scales = {
  date: { unit: day, step: 1, first: Date.UTC(2024, 0, 1), least: yearOne(), most: lastDay() },
  datetime: {
    unit: 1,
    step: 5_400 * second + 1,
    first: Date.UTC(2024, 0, 1, 9),
    least: yearOne(),
    most: lastDay() + day - 1,
  },
  time: { unit: second, step: 900, first: 9 * 3600 * second, least: 0, most: day - second },
} as const;

export function sampleMoment(kind: Kind, { min, max }: Bounds, seed: number): string | undefined {
  const { unit, step, first, least, most } = scales[kind];
  const low = min ? milliseconds(kind, min.value) + (min.exclusive ? unit : 0) : least;
  const high = max ? milliseconds(kind, max.value) - (max.exclusive ? unit : 0) : most;
  if (low > high) return undefined;
  const from = first >= low && first <= high ? first : low;
  const units = Math.floor((high - from) / unit) + 1;
  return written(kind, from + ((seed * step) % units) * unit);
}

/** Since the epoch; for a time, since midnight. */
export function milliseconds(kind: Kind, text: string): number {
  if (kind === "time") return Date.parse(`1970-01-01T${text}Z`);
  if (kind === "date") return Date.parse(`${text}T00:00:00Z`);
  return Date.parse(text.toUpperCase());
}

function written(kind: Kind, at: number): string {
  const text = new Date(at).toISOString();
  if (kind === "date") return text.slice(0, 10);
  return kind === "time" ? text.slice(11, 19) : text;
}

function yearOne(): number {
  return Date.parse("0001-01-01T00:00:00Z");
}

function lastDay(): number {
  return Date.parse("9999-12-31T00:00:00Z");
}
