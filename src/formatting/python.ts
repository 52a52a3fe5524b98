/** Emitted Python as `ruff format` leaves it, with the width that the emitted `pyproject.toml` sets. */
import { TemplateFault } from "../render/fault.ts";

interface PythonFile {
  readonly path: string;
  readonly text: string;
  readonly origin: string;
}

/** The files with Python among them formatted; faults where a template writes what is no Python. */
export async function formatPython<F extends PythonFile>(
  files: readonly F[],
): Promise<{ readonly files: readonly F[]; readonly faults: readonly TemplateFault[] }> {
  const width = widthOf(files);
  if (width === null || !files.some(isPython)) return { files, faults: [] };
  const { format } = await import("@wasm-fmt/ruff_fmt");
  const faults: TemplateFault[] = [];
  const formatted = files.map((file) => {
    if (!isPython(file) || file.text === "") return file;
    try {
      const text = format(file.text, file.path, { line_width: width });
      return text === file.text ? file : { ...file, text };
    } catch (error) {
      const place = { file: file.origin, line: 0, column: 0 };
      faults.push(
        new TemplateFault(`it writes ${file.path}, which is no Python: ${String(error)}`, place),
      );
      return file;
    }
  });
  return { files: formatted, faults };
}

/** A project that configures no formatter keeps its files as rendered. */
function widthOf(files: readonly PythonFile[]): number | null {
  const project = files.find(({ path }) => path === "pyproject.toml")?.text ?? "";
  const found = /^\[tool\.ruff\]\n(?:(?!\[).*\n)*?line-length = (\d+)$/m.exec(project);
  return found ? Number(found[1]) : null;
}

function isPython({ path }: PythonFile): boolean {
  return /\.pyi?$/.test(path);
}
