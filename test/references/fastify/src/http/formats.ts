/** One regular expression per format, for the whole text; the same ones judge bodies, queries and paths. */
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";

const urlLabel = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
const urlHost = `(?:${urlLabel}(?:\\.${urlLabel})*\\.?|\\[[0-9A-Fa-f:.]{2,45}\\])`;
const urlCharacter = "[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}";
const urlQuery = `(?:\\?|${urlCharacter})*`;

const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const ipv4 = `${octet}(?:\\.${octet}){3}`;
const group = "[0-9A-Fa-f]{1,4}";
const last32 = `(?:${group}:${group}|${ipv4})`;
const ipv6 = [
  `(?:${group}:){6}${last32}`,
  `::(?:${group}:){5}${last32}`,
  `(?:${group})?::(?:${group}:){4}${last32}`,
  `(?:(?:${group}:){0,1}${group})?::(?:${group}:){3}${last32}`,
  `(?:(?:${group}:){0,2}${group})?::(?:${group}:){2}${last32}`,
  `(?:(?:${group}:){0,3}${group})?::${group}:${last32}`,
  `(?:(?:${group}:){0,4}${group})?::${last32}`,
  `(?:(?:${group}:){0,5}${group})?::${group}`,
  `(?:(?:${group}:){0,6}${group})?::`,
];

const year = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})";
const fourth = "(?:0[48]|[2468][048]|[13579][26])";
const day28 = "0[1-9]|1[0-9]|2[0-8]";
const days = [
  `(?:0[13578]|1[02])-(?:${day28}|29|3[01])`,
  "(?:0[469]|11)-(?:29|30)",
  `(?:0[469]|11|02)-(?:${day28})`,
];
const date = `(?:${year}-(?:${days.join("|")})|(?:[0-9]{2}${fourth}|${fourth}00)-02-29)`;
const time = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";

function whole(expression: string): RegExp {
  return new RegExp(`^(?:${expression})$`, "u");
}

export const formats = {
  /** RFC 5321 dot-string in ASCII, then a host name of two labels or more. */
  email: whole(`${atom}(?:\\.${atom})*@${label}(?:\\.${label})+`),
  /** RFC 3986, scheme http or https, without user information. */
  url: whole(
    `[Hh][Tt][Tt][Pp][Ss]?://${urlHost}(?::[0-9]{1,5})?(?:/(?:${urlCharacter})*)?(?:\\?${urlQuery})?(?:#${urlQuery})?`,
  ),
  slug: whole("[a-z0-9]+(?:-[a-z0-9]+)*"),
  /** IPv4 without leading zeros, or IPv6 by RFC 3986, 3.2.2. */
  ip: whole([ipv4, ...ipv6].join("|")),
  uuid: whole("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"),
  /** Real days of the Gregorian calendar, years 0001 to 9999. */
  date: whole(date),
  /** RFC 3339, offset included; one to nine digits of fraction. */
  datetime: whole(
    `${date}[Tt]${time}(?:\\.[0-9]{1,9})?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])`,
  ),
  time: whole(time),
} as const;
