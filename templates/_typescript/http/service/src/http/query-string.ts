/** Reads a query string as forms are read (WHATWG URL Standard): pairs in order, doubles kept. */
import { Problem } from "./problem.js";

export type QueryPairs = readonly (readonly [name: string, value: string])[];

/**
 * @param url the target of a request: path and query
 * @throws Problem 400 where `%` sequences are not UTF-8
 */
export function queryPairs(url: string): QueryPairs {
  const start = url.indexOf("?");
  if (start === -1) return [];
  const query = url.slice(start + 1);
  const read = isPlain.test(query) ? asItIs : decoded;
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const end = pair.indexOf("=");
      return end === -1 ? [read(pair), ""] : [read(pair.slice(0, end)), read(pair.slice(end + 1))];
    });
}

/** Nothing in it is encoded, which is the usual case and several times as fast. */
const isPlain = /^[\w.~:;,!*()@[\]&=-]*$/;

function asItIs(text: string): string {
  return text;
}

/** A `%` that begins no octet stands for itself. */
const strayPercent = /%(?![\dA-Fa-f]{2})/g;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " ").replace(strayPercent, "%25"));
  } catch {
    throw new Problem(400, "The query is not UTF-8.");
  }
}

/**
 * The target of a request in the form that all of this service knows: without scheme and authority (RFC 9112, 3.2.2),
 * and with each `%` that begins no octet of UTF-8 text as a character, so that such a path is unknown and no more.
 */
export function originForm(target: string): string {
  const path = target.startsWith("/") ? target : target.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?]*/, "");
  const rooted = path.startsWith("/") || path === "*" ? path : `/${path}`;
  const own = pathOf(rooted);
  return isDecodable(own) ? rooted : own.replaceAll("%", "%25") + rooted.slice(own.length);
}

function isDecodable(path: string): boolean {
  if (!path.includes("%")) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

export function pathOf(url: string): string {
  const start = url.indexOf("?");
  return start === -1 ? url : url.slice(0, start);
}
