/**
 * Emitted files as the emitted project's own formatter leaves them, whatever the length of the user's names: the
 * settings are those of the configuration that the same output contains. A project without one keeps its files as
 * rendered. Formatters run in this process and are loaded when the first file needs them.
 */
import * as z from "zod";
import { matchesGlob } from "../render/glob.ts";
import { TemplateFault } from "../render/fault.ts";
import { formatPython } from "./python.ts";

export interface Formattable {
  readonly path: string;
  readonly text: string;
  readonly origin: string;
}

interface Settings {
  readonly options: Readonly<Record<string, unknown>>;
  readonly ignored: readonly string[];
}

const settingsSchema = z.looseObject({ ignorePatterns: z.array(z.string()).optional() });

const CONFIGURATION = ".oxfmtrc.json";
/** Emitted files that say how the others are formatted. */
export const CONFIGURATIONS: readonly string[] = [CONFIGURATION, "pyproject.toml"];
const FORMATTED = /\.(ts|tsx|mts|cts|js|mjs|cjs|json|jsonc|md|ya?ml|css|html|graphql)$/;

export interface Formatted<F> {
  readonly files: readonly F[];
  /** A template whose output is no valid source. */
  readonly faults: readonly TemplateFault[];
}

export async function formatFiles<F extends Formattable>(
  files: readonly F[],
): Promise<Formatted<F>> {
  const web = await formatWeb(files);
  const python = await formatPython(web.files);
  return { files: python.files, faults: [...web.faults, ...python.faults] };
}

async function formatWeb<F extends Formattable>(files: readonly F[]): Promise<Formatted<F>> {
  const settings = readSettings(files);
  if (settings === null) return { files, faults: [] };
  const { format } = await import("oxfmt");
  const faults: TemplateFault[] = [];
  const formatted: F[] = [];
  for (const file of files) {
    const isLeft = settings.ignored.some((glob) => matchesGlob(file.path, glob));
    if (isLeft || !FORMATTED.test(file.path)) {
      formatted.push(file);
      continue;
    }
    const { code, errors } = await format(file.path, file.text, settings.options);
    const [error] = errors;
    if (error !== undefined) faults.push(fault(file, error));
    formatted.push(code === file.text ? file : { ...file, text: code });
  }
  return { files: formatted, faults };
}

function readSettings(files: readonly Formattable[]): Settings | null {
  const configuration = files.find(({ path }) => path === CONFIGURATION);
  if (configuration === undefined) return null;
  const json: unknown = JSON.parse(configuration.text);
  const { ignorePatterns, ...options } = settingsSchema.parse(json);
  const ignored = ignorePatterns ?? [];
  return { options, ignored };
}

function fault(
  file: Formattable,
  error: { message: string; codeframe: string | null },
): TemplateFault {
  const line = Number(/:(\d+):\d+\]/.exec(error.codeframe ?? "")?.[1] ?? 0);
  const excerpt = error.codeframe === null ? "" : `\n${error.codeframe}`;
  const message = `it writes ${file.path}, which does not parse at line ${line}: ${error.message}${excerpt}`;
  return new TemplateFault(message, { file: file.origin, line: 0, column: 0 });
}
