/** Strings of every format, within lengths, matching patterns. */
import type { ScalarType } from "../model.ts";
import { matchingText } from "./pattern.ts";

type TextType = Extract<
  ScalarType,
  { readonly kind: "string" | "text" | "email" | "url" | "slug" }
>;

/** Unlimited texts are sampled no longer than this. */
const usualLength = 200;

/**
 * `words` are those of the field's name. The text reads like `First name 3` where nothing forbids it.
 * undefined where no text was found that meets length, pattern and format at once.
 */
export function sampleText(
  type: TextType,
  words: readonly string[],
  seed: number,
): string | undefined {
  const min = type.minLength;
  const max = type.maxLength ?? Math.max(min, usualLength);
  for (const text of candidates(type, words, { min, max }, seed)) {
    const length = [...text].length;
    const fits = length >= min && length <= max && isOfFormat[type.kind](text);
    if (fits && (!type.pattern || new RegExp(type.pattern.ecma, "u").test(text))) return text;
  }
  return undefined;
}

/** Narrower than the published expressions on purpose: what passes here passes everywhere. */
const isOfFormat: Readonly<Record<TextType["kind"], (text: string) => boolean>> = {
  string: () => true,
  text: () => true,
  email: (text) => /^[a-z0-9]{1,60}@[a-z0-9]{1,60}(\.[a-z0-9]{1,60})*\.[a-z]{2,60}$/i.test(text),
  url: (text) => /^https?:\/\/[a-z0-9]+(\.[a-z0-9]+)*(\/[a-z0-9/._~-]*)?$/i.test(text),
  slug: (text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text),
};

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Readable ones first, then shorter and longer ones, then ones made from the pattern. */
function* candidates(
  type: TextType,
  words: readonly string[],
  bounds: Bounds,
  seed: number,
): Generator<string> {
  const number = String(seed + 1);
  const short = seed.toString(36);
  if (!type.pattern) yield* ordinary(type.kind, words, number, bounds);
  if (!type.pattern) yield* ordinary(type.kind, [short], "", bounds);
  if (!type.pattern) yield short.padStart(bounds.min, "0");
  if (!type.pattern) return;
  const lengths =
    type.kind === "email" || type.kind === "url" ? { min: 0, max: bounds.max } : bounds;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const core = matchingText(type.pattern, lengths, seed + attempt * 7919);
    if (core === undefined) return;
    yield core;
    yield* around(type.kind, core, number);
  }
}

function* ordinary(
  kind: TextType["kind"],
  words: readonly string[],
  number: string,
  { min, max }: Bounds,
): Generator<string> {
  if (kind === "string" || kind === "text") {
    const label = words.join(" ");
    const sentence = `${label.charAt(0).toUpperCase()}${label.slice(1)} ${number}`.trim();
    yield* stretched((filling) => sentence + filling, ".", min);
    return;
  }
  const joined = words
    .join("-")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  const plain = joined.replaceAll("-", "");
  if (kind === "email") {
    yield* stretched((filling) => `${plain}${number}@${filling}example.com`, "a", min);
    yield* stretched((filling) => `${number}${plain}@${filling}a.co`.slice(-max), "a", min);
    return;
  }
  if (kind === "url") {
    yield* stretched((filling) => `https://example.com/${joined}/${number}${filling}`, "a", min);
    yield* stretched((filling) => `http://a.co/${number}${plain}${filling}`, "a", min);
    yield* stretched((filling) => `http://${plain}${number}${filling}`, "a", min);
    return;
  }
  yield* stretched((filling) => [joined, number].filter(Boolean).join("-") + filling, "a", min);
  yield* stretched((filling) => plain + number + filling, "a", min);
}

/** As it is and, where it is too short, with as much filling as it lacks. */
function* stretched(
  write: (filling: string) => string,
  filling: string,
  min: number,
): Generator<string> {
  const bare = write("");
  const lack = min - [...bare].length;
  if (lack <= 0) yield bare;
  // A label of a domain name holds 63 letters at most, so long e-mail addresses need several.
  else yield write(filling === "a" && lack > 60 ? labels(lack) : filling.repeat(lack));
}

function labels(length: number): string {
  return `${"a".repeat(49)}.`.repeat(Math.ceil(length / 50)).slice(-length);
}

/** A pattern that is not anchored may ask for a part only: the rest of the format is put around it. */
function* around(kind: TextType["kind"], core: string, number: string): Generator<string> {
  if (kind === "email") {
    yield `user${number}${core}`;
    yield `${core}@example.com`;
    yield `${core}example.com`;
    yield `user${number}@${core}`;
    yield `user${number}@example${core}`;
  }
  if (kind === "url") {
    yield `https://${core}`;
    yield `https://example.com/${core}`;
    yield `https://example.com${core}`;
    yield `${core}//example.com/${number}`;
    yield `${core}example.com/${number}`;
    yield `${core}/${number}`;
  }
}
