/** Decimal numbers as scaled integers, exact at any length. */

/** `"-1.50"` at scale 3 → `-1500n`. @throws RangeError for what is not a decimal, or has more fractional digits. */
export function unscaled(text: string, scale: number): bigint {
  const form = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (form === null) throw new RangeError(`not a decimal: ${text}`);
  const [, sign = "", whole = "", fraction = ""] = form;
  const kept = fraction.replace(/0+$/, "");
  if (kept.length > scale) throw new RangeError(`more than ${scale} fractional digits: ${text}`);
  const digits = BigInt(whole + kept.padEnd(scale, "0"));
  return sign === "-" ? -digits : digits;
}

/** `-1500n` at scale 3 → `"-1.500"`. */
export function decimalText(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const sign = value < 0n ? "-" : "";
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The plain decimal text of a double's shortest round-trip form: `1e21` → `"1000000000000000000000"`. */
export function plainText(value: number): string {
  const text = String(value === 0 ? 0 : value);
  const form = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (form === null) return text;
  const [, sign = "", whole = "", fraction = "", power = "0"] = form;
  const exponent = Number(power);
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
