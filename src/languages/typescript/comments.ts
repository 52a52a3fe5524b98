/** Descriptions of the declaration as comments. Whatever they hold, they stay comments. */

const UNPRINTABLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/**
 * The lines between the marks of a block comment, without their leading asterisks: the end mark is broken apart, marks that
 * turn the direction of text are left out, and every kind of line end makes a line.
 */
export function commentLines(text: string): string[] {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029\u0085]/)
    .map((line) => line.replace(UNPRINTABLE, "").replaceAll("*/", "* /").trimEnd());
  while (lines.length > 0 && lines.at(-1) === "") lines.pop();
  while (lines.length > 0 && lines[0] === "") lines.shift();
  return lines;
}

/**
 * A JSDoc comment without indentation or final line end; the empty string for a text without content.
 *
 * `@` at the start of a line would be read as a tag, and gets a backslash as TSDoc has it.
 */
export function docComment(text: string): string {
  const lines = commentLines(text).map((line) => line.replace(/^(\s*)@/, "$1\\@"));
  if (lines.length === 0) return "";
  if (lines.length === 1) return `/** ${lines[0]?.trimStart()} */`;
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"].join("\n");
}
