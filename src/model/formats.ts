/**
 * The one regular expression per format that every target enforces, and `docs/http-contract.md` publishes.
 *
 * The expressions stay within what ECMAScript (`u` flag), Python `re` and Rust `regex` read alike: no look-around,
 * no back-reference, no class escape such as `\d` (Unicode in Python, ASCII in ECMAScript), no set operation.
 * They carry no anchors, because `$` stops before a final newline in Python and at the very end in ECMAScript:
 * use `anchored` for ECMAScript and JSON Schema, `re.fullmatch` in Python.
 * None of them backtracks over more than a bounded stretch, so judging is linear in the length of the text.
 */
export type FormatName =
  | "email"
  | "url"
  | "slug"
  | "ip"
  | "uuid"
  | "date"
  | "datetime"
  | "time"
  | "decimal";

export interface Format {
  readonly name: FormatName;
  /** Value of the JSON Schema keyword `format` in the OpenAPI document. */
  readonly schemaFormat: string;
  /** Without anchors; must match the whole text. */
  readonly expression: string;
  /** What the expression cannot say, for the documentation; null where it says everything. */
  readonly beyond: string | null;
}

/** RFC 5321 dot-string before the `@` (ASCII, no quotes), a host name of two labels or more after it. */
function email(): string {
  const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  return `${atom}(?:\\.${atom})*@${label}(?:\\.${label})+`;
}

/** RFC 3986, scheme http or https, without user information: a host, then port, path, query and fragment. */
function url(): string {
  const label = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
  const host = `(?:${label}(?:\\.${label})*\\.?|\\[[0-9A-Fa-f:.]{2,45}\\])`;
  const plain = "A-Za-z0-9._~!$&'()*+,;=:@/-";
  const path = `(?:[${plain}]|%[0-9A-Fa-f]{2})*`;
  const query = `(?:[?${plain}]|%[0-9A-Fa-f]{2})*`;
  return `[Hh][Tt][Tt][Pp][Ss]?://${host}(?::[0-9]{1,5})?(?:/${path})?(?:\\?${query})?(?:#${query})?`;
}

/** Dotted IPv4 without leading zeros, or IPv6 by the grammar of RFC 3986, 3.2.2; no zone, no prefix length. */
function ip(): string {
  const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  const v4 = `${octet}(?:\\.${octet}){3}`;
  const group = "[0-9A-Fa-f]{1,4}";
  const last32 = `(?:${group}:${group}|${v4})`;
  const before = (most: number): string =>
    most === 0 ? `(?:${group})?` : `(?:(?:${group}:){0,${String(most)}}${group})?`;
  const v6 = [
    `(?:${group}:){6}${last32}`,
    `::(?:${group}:){5}${last32}`,
    `${before(0)}::(?:${group}:){4}${last32}`,
    `${before(1)}::(?:${group}:){3}${last32}`,
    `${before(2)}::(?:${group}:){2}${last32}`,
    `${before(3)}::${group}:${last32}`,
    `${before(4)}::${last32}`,
    `${before(5)}::${group}`,
    `${before(6)}::`,
  ];
  return [v4, ...v6].join("|");
}

/** Real calendar dates of the proleptic Gregorian calendar, years 0001–9999 (RFC 3339 `full-date`). */
function date(): string {
  const year = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})";
  const fourth = "(?:0[48]|[2468][048]|[13579][26])";
  const day28 = "0[1-9]|1[0-9]|2[0-8]";
  const days = [
    `(?:0[13578]|1[02])-(?:${day28}|29|3[01])`,
    `(?:0[469]|11)-(?:29|30)`,
    `(?:0[469]|11|02)-(?:${day28})`,
  ].join("|");
  return `(?:${year}-(?:${days})|(?:[0-9]{2}${fourth}|${fourth}00)-02-29)`;
}

const time = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";

/** RFC 3339 `date-time` with seconds below 60 and one to nine digits of fraction. */
function datetime(): string {
  return `${date()}[Tt]${time}(?:\\.[0-9]{1,9})?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])`;
}

export const formats: Readonly<Record<FormatName, Format>> = {
  email: {
    name: "email",
    schemaFormat: "email",
    expression: email(),
    beyond: "at most 254 characters unless declared otherwise",
  },
  url: {
    name: "url",
    schemaFormat: "uri",
    expression: url(),
    beyond: "at most 2048 characters unless declared otherwise",
  },
  slug: {
    name: "slug",
    schemaFormat: "slug",
    expression: "[a-z0-9]+(?:-[a-z0-9]+)*",
    beyond: "at most 100 characters unless declared otherwise",
  },
  ip: { name: "ip", schemaFormat: "ip", expression: ip(), beyond: null },
  uuid: {
    name: "uuid",
    schemaFormat: "uuid",
    expression: "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
    beyond: null,
  },
  date: { name: "date", schemaFormat: "date", expression: date(), beyond: null },
  datetime: {
    name: "datetime",
    schemaFormat: "date-time",
    expression: datetime(),
    beyond: "after conversion to UTC the year is 0001 to 9999",
  },
  time: { name: "time", schemaFormat: "time-local", expression: time, beyond: null },
  decimal: {
    name: "decimal",
    schemaFormat: "decimal",
    expression: "-?[0-9]+(?:\\.[0-9]+)?",
    beyond: "precision, scale and bounds are judged apart: `max`, `min`, `scale`",
  },
};

/** The expression of a format for ECMAScript and JSON Schema, where `$` is the very end of the text. */
export function anchored(format: Format): string {
  return `^(?:${format.expression})$`;
}

/** Why a constant of the declaration has not the format of its type; null where it has, or where the type has none. */
export function formatFault(kind: FormatName, text: string): string | null {
  return new RegExp(anchored(formats[kind]), "u").test(text)
    ? null
    : `it is not of the format ${kind}`;
}
