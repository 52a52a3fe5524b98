/** The public API: what the command line does, as functions of values. */
export type { Diagnostic } from "./diagnostics/diagnostic.ts";
export { jsonDiagnostics, type JsonDiagnostic } from "./diagnostics/json.ts";
export { formatDiagnostics } from "./diagnostics/text.ts";
export { generate, type Generated, type GenerateOptions, type Origin } from "./generate.ts";
export { loadModel, type Loaded } from "./model/load.ts";
export type { Model } from "./model/model.ts";
