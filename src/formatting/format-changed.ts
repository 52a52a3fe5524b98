/** Formats what an earlier run has not formatted from the same text by the same settings. */
import { CONFIGURATIONS, formatFiles, type Formattable, type Formatted } from "./format.ts";

/** What earlier runs made of texts. */
export interface Past {
  /** Of all that decides how a text is formatted. */
  readonly digest: (parts: readonly string[]) => string;
  readonly formatted: (path: string, digest: string) => string | null;
}

export interface FormattedAnew<F> extends Formatted<F> {
  /** Path → digest of what each file was formatted from. */
  readonly digests: ReadonlyMap<string, string>;
}

/** @param past null: nothing is known of earlier runs */
export async function formatChanged<F extends Formattable>(
  files: readonly F[],
  past: Past | null,
): Promise<FormattedAnew<F>> {
  if (past === null) return { ...(await formatFiles(files)), digests: new Map() };
  const isSettings = ({ path }: F) => CONFIGURATIONS.includes(path);
  const settings = past.digest(files.filter(isSettings).map(({ text }) => text));
  const digests = new Map(
    files.map(({ path, text }) => [path, past.digest([settings, path, text])]),
  );
  const known = new Map<string, F>();
  for (const file of files) {
    const text = past.formatted(file.path, digests.get(file.path) ?? "");
    if (text !== null) known.set(file.path, { ...file, text });
  }
  if (known.size === files.length) return { files: [...known.values()], faults: [], digests };
  const changed = files.filter((file) => !known.has(file.path) || isSettings(file));
  const { files: formatted, faults } = await formatFiles(changed);
  const anew = new Map(formatted.map((file) => [file.path, file]));
  const all = files.map((file) => anew.get(file.path) ?? known.get(file.path) ?? file);
  return { files: all, faults, digests };
}
