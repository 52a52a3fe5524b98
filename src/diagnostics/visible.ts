/** Text of unknown origin made fit for a terminal: nothing in it moves the cursor, hides, or turns the reading direction. */

/** C0, C1, DEL, zero-width and bidirectional marks, line and paragraph separators, byte-order mark, half surrogates. */
const hidden =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;

/** What a terminal shows for one code point: itself, or `<U+202E>`. A tab is four blanks. */
export function visibleCharacter(character: string): string {
  if (character === "\t") {
    return "    ";
  }
  if (!hidden.test(character)) {
    return character;
  }
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `<U+${code}>`;
}

export function visible(text: string): string {
  return Array.from(text, visibleCharacter).join("");
}

/** Columns that one shown character takes: East Asian wide ones and emoji two, combining marks none. (UAX #11, roughly.) */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!/\p{M}/u.test(character)) {
      width += wide.test(character) ? 2 : 1;
    }
  }
  return width;
}
