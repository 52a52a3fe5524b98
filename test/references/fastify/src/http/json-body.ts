/**
 * Reads a JSON body more strictly than `JSON.parse` does alone (RFC 8259): UTF-8 without a byte-order mark,
 * at most 64 levels deep. `__proto__` is a name like any other, and the last of doubled names counts.
 */
import { isUtf8 } from "node:buffer";
import { Problem } from "./problem.js";

const maxDepth = 64;

/** @throws Problem 400 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) throw malformed("The body is empty.");
  if (!isUtf8(bytes)) throw malformed("The body is not valid UTF-8.");
  const text = bytes.toString();
  if (isDeeperThan(text, maxDepth)) {
    throw malformed(`The body is nested more than ${maxDepth} levels deep.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("The body is not valid JSON.");
  }
}

/** Counts brackets outside strings, so that a hostile body is refused before anything recurses into it. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) {
      quoted = true;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    }
  }
  return false;
}

function malformed(detail: string): Problem {
  return new Problem(400, detail);
}
