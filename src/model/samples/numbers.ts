/** Numbers within bounds, in JSON form. All arithmetic is exact: on integers of the smallest unit. */
import type { Bound } from "../model.ts";

interface Bounds {
  readonly min: Bound | null;
  readonly max: Bound | null;
}

/** Samples without bounds of their own stay plausible. */
const usual = 1000n;
/** Prime, so that neighbouring seeds are far apart and none repeats before the range is used up. */
const stride = 379n;

const widest = {
  integer: 2n ** 31n - 1n,
  bigint: 2n ** 53n - 1n,
};

export function sampleInteger(
  kind: "integer" | "bigint",
  bounds: Bounds,
  seed: number,
): number | undefined {
  const unit = between(limits(bounds, 0, widest[kind]), 1n, seed);
  return unit === undefined ? undefined : Number(unit);
}

/** As a string with all its fractional digits. */
export function sampleDecimal(
  type: Bounds & { readonly precision: number; readonly scale: number },
  seed: number,
): string | undefined {
  const widestUnit = 10n ** BigInt(type.precision) - 1n;
  const unit = between(limits(type, type.scale, widestUnit), 5n, seed);
  return unit === undefined ? undefined : fromUnits(unit, type.scale);
}

/** In steps that a double holds exactly enough to be inside the bounds. */
export function sampleFloat(bounds: Bounds, seed: number): number | undefined {
  for (const scale of [2, 6, 12]) {
    const unit = between(limits(bounds, scale, 10n ** 15n), 25n, seed);
    if (unit !== undefined) return Number(fromUnits(unit, scale));
  }
  return undefined;
}

/** Negative, zero or positive, whatever the number of digits. */
export function compareDecimals(left: string, right: string): number {
  const scale = Math.max(0, -decimalParts(left).exponent, -decimalParts(right).exponent);
  const difference = toUnits(left, scale, "up") - toUnits(right, scale, "up");
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

interface Range {
  readonly from: bigint | null;
  readonly to: bigint | null;
  readonly widest: bigint;
}

function limits({ min, max }: Bounds, scale: number, widestUnit: bigint): Range {
  return {
    from: min
      ? toUnits(min.value, scale, "up") + (min.exclusive && isWhole(min.value, scale) ? 1n : 0n)
      : null,
    to: max
      ? toUnits(max.value, scale, "down") - (max.exclusive && isWhole(max.value, scale) ? 1n : 0n)
      : null,
    widest: widestUnit,
  };
}

function between(
  { from, to, widest: limit }: Range,
  step: bigint,
  seed: number,
): bigint | undefined {
  const low = greater(from ?? (to === null || to > 0n ? 1n : to - usual), -limit);
  const natural = from === null && to === null ? usual * step : usual * step + low;
  const high = lesser(to ?? natural, limit);
  if (low > high) return undefined;
  const size = high - low + 1n;
  const jump = size % stride === 0n ? stride + 2n : stride;
  return low + ((BigInt(seed) * jump) % size);
}

/** Units of 10^-scale; a finer bound is rounded into the range. */
function toUnits(text: string, scale: number, rounding: "up" | "down"): bigint {
  const { digits, exponent } = decimalParts(text);
  const shift = exponent + scale;
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  const quotient = digits / divisor;
  if (digits % divisor === 0n) return quotient;
  if (rounding === "up") return digits > 0n ? quotient + 1n : quotient;
  return digits < 0n ? quotient - 1n : quotient;
}

function isWhole(text: string, scale: number): boolean {
  return toUnits(text, scale, "up") === toUnits(text, scale, "down");
}

function decimalParts(text: string): { digits: bigint; exponent: number } {
  const [mantissa = "0", power = "0"] = text.toLowerCase().split("e");
  const [whole = "0", fraction = ""] = mantissa.replace("+", "").split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

function fromUnits(unit: bigint, scale: number): string {
  const digits = String(unit < 0n ? -unit : unit).padStart(scale + 1, "0");
  const sign = unit < 0n ? "-" : "";
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function greater(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
