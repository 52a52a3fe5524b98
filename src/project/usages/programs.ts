/** Programs of the user's TypeScript project, as its tree is before or after a run; nothing need be on disk for that. */
import { dirname, join } from "node:path";
import type { ts as Compiler } from "ts-morph";
import type { TypeScript } from "../merge/typescript.ts";
import type { Tree } from "./document.ts";

export class Programs {
  readonly ts: TypeScript;
  readonly root: string;
  private readonly options: Compiler.CompilerOptions;
  private readonly listed: readonly string[];
  /** Of the compiler itself, which carries the types of the language. */
  private readonly libraries: Compiler.ModuleResolutionHost;
  private readonly parsed = new Map<string, { text: string; file: Compiler.SourceFile }>();

  private constructor(
    ts: TypeScript,
    root: string,
    configuration: Compiler.ParsedCommandLine,
    libraries: Compiler.ModuleResolutionHost,
  ) {
    this.ts = ts;
    this.root = root;
    this.options = {
      ...configuration.options,
      allowJs: true,
      noEmit: true,
      noUnusedLocals: false,
      noUnusedParameters: false,
      skipLibCheck: true,
    };
    this.listed = configuration.fileNames;
    this.libraries = libraries;
  }

  /** Null where the project has no `tsconfig.json`, or one that cannot be read. */
  static async open(root: string): Promise<Programs | null> {
    const { ts, Project } = await import("ts-morph");
    const file = join(root, "tsconfig.json");
    if (!ts.sys.fileExists(file)) return null;
    const { config, error } = ts.readConfigFile(file, (path) => ts.sys.readFile(path));
    if (error !== undefined) return null;
    const configuration = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const libraries = new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
    return new Programs(ts, root, configuration, libraries);
  }

  absolute(path: string): string {
    return join(this.root, path).replaceAll("\\", "/");
  }

  /** @param paths files that must be in it, besides those that the project lists itself */
  program(tree: Tree, paths: readonly string[]): Compiler.Program {
    const texts = new Map([...tree].map(([path, text]) => [this.absolute(path), text]));
    const rootNames = new Set([...this.listed, ...paths.map((path) => this.absolute(path))]);
    for (const [path, text] of texts) if (text === null) rootNames.delete(path);
    const host = this.host(texts);
    return this.ts.createProgram({ rootNames: [...rootNames], options: this.options, host });
  }

  /** Packages that the project imports and has not installed: without them nothing is known of what it names. */
  missingPackages(program: Compiler.Program): string[] {
    const { ts, options } = this;
    const host = this.host(new Map());
    const missing = new Set<string>();
    const seen = new Set<string>();
    for (const file of program.getSourceFiles()) {
      if (file.isDeclarationFile || file.fileName.includes("/node_modules/")) continue;
      for (const { fileName: name } of ts.preProcessFile(file.text, true, true).importedFiles) {
        if (/^[./#]|^node:/.test(name) || seen.has(name)) continue;
        seen.add(name);
        const mode = file.impliedNodeFormat;
        const found = ts.resolveModuleName(
          name,
          file.fileName,
          options,
          host,
          undefined,
          undefined,
          mode,
        );
        if (found.resolvedModule === undefined) missing.add(packageOf(name));
      }
    }
    return [...missing].sort();
  }

  private host(texts: ReadonlyMap<string, string | null>): Compiler.CompilerHost {
    const { ts, libraries } = this;
    const { sys } = ts;
    const folders = foldersOf(texts);
    const readFile = (path: string): string | undefined => {
      const text = texts.get(path);
      if (text !== undefined) return text ?? undefined;
      return path.startsWith(LIBRARIES) ? libraries.readFile(path) : sys.readFile(path);
    };
    return {
      fileExists: (path) => {
        const text = texts.get(path);
        if (text !== undefined) return text !== null;
        return path.startsWith(LIBRARIES) ? libraries.fileExists(path) : sys.fileExists(path);
      },
      readFile,
      directoryExists: (path) => folders.has(path) || sys.directoryExists(path),
      getDirectories: (path) => sys.getDirectories(path),
      realpath: (path) => (texts.has(path) ? path : (sys.realpath?.(path) ?? path)),
      getSourceFile: (path, options) => this.sourceFile(path, readFile(path), options),
      getDefaultLibFileName: (options) => LIBRARIES + ts.getDefaultLibFileName(options),
      getDefaultLibLocation: () => LIBRARIES.slice(0, -1),
      getCurrentDirectory: () => this.root,
      getCanonicalFileName: (path) => (sys.useCaseSensitiveFileNames ? path : path.toLowerCase()),
      useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
      getNewLine: () => "\n",
      writeFile: () => {
        throw new Error("nothing is emitted");
      },
    };
  }

  /** Parsed once, however many programs it is part of. */
  private sourceFile(
    path: string,
    text: string | undefined,
    options: Compiler.ScriptTarget | Compiler.CreateSourceFileOptions,
  ): Compiler.SourceFile | undefined {
    if (text === undefined) return undefined;
    const known = this.parsed.get(path);
    if (known?.text === text) return known.file;
    const file = this.ts.createSourceFile(path, text, options, true);
    this.parsed.set(path, { text, file });
    return file;
  }
}

const LIBRARIES = "/node_modules/typescript/lib/";

/** Folders that the run will make count as there. */
function foldersOf(texts: ReadonlyMap<string, string | null>): Set<string> {
  const folders = new Set<string>();
  for (const [path, text] of texts) {
    if (text === null) continue;
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
      if (folder === dirname(folder)) break;
    }
  }
  return folders;
}

function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
