/** `was:` — each earlier name belongs to one thing, and to nothing that is still there under it. */
import type { Span } from "../diagnostics/source.ts";
import type { Scope } from "./scope.ts";

interface Renamed {
  readonly name: string;
  readonly at: Span;
  readonly was: readonly string[];
  readonly wasAt: Span;
}

export function checkRenames(scope: Scope): void {
  const { resources } = scope.declaration;
  judge(
    resources.map(({ name, nameAt, values, map }) => ({
      name,
      at: nameAt,
      was: [values.was ?? []].flat(),
      wasAt: map.entries.get("was")?.value.at ?? nameAt,
    })),
    scope,
  );
  for (const { fields } of resources) {
    judge(
      fields.map(({ name, nameAt, keys }) => ({
        name,
        at: nameAt,
        was: keys.was?.value ?? [],
        wasAt: keys.was?.at ?? nameAt,
      })),
      scope,
    );
  }
}

function judge(things: readonly Renamed[], scope: Scope): void {
  const owners = new Map<string, Span>(things.map(({ name, at }) => [name, at]));
  for (const { name, was, wasAt } of things) {
    for (const earlier of was) {
      const owner = owners.get(earlier);
      if (earlier === name) {
        scope.collector.report("RW1607", {}, wasAt);
      } else if (owner === undefined) {
        owners.set(earlier, wasAt);
      } else {
        scope.collector.report("RW1608", { name: earlier }, wasAt, [
          { at: owner, note: "the other one" },
        ]);
      }
    }
  }
}
