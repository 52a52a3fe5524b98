/** `was:` — each earlier name belongs to one thing, and to nothing that is still there under it. */
import type { Span } from "../diagnostics/source.ts";
import type { Scope } from "./scope.ts";

interface Renamed {
  readonly name: string;
  readonly at: Span;
  /** Null where it says nothing of its past. */
  readonly was: readonly string[] | null;
  readonly wasAt: Span;
}

export function checkRenames(scope: Scope): void {
  const { resources } = scope.declaration;
  judge(
    resources.map(({ name, nameAt, values, map }) => ({
      name,
      at: nameAt,
      was: values.was === undefined ? null : [values.was].flat(),
      wasAt: map.entries.get("was")?.value.at ?? nameAt,
    })),
    scope,
  );
  for (const { fields } of [...resources, ...scope.declaration.types]) {
    judge(
      fields.map(({ name, nameAt, keys }) => ({
        name,
        at: nameAt,
        was: keys.was?.value ?? null,
        wasAt: keys.was?.at ?? nameAt,
      })),
      scope,
    );
  }
}

/** A name that is still declared can be claimed where what bears it now was another thing before, or says it is new. */
function judge(things: readonly Renamed[], scope: Scope): void {
  const declared = new Map(things.map((thing) => [thing.name, thing]));
  const claims = new Map<string, Span>();
  for (const { name, was, wasAt } of things) {
    for (const earlier of was ?? []) {
      const bearer = declared.get(earlier);
      if (earlier === name) {
        scope.collector.report("RW1607", {}, wasAt);
        continue;
      }
      const isStill = bearer !== undefined && bearer.was === null;
      const other = isStill ? bearer.at : claims.get(earlier);
      if (other === undefined) {
        claims.set(earlier, wasAt);
      } else {
        scope.collector.report("RW1608", { name: earlier }, wasAt, [
          { at: other, note: "the other one" },
        ]);
      }
    }
  }
}

/** The last part of a uid: the oldest name that is known. What says that it is new shares it with nothing before. */
export function oldestName(name: string, was: readonly string[] | null): string {
  if (was === null) return name;
  return was.at(-1) ?? `${name}*`;
}
