/** Values of the declaration as TypeScript source: always the same value, never code, and legible in any editor. */
import type { JsonValue } from "../../model/model.ts";
import { propertyKey } from "./identifiers.ts";

/**
 * What an editor would not show, or would show as something else: controls, line separators, marks that turn the
 * direction of text ("Trojan Source", CVE-2021-42574), the byte-order mark and lone surrogates.
 */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/** A double-quoted string literal, which is JSON as well. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text).replace(INVISIBLE, escapeCodeUnit);
}

/** A literal in the source for any JSON value, on one line; a formatter breaks it where it is long. */
export function jsonLiteral(value: JsonValue): string {
  if (typeof value === "string") return stringLiteral(value);
  if (Object.is(value, -0)) return "-0";
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(jsonLiteral).join(", ")}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${quotedKey(name)}: ${jsonLiteral(member)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/**
 * A string inside a template literal (`` sql`…` ``), where quotes stand for themselves but backquotes, backslashes and
 * `${` do not.
 */
export function templateText(text: string): string {
  return text
    .replace(/[\\`]|\$(?=\{)/g, "\\$&")
    .replace(INVISIBLE, (character) =>
      character === "\n" ? character : escapeCodeUnit(character),
    );
}

function quotedKey(name: string): string {
  const key = propertyKey(name);
  return key.startsWith('"') ? stringLiteral(name) : key;
}

function escapeCodeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
