/** The service as a whole. */
import { child } from "../language/tree.ts";
import type { Service } from "./model.ts";
import type { Scope } from "./scope.ts";
import { title, wordsOf } from "./words.ts";

export function resolveService(scope: Scope): Service {
  const declared = scope.declaration.values.service;
  const name = declared?.name ?? "service";
  judge(
    scope,
    "name",
    declared?.name,
    /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    "lower-case words joined by `-`, such as `book-store`",
  );
  judge(
    scope,
    "version",
    declared?.version,
    /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/,
    "three numbers, such as `1.0.0` (semver.org)",
  );
  judge(
    scope,
    "base_path",
    declared?.base_path,
    /^\/?$|^(?:\/[A-Za-z0-9._~-]+)+\/?$/,
    "segments that each begin with `/`, such as `/api/v1`",
  );
  return {
    name,
    title: declared?.title ?? title(wordsOf(name)),
    description: declared?.description ?? null,
    version: declared?.version ?? "1.0.0",
    basePath: (declared?.base_path ?? "/api/v1").replace(/\/$/, ""),
    naming: scope.naming,
  };
}

function judge(
  scope: Scope,
  key: string,
  written: string | undefined,
  form: RegExp,
  described: string,
): void {
  if (written === undefined || (form.test(written) && written.length <= 100)) {
    return;
  }
  const service = child(scope.declaration.root, "service");
  const at = child(service, key)?.at ?? scope.declaration.root.at;
  const what = key.replace("_", " ");
  scope.collector.report("RW1510", { what, written: written.slice(0, 100), form: described }, at);
}
