/** Decimal numbers as text: no digit passes through a double. */

const form = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Without leading zeros, `-0`, or a `+`; trailing zeros after the point go too. */
export function canonicalDecimal(text: string): string {
  const [, sign = "", whole = "0", fraction = ""] = form.exec(text) ?? [];
  const digits = whole.replace(/^0+(?=\d)/, "");
  const rest = fraction.replace(/0+$/, "");
  const number = rest === "" ? digits : `${digits}.${rest}`;
  return number === "0" ? "0" : `${sign}${number}`;
}

/** With exactly `scale` digits after the point, as JSON shows it; no digit may be lost. */
export function fixedDecimal(text: string, scale: number): string {
  const number = canonicalDecimal(text);
  if (scale === 0) {
    return number;
  }
  const [whole = "0", fraction = ""] = number.split(".");
  return `${whole}.${fraction.padEnd(scale, "0")}`;
}

/** Why the text is no decimal of so many digits; null where it is one. */
export function decimalFault(
  text: string,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): string | null {
  if (!form.test(text)) {
    return "it is not a decimal number in plain digits";
  }
  const [whole = "0", fraction = ""] = canonicalDecimal(text).replace("-", "").split(".");
  if (fraction.length > scale) {
    return `it has more than ${scale} digits after the point`;
  }
  const room = precision - scale;
  return (whole === "0" ? 0 : whole.length) > room
    ? `it has more than ${room} digits before the point`
    : null;
}

export function compareDecimals(left: string, right: string): number {
  const [leftDigits, rightDigits] = sameScale(canonicalDecimal(left), canonicalDecimal(right));
  const difference = leftDigits - rightDigits;
  return difference < 0n ? -1 : Number(difference > 0n);
}

function sameScale(left: string, right: string): [bigint, bigint] {
  const scale = Math.max(fractionOf(left).length, fractionOf(right).length);
  return [scaled(left, scale), scaled(right, scale)];
}

function fractionOf(text: string): string {
  return text.split(".")[1] ?? "";
}

function scaled(text: string, scale: number): bigint {
  const [whole = "0"] = text.split(".");
  return BigInt(`${whole}${fractionOf(text).padEnd(scale, "0")}`);
}
