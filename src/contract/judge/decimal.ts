/** Exact decimal text: what a JSON number means as a decimal, and as what it is shown (docs/http-contract.md, "Decimals"). */

/** The shortest text that reads back as this double, without exponent: `1e21` → `1000000000000000000000`. */
export function writtenOut(number: number): string {
  const text = String(Object.is(number, -0) ? 0 : number);
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?e([+-][0-9]+)$/.exec(text);
  if (match === null) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** With exactly `scale` digits after the point, zero without sign, no leading zeros: the form that is shown. */
export function shownDecimal(text: string, scale: number): string {
  const units = scaled(text, scale);
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const sign = units < 0n ? "-" : "";
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - scale)}`;
}

/** Digits before the point as written; a single 0 is none, for `0.5` has none where all digits are fractional. */
export function wholeDigits(text: string): number {
  const whole = text.replace("-", "").split(".")[0] ?? "";
  return whole === "0" ? 0 : whole.length;
}

export function fractionOf(text: string): string {
  return text.split(".")[1] ?? "";
}

function scaled(text: string, places: number): bigint {
  const fraction = fractionOf(text).slice(0, places).padEnd(places, "0");
  return (
    BigInt(text.split(".")[0]?.replace("-", "") + fraction) * (text.startsWith("-") ? -1n : 1n)
  );
}
