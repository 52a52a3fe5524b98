/** The languages that targets may be written in, each loaded when a target asks for it. */
import type { Language } from "./language.ts";

const LANGUAGES: Readonly<Record<string, () => Promise<Language>>> = {
  typescript: async () => (await import("./typescript/index.ts")).typescript,
  python: async () => (await import("./python/views.ts")).python,
};

export const LANGUAGE_NAMES: readonly string[] = Object.keys(LANGUAGES);

/** Null where no language has that name. */
export async function loadLanguage(name: string): Promise<Language | null> {
  const load = Object.hasOwn(LANGUAGES, name) ? LANGUAGES[name] : undefined;
  return load === undefined ? null : load();
}
