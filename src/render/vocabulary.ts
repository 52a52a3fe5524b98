/**
 * Every helper a template may call inside `{{ }}` or `( )`. The set is closed and small on purpose: what takes
 * thought is decided in the views, under a good name. Blocks are `if`, `unless`, `each` and `with`.
 */
export const BLOCKS = ["if", "unless", "each", "with"] as const;

export interface Helper {
  /** Kinds of its arguments, in order, for the type check. */
  readonly takes: readonly ("list of text" | "text")[];
  /** Returns the text to print, or what is wrong with the values. */
  readonly call: (values: readonly unknown[]) => { text: string } | { fault: string };
}

export const HELPERS: ReadonlyMap<string, Helper> = new Map<string, Helper>([
  [
    "join",
    {
      takes: ["list of text", "text"],
      call: ([list, separator]) =>
        Array.isArray(list) && list.every(isPrintable) && typeof separator === "string"
          ? { text: list.map(String).join(separator) }
          : { fault: "join takes a list of texts and a separator" },
    },
  ],
]);

export function isPrintable(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
