/** From the validator's errors to the faults that clients see: one per pointer, the gravest first. */
import type { ErrorObject } from "ajv";
import { type Fault, type FaultCode, invalid } from "./problem.js";

/** Of several faults at one pointer, the first of this list is reported. */
const precedence: readonly FaultCode[] = [
  "type",
  "required",
  "unknown_property",
  "enum",
  "min_length",
  "max_length",
  "pattern",
  "format",
  "min",
  "max",
  "scale",
  "min_items",
  "max_items",
  "unique_items",
  "depth",
  "read_only_parent",
  "immutable",
  "check",
];

/** Faults of one body, collected over schema, immutables and checks. */
export class FaultList {
  readonly #faults = new Map<string, Fault>();

  constructor(errors: readonly Partial<ErrorObject>[] | null | undefined) {
    for (const error of errors ?? []) {
      const found = describe(error);
      if (found !== undefined) this.add(...found);
    }
  }

  add(pointer: string, code: FaultCode, message: string): void {
    const known = this.#faults.get(pointer);
    if (known === undefined || precedence.indexOf(code) < precedence.indexOf(known.code)) {
      this.#faults.set(pointer, { pointer, code, message });
    }
  }

  /** Whether nothing is wrong at these pointers, nor below them, nor with the body as such. */
  none(...pointers: readonly string[]): boolean {
    return ![...this.#faults.keys()].some(
      (key) =>
        key === "" || pointers.some((pointer) => key === pointer || key.startsWith(`${pointer}/`)),
    );
  }

  /** @throws Problem 422 with every fault */
  finish(): void {
    if (this.#faults.size > 0) throw invalid([...this.#faults.values()]);
  }
}

/** One step of an RFC 6901 pointer. */
export function pointerStep(name: string): string {
  return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

const codes: Readonly<Record<string, FaultCode>> = {
  type: "type",
  enum: "enum",
  const: "enum",
  minLength: "min_length",
  maxLength: "max_length",
  pattern: "pattern",
  format: "format",
  minimum: "min",
  exclusiveMinimum: "min",
  maximum: "max",
  exclusiveMaximum: "max",
  minItems: "min_items",
  maxItems: "max_items",
  uniqueItems: "unique_items",
};

const messages: Partial<Record<FaultCode, string>> = {
  min: "is too small",
  max: "is too large",
  scale: "has too many digits after the point",
  format: "is not of the right format",
  depth: "is nested too deeply",
  unique_items: "holds one value twice",
};

function describe(error: Partial<ErrorObject>): readonly [string, FaultCode, string] | undefined {
  const { keyword = "", instancePath = "", params = {}, message = "is not valid" } = error;
  if (keyword === "required") {
    return [
      instancePath + pointerStep(String(params["missingProperty"])),
      "required",
      "is missing",
    ];
  }
  if (keyword === "additionalProperties") {
    const pointer = instancePath + pointerStep(String(params["additionalProperty"]));
    return [pointer, "unknown_property", "is not known"];
  }
  const code = codes[keyword] ?? precedence.find((name) => name === params["code"]);
  return code === undefined ? undefined : [instancePath, code, messages[code] ?? message];
}
