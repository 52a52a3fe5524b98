/**
 * Paths of emitted files: relative, with forward slashes, inside the project, and legal on every common file system,
 * so that a service generated on one machine can be checked out on another.
 */
import { TemplateFault } from "./fault.ts";

/** Windows devices; they are reserved with any extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
const FORBIDDEN = /[<>:"|?*\\\p{Cc}]/u;

/** Why a path may not be written, or null where it may. */
export function unsafePath(path: string): string | null {
  if (path === "" || path.startsWith("/") || /^[a-z]:/i.test(path)) return "is not relative";
  if (path !== path.normalize("NFC")) return "is not in Unicode's composed form";
  for (const segment of path.split("/")) {
    if (segment === "" || segment === "." || segment === "..") return "leads elsewhere";
    if (FORBIDDEN.test(segment)) return "has a character that some file systems refuse";
    if (RESERVED.test(segment)) return "has a name that Windows reserves";
    if (/[. ]$/.test(segment)) return "has a segment that ends in a dot or blank";
    if (Buffer.byteLength(segment) > 200) return "has a segment of more than 200 bytes";
  }
  if (/^\.(git|restwright)(\/|$)/i.test(path)) return "is not for templates to write";
  return null;
}

/** Two paths with one key are one file on a disk that folds case. */
export function pathKey(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/**
 * `src/[resource]/[resource].ts` + `{resource: "book"}` → `src/book/book.ts`.
 * @throws TemplateFault for an unknown placeholder or an unsafe result
 */
export function fillPath(
  pattern: string,
  placeholders: Readonly<Record<string, string>>,
  origin: string,
): string {
  const place = { file: origin, line: 0, column: 0 };
  const path = pattern.replaceAll(/\[([a-z_]+)\]/gi, (_whole, name: string) => {
    const value = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
    if (value !== undefined) return value;
    const known = Object.keys(placeholders).map((key) => `[${key}]`);
    throw new TemplateFault(
      `its path has the unknown placeholder [${name}]`,
      place,
      known.length === 0 ? "there are none here" : `there are: ${known.join(", ")}`,
    );
  });
  const reason = unsafePath(path);
  if (reason !== null)
    throw new TemplateFault(`it would write ${JSON.stringify(path)}, which ${reason}`, place);
  return path;
}
