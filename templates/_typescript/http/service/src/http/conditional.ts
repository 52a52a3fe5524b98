/** Entity tags and preconditions (RFC 9110, 8.8.3 and 13.1). */
import { createHash } from "node:crypto";
import { Problem } from "./problem.js";

/** Part of every tag of one resource: it changes with the shape of the representation. */
export function shapeDigest(schema: unknown): string {
  return createHash("sha256").update(JSON.stringify(schema)).digest("base64url").slice(0, 8);
}

export function entityTag(shape: string, version: number): string {
  return `"${shape}-${version}"`;
}

interface Tag {
  readonly weak: boolean;
  readonly value: string;
}

/**
 * Judges `If-Match` against the tag of the row as it is; strong comparison, so a weak tag never matches.
 *
 * @throws Problem 400 for a header that is no list of tags, 412 where none matches.
 */
export function checkIfMatch(header: string | undefined, current: string): void {
  if (header === undefined) return;
  const tags = parseTags(header);
  if (tags === undefined) throw new Problem(400, "If-Match is not a list of quoted entity tags.");
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
