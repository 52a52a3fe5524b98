/** Fields by name, where a resource speaks of them. */
import type { Span } from "../diagnostics/source.ts";
import type { ResourceForm } from "../language/declaration.ts";
import { child, type Node } from "../language/tree.ts";
import type { ResourceDraft } from "./inverses.ts";
import type { Field } from "./model.ts";
import type { Scope } from "./scope.ts";

/** Looks names up, and reports those that are not there or will not do. */
export class FieldNames {
  readonly #draft: ResourceDraft;
  readonly #form: ResourceForm;
  readonly #scope: Scope;
  readonly #byName: ReadonlyMap<string, Field>;

  constructor(draft: ResourceDraft, form: ResourceForm, scope: Scope) {
    this.#draft = draft;
    this.#form = form;
    this.#scope = scope;
    this.#byName = new Map(draft.fields.map((field) => [field.name, field]));
  }

  /** The field; null for a name that is faulty, which is reported, or is a built-in property. */
  find(name: string, at: Span): Field | null {
    const field = this.#byName.get(name);
    if (field !== undefined) {
      return field;
    }
    if (!this.isBuiltIn(name) && !this.#form.broken.has(name)) {
      const known = this.#scope.collector.suggestions(() => [
        ...this.#byName.keys(),
        ...this.#form.broken,
        ...this.builtIns(),
      ]);
      this.#scope.collector.report("RW1502", { name, resource: this.#draft.name, known }, at);
    }
    return null;
  }

  builtIns(): readonly string[] {
    const { timestamps } = this.#draft;
    return [
      "id",
      ...(timestamps === null
        ? []
        : [timestamps.createdAt.property, timestamps.updatedAt.property]),
    ];
  }

  isBuiltIn(name: string): boolean {
    return this.builtIns().includes(name);
  }

  /** Lists, json, embedded types and relations to many are not. */
  mayBeIndexed(name: string): boolean {
    const field = this.#byName.get(name);
    if (field?.kind === "scalar") {
      return field.list === null && field.type.kind !== "json" && field.type.kind !== "embedded";
    }
    return field?.kind === "to_one";
  }

  refuse(key: string, name: string, reason: string, at: Span): void {
    this.#scope.collector.report("RW1503", { key, name, reason }, at);
  }

  twice(key: string, name: string, at: Span): void {
    this.#scope.collector.report("RW1504", { key, name }, at);
  }

  empty(key: string, at: Span): void {
    this.#scope.collector.report("RW1508", { key }, at);
  }

  /** The node under a key of the resource. */
  node(key: string): Node | null {
    return child(this.#form.map, key);
  }
}
