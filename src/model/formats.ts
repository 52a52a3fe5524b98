/** The formats of text, one expression each, the same in every target. (docs/http-contract.md, "Representations".) */

export type Format = "email" | "url" | "slug" | "uuid" | "ip";

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ipv4 = `${octet}(?:\\.${octet}){3}`;
const group = "[0-9A-Fa-f]{1,4}";
const ipv6 = [
  `(?:${group}:){7}${group}`,
  `(?:${group}:){1,7}:`,
  `(?:${group}:){1,6}:${group}`,
  `(?:${group}:){1,5}(?::${group}){1,2}`,
  `(?:${group}:){1,4}(?::${group}){1,3}`,
  `(?:${group}:){1,3}(?::${group}){1,4}`,
  `(?:${group}:){1,2}(?::${group}){1,5}`,
  `${group}:(?::${group}){1,6}`,
  `:(?::${group}){1,7}`,
  "::",
].join("|");

const expressions: Readonly<Record<Format, RegExp>> = {
  email:
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/,
  url: /^https?:\/\/[^\s/?#@:[\]]+(?::\d{1,5})?(?:[/?#]\S*)?$/,
  slug: /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
  uuid: /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
  ip: new RegExp(`^(?:${ipv4}|${ipv6})$`),
};

/** Why a constant of the declaration has not the format; null where it has, or where the type has none. */
export function formatFault(kind: string, text: string): string | null {
  if (!Object.hasOwn(expressions, kind)) {
    return null;
  }
  return expressions[kind as Format].test(text) ? null : `it is not of the format ${kind}`;
}
