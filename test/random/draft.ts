/** A declaration that is being edited: what a person would change in it by hand, with everything that names it. */
import { type Document, isMap, isNode, isPair, isScalar, parseDocument } from "yaml";

export type Keys = Readonly<Record<string, unknown>>;

export class Draft {
  readonly #document: Document;

  constructor(text: string) {
    this.#document = parseDocument(text);
  }

  text(): string {
    return this.#document.toString({
      lineWidth: 0,
      defaultStringType: "QUOTE_DOUBLE",
      defaultKeyType: "PLAIN",
    });
  }

  get(...path: string[]): unknown {
    const node = this.#document.getIn(path, true);
    return isNode(node) ? node.toJS(this.#document) : node;
  }

  /** Undefined removes the key. */
  set(path: readonly string[], value: unknown): void {
    if (value === undefined) this.#document.deleteIn(path);
    else this.#document.setIn(path, this.#document.createNode(value));
  }

  /** Resources that are served. */
  resources(): string[] {
    return this.#keys("resources").filter((name) => this.get("resources", name, "drop") !== "keep");
  }

  /** Those that are only kept. */
  retiredResources(): string[] {
    return this.#keys("resources").filter((name) => this.get("resources", name, "drop") === "keep");
  }

  types(): string[] {
    return this.#keys("types");
  }

  properties(type: string): string[] {
    return this.#keys("types", type);
  }

  /** Of an embedded type; in the long form from then on. */
  setProperty(type: string, name: string, keys: Keys): void {
    const path = ["types", type, name];
    const declared = this.get(...path);
    if (typeof declared !== "object") this.set(path, { type: declared });
    for (const [key, value] of Object.entries(keys)) this.set([...path, key], value);
  }

  renameProperty(type: string, from: string, to: string): void {
    this.#renameKey(["types", type], from, to);
  }

  /** Served fields but the id, which are all in the long form. */
  fields(resource: string): string[] {
    return this.#keys("resources", resource, "fields").filter(
      (name) => name !== "id" && this.field(resource, name)["drop"] !== "keep",
    );
  }

  retiredFields(resource: string): string[] {
    return this.#keys("resources", resource, "fields").filter(
      (name) => this.field(resource, name)["drop"] === "keep",
    );
  }

  field(resource: string, name: string): Keys {
    const keys = this.get("resources", resource, "fields", name);
    return typeof keys === "object" && keys !== null ? (keys as Keys) : { type: keys };
  }

  /** Sets some keys of a field and removes those that are undefined. */
  setField(resource: string, name: string, keys: Keys): void {
    const path = ["resources", resource, "fields", name];
    if (typeof this.get(...path) !== "object") this.set(path, this.field(resource, name));
    for (const [key, value] of Object.entries(keys)) {
      this.set(["resources", resource, "fields", name, key], value);
    }
  }

  has(...path: string[]): boolean {
    return this.#document.hasIn(path);
  }

  renameField(resource: string, from: string, to: string): void {
    this.#renameKey(["resources", resource, "fields"], from, to);
    this.#replaceMentions(resource, from, to);
  }

  dropField(resource: string, name: string): void {
    this.#document.deleteIn(["resources", resource, "fields", name]);
    this.forgetField(resource, name);
  }

  /** Takes a field out of what names it. */
  forgetField(resource: string, name: string): void {
    this.#replaceMentions(resource, name, null);
  }

  renameResource(from: string, to: string): void {
    this.#renameKey(["resources"], from, to);
    this.#retarget(from, to);
  }

  dropResource(name: string): void {
    this.#document.deleteIn(["resources", name]);
  }

  /** Relations of served resources to a resource, and fields whose links it stores: resource and field. */
  relationsTo(target: string): [string, string][] {
    return this.resources().flatMap((resource) =>
      this.fields(resource)
        .filter((name) => {
          const { to, via } = this.field(resource, name);
          return to === target || via === target;
        })
        .map((name): [string, string] => [resource, name]),
    );
  }

  #retarget(from: string, to: string): void {
    for (const [resource, name] of this.relationsTo(from)) {
      for (const key of ["to", "via"]) {
        if (this.field(resource, name)[key] === from) this.setField(resource, name, { [key]: to });
      }
    }
  }

  #keys(...path: string[]): string[] {
    const node = this.#document.getIn(path);
    if (!isMap(node)) return [];
    return node.items.flatMap((pair) =>
      isPair(pair) && isScalar(pair.key) ? [String(pair.key.value)] : [],
    );
  }

  #renameKey(path: readonly string[], from: string, to: string): void {
    const node = this.#document.getIn(path);
    if (!isMap(node)) throw new Error(`There is no ${path.join(".")}.`);
    for (const pair of node.items) {
      if (isScalar(pair.key) && pair.key.value === from) pair.key = this.#document.createNode(to);
    }
  }

  /** In search, nested, orders, sets and checks; null takes it out of them, and what is then empty with it. */
  #replaceMentions(resource: string, from: string, to: string | null): void {
    const swap = (mention: unknown): unknown[] => {
      const text = String(mention);
      const sign = text.startsWith("-") ? "-" : "";
      if (text.slice(sign.length) !== from) return [mention];
      return to === null ? [] : [sign + to];
    };
    for (const key of ["search", "nested", "default_sort", "unique", "index"]) {
      const value = this.get("resources", resource, key);
      if (value === undefined) continue;
      const list = (Array.isArray(value) ? value : [value]).flatMap((entry: unknown) => {
        if (!Array.isArray(entry)) return swap(entry);
        const inner = entry.flatMap(swap);
        return inner.length === entry.length ? [inner] : [];
      });
      this.set(["resources", resource, key], list.length > 0 ? list : undefined);
    }
    const checks = this.get("resources", resource, "check");
    if (!Array.isArray(checks)) return;
    const changed = checks.flatMap((check: unknown) => {
      const words = String(check).split(" ");
      if (!words.includes(from)) return [check];
      return to === null ? [] : [words.map((word) => (word === from ? to : word)).join(" ")];
    });
    this.set(["resources", resource, "check"], changed.length > 0 ? changed : undefined);
  }
}
