/**
 * What becomes of old values when a column gets another type. Values keep their meaning or the change is refused; none
 * is rounded, cut or guessed. How each is written in SQL is the dialects' business.
 */
import type { ColumnType } from "../storage/storage.ts";

/**
 * - `same`: nothing to convert.
 * - `grows`: the same form with more room: no value changes, none can fail.
 * - `always`: every value has a counterpart.
 * - `checked`: some have none; the migration looks for those first and stops there.
 * - `never`: the two have nothing in common.
 */
export type Conversion = "same" | "grows" | "always" | "checked" | "never";

type Kind = ColumnType["kind"];

/** Digits before the point that every value of the type fits in. */
const digits: Partial<Readonly<Record<Kind, number>>> = { integer: 10, bigint: 19 };

export function conversion(from: ColumnType, to: ColumnType): Conversion {
  if (from.kind === "varchar" && to.kind === "varchar") {
    if (from.length === to.length) return "same";
    return from.length < to.length ? "grows" : "checked";
  }
  if (from.kind === "decimal" && to.kind === "decimal") return betweenDecimals(from, to);
  if (from.kind === to.kind) return "same";
  return table[from.kind]?.[to.kind]?.(from, to) ?? "never";
}

function betweenDecimals(from: Decimal, to: Decimal): Conversion {
  if (from.precision === to.precision && from.scale === to.scale) return "same";
  const fits = to.scale >= from.scale && to.precision - to.scale >= from.precision - from.scale;
  if (!fits) return "checked";
  return to.scale === from.scale ? "grows" : "always";
}

type Decimal = Extract<ColumnType, { kind: "decimal" }>;
type Rule = (from: ColumnType, to: ColumnType) => Conversion;

const always: Rule = () => "always";
const checked: Rule = () => "checked";

/** Text is the JSON form of the value: `true`, `12.50`, `2024-05-01T08:00:00.000Z`. */
const toText = { text: always, varchar: checked } as const;

const toDecimal: Rule = (from, to) =>
  to.kind === "decimal" && to.precision - to.scale >= (digits[from.kind] ?? Infinity)
    ? "always"
    : "checked";

/** Up to 15 digits survive a double. */
const decimalToDouble: Rule = (from) =>
  from.kind === "decimal" && from.precision <= 15 ? "always" : "checked";

const table: Partial<Readonly<Record<Kind, Partial<Readonly<Record<Kind, Rule>>>>>> = {
  varchar: { text: () => "grows", ...fromText() },
  text: { varchar: checked, ...fromText() },
  integer: { bigint: always, double: always, decimal: toDecimal, boolean: checked, ...toText },
  bigint: { integer: checked, double: checked, decimal: toDecimal, boolean: checked, ...toText },
  double: { integer: checked, bigint: checked, decimal: checked, ...toText },
  decimal: { integer: checked, bigint: checked, double: decimalToDouble, ...toText },
  /** 0 and 1. */
  boolean: { integer: always, bigint: always, ...toText },
  /** Midnight in UTC; back only where it is midnight. */
  date: { datetime: always, ...toText },
  datetime: { date: checked, ...toText },
  time: toText,
  uuid: toText,
};

/** Where the text is the JSON form of such a value. */
function fromText(): Partial<Record<Kind, Rule>> {
  return {
    integer: checked,
    bigint: checked,
    double: checked,
    decimal: checked,
    boolean: checked,
    date: checked,
    datetime: checked,
    time: checked,
    uuid: checked,
  };
}
