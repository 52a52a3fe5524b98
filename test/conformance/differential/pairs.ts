/** What the left service calls one thing, the right may call another: ids of its own making, and cursors. */
import type { Model } from "../../../src/model/model.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const CURSOR = /(?<=[?&]cursor=)[^&]*/g;

export class Pairs {
  readonly #idToRight = new Map<string, string>();
  readonly #idToLeft = new Map<string, string>();
  readonly #cursorToRight = new Map<string, string>();

  /** The ids of one row, as each side made it. */
  learnId(left: unknown, right: unknown): void {
    if (typeof left !== "string" || typeof right !== "string" || left === right) return;
    this.#idToRight.set(left, right);
    this.#idToLeft.set(right, left);
  }

  /** The cursors behind the same page. */
  learnCursor(left: string, right: string): void {
    this.#cursorToRight.set(encodeURIComponent(left), encodeURIComponent(right));
  }

  forRight(text: string): string {
    return text.replaceAll(UUID, (id) => this.#idToRight.get(id) ?? id);
  }

  pathForRight(path: string): string {
    return this.forRight(path).replaceAll(
      CURSOR,
      (cursor) => this.#cursorToRight.get(cursor) ?? cursor,
    );
  }

  fromRight(text: string): string {
    return text.replaceAll(UUID, (id) => this.#idToLeft.get(id) ?? id);
  }
}

/** Names of the properties that hold the time of a request, which is another for each side. */
export function timeProperties(model: Model): ReadonlySet<string> {
  const now = model.resources.flatMap(({ fields, timestamps }) => [
    ...fields.filter((field) => field.kind === "scalar" && field.default?.kind === "now"),
    ...Object.values(timestamps ?? {}),
  ]);
  return new Set(now.map(({ property }) => property));
}
