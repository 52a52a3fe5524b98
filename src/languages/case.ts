/** Spellings of a name from its lower-case words (`["order", "item"]`), the form the model keeps names in. */

export function camelCase(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word : capital(word))).join("");
}

export function pascalCase(words: readonly string[]): string {
  return words.map(capital).join("");
}

export function snakeCase(words: readonly string[]): string {
  return words.join("_");
}

export function kebabCase(words: readonly string[]): string {
  return words.join("-");
}

/** Words of a declared field name in any of the usual spellings: `unitPrice`, `unit_price`, `HTTPStatus`, `ean13`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .split("_")
    .filter((word) => word !== "");
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
