/** Values of the declaration as Python source: always the same value, never code, and legible in any editor. */
import type { JsonValue } from "../../model/model.ts";

/** What an editor would not show, or would show as something else (CVE-2021-42574), and lone surrogates. */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/** A double-quoted string literal. */
export function stringLiteral(text: string): string {
  return `"${escapedText(text).replaceAll('"', '\\"')}"`;
}

/** A basic string of TOML, which knows fewer escapes than Python. */
export function tomlLiteral(text: string): string {
  return JSON.stringify(text).replace(INVISIBLE, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
  });
}

/** A raw string where that is legible, for expressions; an ordinary one otherwise. */
export function patternLiteral(expression: string): string {
  const isRaw =
    expression.search(INVISIBLE) < 0 && !/"/.test(expression) && !expression.endsWith("\\");
  return isRaw && expression.includes("\\") ? `r"${expression}"` : stringLiteral(expression);
}

/** The lines of a docstring, ready to stand between triple quotes. */
export function docstring(text: string): string {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029\u0085]/)
    .map((line) => escapedText(line).replaceAll('"""', '\\"\\"\\"').trimEnd());
  while (lines.length > 0 && lines.at(-1) === "") lines.pop();
  while (lines.length > 0 && lines[0] === "") lines.shift();
  const body = lines.join("\n    ").replace(/\n {4}(?=\n)/g, "\n");
  // A quote at the end would join the closing ones.
  return body.endsWith('"') ? `${body.slice(0, -1)}\\"` : body;
}

/** A literal for any JSON value, on one line; a formatter breaks it where it is long. */
export function jsonLiteral(value: JsonValue): string {
  if (typeof value === "string") return stringLiteral(value);
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "number") return String(value);
  if (isList(value)) return `[${value.map(jsonLiteral).join(", ")}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${stringLiteral(name)}: ${jsonLiteral(member)}`,
  );
  return `{${members.join(", ")}}`;
}

/** A tuple of strings. */
export function tupleLiteral(values: readonly string[]): string {
  const [only] = values;
  if (only !== undefined && values.length === 1) return `(${stringLiteral(only)},)`;
  return `(${values.map(stringLiteral).join(", ")})`;
}

export function escapedText(text: string): string {
  return text.replaceAll("\\", "\\\\").replace(INVISIBLE, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (character === "\r") return "\\r";
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
    return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  });
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
