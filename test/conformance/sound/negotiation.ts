/** Headers and bodies, judged before any row is looked at. */
import { Refused } from "./store.ts";

export function admitsJson(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  const elements = accept.split(",").flatMap((element) => {
    const form = /^\s*([\w!#$&^.+*-]+\/[\w!#$&^.+*-]+)\s*((?:;[^;]*)*)$/.exec(element);
    if (form === null) return [];
    const quality = /;\s*q\s*=\s*([0-9.]+)/i.exec(form[2] ?? "");
    return [
      {
        range: (form[1] ?? "").toLowerCase(),
        refused: quality !== null && Number(quality[1]) === 0,
      },
    ];
  });
  if (elements.length === 0) return true;
  for (const range of ["application/json", "application/*", "*/*"]) {
    const found = elements.find((one) => one.range === range);
    if (found !== undefined) return !found.refused;
  }
  return false;
}

/** Whether the `%` sequences of a query are UTF-8; a `%` that begins none stands for itself. */
export function isUtf8(query: string): boolean {
  try {
    decodeURIComponent(query.replaceAll(/%(?![\da-fA-F]{2})/g, "%25"));
    return true;
  } catch {
    return false;
  }
}

export function judgeMediaType(headers: Readonly<Record<string, unknown>>, method: string): void {
  const encoding = String(headers["content-encoding"] ?? "identity").toLowerCase();
  const [type = "", ...parameters] = String(headers["content-type"] ?? "")
    .split(";")
    .map((part) => part.trim().toLowerCase());
  const known =
    type === "application/json" || (method === "PATCH" && type === "application/merge-patch+json");
  const charset = parameters
    .find((one) => one.startsWith("charset="))
    ?.slice(8)
    .replaceAll('"', "");
  if (encoding !== "identity" || !known || (charset !== undefined && charset !== "utf-8"))
    throw new Refused(415);
}

export function parseBody(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (deep(text) > 64) throw new Refused(400);
    return value;
  } catch {
    throw new Refused(400);
  }
}

function deep(text: string): number {
  let level = 0;
  let deepest = 0;
  for (const token of text.replaceAll(/"(?:[^"\\]|\\.)*"/g, "").matchAll(/[[\]{}]/g)) {
    level += token[0] === "[" || token[0] === "{" ? 1 : -1;
    deepest = Math.max(deepest, level);
  }
  return deepest;
}

/** `null` where the header is absent. @throws Refused 400 where it is malformed. */
export function ifMatch(header: string | undefined): "*" | string[] | null {
  if (header === undefined) return null;
  if (header.trim() === "*") return "*";
  if (!/^\s*(W\/)?"[^"]*"(\s*,\s*(W\/)?"[^"]*")*\s*$/.test(header)) throw new Refused(400);
  return header.match(/(W\/)?"[^"]*"/g) ?? [];
}

export function noneMatches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === "*") return true;
  if (!/^\s*(W\/)?"[^"]*"(\s*,\s*(W\/)?"[^"]*")*\s*$/.test(header)) return false;
  return [...header.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag);
}
