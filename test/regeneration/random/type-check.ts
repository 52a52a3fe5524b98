/** Type checks of many trees of one kind, one after the other, cheaply: what is installed is read once. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import ts from "typescript";

/** @returns what is wrong with a tree, as far as some of its files have to do with it */
export type TypeCheck = (root: string, paths: readonly string[]) => string[];

/** Those files and what imports them, with the settings of the tree. Its packages are found in folders above it. */
export function typescriptCheck(): TypeCheck {
  const installed = new Map<string, ts.SourceFile | undefined>();
  return (root, paths) => {
    const settings = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    const parsed = ts.parseJsonConfigFileContent(settings.config, ts.sys, root);
    const host = ts.createCompilerHost(parsed.options, true);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (path, ...rest) => {
      if (!path.includes("/node_modules/")) return read(path, ...rest);
      if (!installed.has(path)) installed.set(path, read(path, ...rest));
      return installed.get(path);
    };
    const program = ts.createProgram(parsed.fileNames, parsed.options, host);
    const touched = new Set(paths.map((path) => join(root, path)));
    const concerned = program.getSourceFiles().filter(({ fileName, text }) => {
      if (fileName.includes("/node_modules/")) return false;
      const { importedFiles } = ts.preProcessFile(text, false);
      const names = importedFiles.map((one) =>
        join(dirname(fileName), one.fileName.replace(/\.js$/, ".ts")),
      );
      return touched.has(fileName) || names.some((name) => touched.has(name));
    });
    return [
      ...program.getOptionsDiagnostics(),
      ...concerned.flatMap((file) => [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ]),
    ].map((one) => ts.formatDiagnostic(one, { ...host, getCurrentDirectory: () => root }).trim());
  };
}

/** Names that are not defined, defined twice or not used, by ruff; and types by mypy, if wanted. */
export function pythonCheck(programs: string, mypyCache: string | null): TypeCheck {
  return (root) => {
    const ruff = [
      "check",
      "--isolated",
      "--no-cache",
      "--select=F,E9",
      "--output-format=concise",
      ".",
    ];
    const found = complaints(join(programs, "ruff"), ruff, root);
    if (found.length > 0 || mypyCache === null) return found;
    return complaints(
      join(programs, "mypy"),
      ["--no-error-summary", `--cache-dir=${mypyCache}`],
      root,
    );
  };
}

function complaints(program: string, values: readonly string[], cwd: string): string[] {
  const { status, stdout, stderr } = spawnSync(program, values, { cwd, encoding: "utf8" });
  if (status === 0) return [];
  if (status !== 1) throw new Error(`${program} ended with ${status}: ${stderr}${stdout}`);
  return stdout.trim().split("\n");
}
