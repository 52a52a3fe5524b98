/** Schemas that resources share: types for what JSON Schema alone does not say. */
import { type Static, type TNumberOptions, type TSchema, type TStringOptions, Type } from "typebox";
import type { DecimalRule } from "./keywords.js";

/** Text that can be stored and sent: no NUL, no lone surrogate. */
export function Text(options: TStringOptions = {}) {
  return Type.String({ ...options, wellFormed: true });
}

/** Text that names a row in a path. */
export function Key(options: TStringOptions = {}) {
  return Text({ ...options, pathSegment: true });
}

export function Enumeration<const Values extends readonly string[]>(values: Values) {
  return Type.Unsafe<Values[number]>({ type: "string", enum: values });
}

/** An exact decimal in a body: digits in a string, or a number. */
export function DecimalInput(rule: DecimalRule) {
  return Type.Unsafe<string | number>({ type: ["string", "number"], decimal: rule });
}

export function Integer(options: TNumberOptions = {}) {
  return Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647, ...options });
}

export function BigInteger(options: TNumberOptions = {}) {
  const { MIN_SAFE_INTEGER: minimum, MAX_SAFE_INTEGER: maximum } = Number;
  return Type.Integer({ minimum, maximum, ...options });
}

/** Any JSON value but null, which stands for no value. */
export function AnyJson() {
  return Type.Unsafe<unknown>({
    type: ["object", "array", "string", "number", "boolean"],
    anyJson: true,
  });
}

/** Id of a row that the service numbers. */
export function IntegerId() {
  return Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
}

/** Id of a row that the service names. */
export function UuidId() {
  return Type.String({ format: "uuid" });
}

/** The same type, or null: JSON Schema 2020-12 knows lists of types. */
export function Nullable<Schema extends TSchema>(schema: Schema) {
  const plain: { type?: string | string[]; enum?: readonly unknown[] } = { ...schema };
  return Type.Unsafe<Static<Schema> | null>({
    ...plain,
    type: [plain.type ?? [], "null"].flat(),
    ...(plain.enum && { enum: [...plain.enum, null] }),
  });
}

/** Whatever it holds is ignored, so that clients may send back what they got. */
export function Ignored() {
  return Type.Optional(Type.Unknown({ readOnly: true }));
}
