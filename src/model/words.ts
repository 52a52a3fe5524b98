/** Names taken apart into words, put together in the spellings that outputs need, and made plural or singular. */
import { irregulars, uncountables } from "./english.ts";

/** `OrderItem`, `order_item`, `orderItem` → `order`, `item`; `HTTPServer` → `http`, `server`. */
export function wordsOf(name: string): readonly string[] {
  const words = name.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

export function snake(words: readonly string[]): string {
  return words.join("_");
}

export function kebab(words: readonly string[]): string {
  return words.join("-");
}

export function camel(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word : capitalised(word))).join("");
}

export function pascal(words: readonly string[]): string {
  return words.map(capitalised).join("");
}

export function title(words: readonly string[]): string {
  return words.map(capitalised).join(" ");
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Only the last word is counted: `order item` → `order items`. */
export function pluralOf(words: readonly string[]): readonly string[] {
  return [...words.slice(0, -1), plural(words.at(-1) ?? "")];
}

export function singularOf(words: readonly string[]): readonly string[] {
  return [...words.slice(0, -1), singular(words.at(-1) ?? "")];
}

function plural(word: string): string {
  const irregular = irregulars.get(word);
  if (irregular !== undefined) {
    return irregular;
  }
  if (uncountables.has(word)) {
    return word;
  }
  if (/(?:s|x|z|ch|sh)$/.test(word)) {
    return /[^aeiou]iz$|quiz$/.test(word) ? `${word}zes` : `${word}es`;
  }
  if (/[^aeiou]y$/.test(word)) {
    return `${word.slice(0, -1)}ies`;
  }
  return `${word}s`;
}

const backwards = new Map([...irregulars].map(([one, many]) => [many, one]));

/** The word itself where it is no plural. */
function singular(word: string): string {
  const irregular = backwards.get(word);
  if (irregular !== undefined) {
    return irregular;
  }
  if (uncountables.has(word) || irregulars.has(word) || /(?:ss|us|is)$|^..?s$/.test(word)) {
    return word;
  }
  if (/[^aeiou]ies$/.test(word) && word.length > 4) {
    return `${word.slice(0, -3)}y`;
  }
  if (/(?:ss|x|zz|ch|sh|[^aeo]us)es$/.test(word)) {
    return word.slice(0, -2);
  }
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}
