/** Entity tags and preconditions (RFC 9110, 8.8.3 and 13.1). */
import { createHash } from "node:crypto";
import { Problem } from "./problem.js";

/** Part of every tag of one resource: it changes with the properties of the representation. */
export function shapeDigest(properties: readonly string[]): string {
  return createHash("sha256").update(properties.join(",")).digest("hex").slice(0, 8);
}

export function entityTag(shape: string, version: number): string {
  return `"${shape}-${version}"`;
}

interface Tag {
  readonly weak: boolean;
  readonly value: string;
}

/** @throws Problem 400 where the header is there and is no list of tags */
export function checkIfMatchSyntax(header: string | undefined): void {
  if (header !== undefined && parseTags(header) === undefined) {
    throw new Problem(400, "If-Match is not a list of quoted entity tags.");
  }
}

/**
 * Judges `If-Match` against the tag of the row as it is; strong comparison, so a weak tag never matches.
 *
 * @throws Problem 412 where none matches
 */
export function checkIfMatch(header: string | undefined, current: string): void {
  if (header === undefined) return;
  const tags = parseTags(header) ?? [];
  if (tags === "*" || tags.some((tag) => !tag.weak && tag.value === current)) return;
  throw new Problem(412, "The resource has changed since the tag in If-Match was given.");
}

/** @throws Problem 428, where the client must say which version it changes and does not. */
export function requireIfMatch(header: string | undefined): void {
  if (header === undefined) throw new Problem(428, "This request needs an If-Match header.");
}

/** Whether the client has this representation already; weak comparison, a header that is no list is ignored. */
export function isNotModified(header: string | undefined, current: string): boolean {
  if (header === undefined) return false;
  const tags = parseTags(header);
  return tags !== undefined && (tags === "*" || tags.some((tag) => tag.value === current));
}

function parseTags(header: string): "*" | readonly Tag[] | undefined {
  const text = header.trim();
  if (text === "*") return "*";
  if (!/^(?:W\/)?"[!#-~\u0080-\u00ff]*"(?:\s*,\s*(?:W\/)?"[!#-~\u0080-\u00ff]*")*$/.test(text)) {
    return undefined;
  }
  return [...text.matchAll(/(W\/)?("[^"]*")/g)].map(([, weak, value = ""]) => ({
    weak: weak !== undefined,
    value,
  }));
}
