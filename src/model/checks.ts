/** Comparisons under `check:`: parsed, and both sides of one kind. */
import type { Span } from "../diagnostics/source.ts";
import type { ResourceForm } from "../language/declaration.ts";
import type { Literal } from "../language/form.ts";
import { placedText } from "../language/scalar-text.ts";
import { child } from "../language/tree.ts";
import type { ResourceDraft } from "./inverses.ts";
import type { Check, Operand, ScalarType } from "./model.ts";
import { freeName, physicalName } from "./physical.ts";
import { FieldNames } from "./field-names.ts";
import type { Scope } from "./scope.ts";
import { judgeLiteral } from "./values.ts";

const form =
  /^\s*(?<left>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s=!<>]+)\s*(?<operator>!=|<=|>=|==|<>|=|<|>)\s*(?<right>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s=!<>]+)\s*$/;

const operatorWords: Readonly<Record<Check["operator"], string>> = {
  "=": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};

export function checksOf(
  draft: ResourceDraft,
  declared: ResourceForm,
  scope: Scope,
): readonly Check[] {
  const names = new FieldNames(draft, declared, scope);
  const taken = new Set<string>();
  const node = child(declared.map, "check");
  return (declared.values.check ?? []).flatMap((source, index) => {
    const item = child(node, index);
    const placed = item?.kind === "scalar" ? placedText(item) : null;
    const at = item?.at ?? declared.nameAt;
    const check = checkOf(source, at, placed?.place ?? (() => at), names, draft, scope);
    if (check === null) {
      return [];
    }
    const name = freeName(check.name, taken);
    taken.add(name);
    return [{ ...check, name }];
  });
}

function checkOf(
  source: string,
  at: Span,
  place: (start: number, end: number) => Span,
  names: FieldNames,
  draft: ResourceDraft,
  scope: Scope,
): Check | null {
  const match = source.length > 1000 ? null : form.exec(source);
  const { left = "", operator: written = "", right = "" } = match?.groups ?? {};
  if (match === null || !isReadable(left) || !isReadable(right)) {
    scope.collector.report("RW1505", { source: source.slice(0, 200) }, at);
    return null;
  }
  const operator = (
    written === "==" ? "=" : written === "<>" ? "!=" : written
  ) as Check["operator"];
  const leftStart = source.indexOf(left);
  const rightStart = source.lastIndexOf(right);
  const leftAt = place(leftStart, leftStart + left.length);
  const rightAt = place(rightStart, rightStart + right.length);
  if (left === right) {
    scope.collector.report("RW1509", {}, at);
    return null;
  }
  const sides = [sideOf(left, leftAt, draft), sideOf(right, rightAt, draft)] as const;
  const operands = operandsOf(sides, names, scope, at);
  if (operands === null || !isOperatorMeant(operator, sides, scope, at)) {
    return null;
  }
  const name = physicalName(
    "ck",
    draft.table,
    nameOf(operands[0]),
    operatorWords[operator],
    nameOf(operands[1]),
  );
  return { name, source: source.trim(), left: operands[0], operator, right: operands[1] };
}

/** Double quotes take the escapes of JSON. */
function isReadable(side: string): boolean {
  try {
    return !side.startsWith('"') || typeof JSON.parse(side) === "string";
  } catch {
    return false;
  }
}

interface Side {
  readonly written: string;
  readonly at: Span;
  /** Null for a constant, or for what is no field that can be compared. */
  readonly type: ScalarType | null;
  readonly isField: boolean;
}

function sideOf(written: string, at: Span, draft: ResourceDraft): Side {
  const field = draft.fields.find((one) => one.name === written);
  if (field === undefined) {
    return { written, at, type: null, isField: false };
  }
  const type = field.kind === "scalar" && field.list === null ? field.type : null;
  return { written, at, type, isField: true };
}

function operandsOf(
  [left, right]: readonly [Side, Side],
  names: FieldNames,
  scope: Scope,
  at: Span,
): readonly [Operand, Operand] | null {
  if (left.isField && right.isField) {
    const kind = left.type === null ? null : groupOf(left.type);
    if (kind === null || right.type === null || kind !== groupOf(right.type)) {
      scope.collector.report("RW1506", { left: described(left), right: described(right) }, at);
      return null;
    }
    return [
      { kind: "field", field: left.written },
      { kind: "field", field: right.written },
    ];
  }
  const field = left.isField ? left : right;
  const constant = left.isField ? right : left;
  if (!field.isField) {
    // Neither is a field: most likely the one that looks like a name is misspelt.
    const unknown = /^[A-Za-z]/.test(left.written) ? left : right;
    names.find(unknown.written, unknown.at);
    return null;
  }
  const operand = constantOf(field, constant, names, scope);
  if (operand === null) {
    return null;
  }
  const named: Operand = { kind: "field", field: field.written };
  return field === left ? [named, operand] : [operand, named];
}

function constantOf(field: Side, constant: Side, names: FieldNames, scope: Scope): Operand | null {
  if (field.type === null || groupOf(field.type) === null) {
    const right = `the constant \`${constant.written}\``;
    scope.collector.report("RW1506", { left: described(field), right }, field.at);
    return null;
  }
  const literal = literalOf(constant.written);
  const bare = withoutLimits(field.type);
  const judged = judgeLiteral(literal, bare, null, scope);
  if (!("fault" in judged)) {
    return { kind: "constant", value: judged.value };
  }
  if (literal.kind === "word" && /^[A-Za-z]\w*$/.test(literal.text) && field.type.kind !== "enum") {
    names.find(constant.written, constant.at);
    if (names.isBuiltIn(constant.written)) {
      names.refuse("check", constant.written, "the service fills it", constant.at);
    }
    return null;
  }
  const { fault: reason, fix } = judged;
  const what = "constant";
  scope.collector.report("RW1313", { what, written: constant.written, reason, fix }, constant.at);
  return null;
}

/** A check may well compare with what the field's own bounds exclude. */
function withoutLimits(type: ScalarType): ScalarType {
  if ("min" in type) {
    return { ...type, min: null, max: null };
  }
  return "minLength" in type
    ? { kind: "text", minLength: 0, maxLength: null, pattern: null }
    : type;
}

function literalOf(written: string): Literal {
  if (/^["']/.test(written)) {
    const text = written.startsWith('"')
      ? (JSON.parse(written) as string)
      : written.slice(1, -1).replaceAll("''", "'");
    return { kind: "quoted", text, value: text };
  }
  return /^-?\d+(\.\d+)?$/.test(written)
    ? { kind: "number", text: written, value: Number(written) }
    : { kind: "word", text: written, value: written };
}

/** Types that compare with each other; null for what has no order and no equality worth a check. */
function groupOf(type: ScalarType): string | null {
  switch (type.kind) {
    case "integer":
    case "bigint":
    case "decimal":
    case "float":
      return "number";
    case "string":
    case "text":
    case "email":
    case "url":
    case "slug":
      return "text";
    case "json":
    case "embedded":
      return null;
    default:
      return type.kind;
  }
}

function described(side: Side): string {
  return side.type === null
    ? `\`${side.written}\``
    : `\`${side.written}\` (${side.type.kind === "embedded" ? side.type.type : side.type.kind})`;
}

const unordered = new Set(["boolean", "enum", "uuid", "ip"]);

function isOperatorMeant(
  operator: Check["operator"],
  sides: readonly Side[],
  scope: Scope,
  at: Span,
): boolean {
  const type = sides.find((side) => side.type !== null)?.type?.kind ?? "";
  if (operator === "=" || operator === "!=" || !unordered.has(type)) {
    return true;
  }
  scope.collector.report("RW1507", { operator, type }, at);
  return false;
}

function nameOf(operand: Operand): string {
  const text = operand.kind === "field" ? operand.field : String(operand.value);
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
  return plain.replaceAll(/^_+|_+$/g, "") || "value";
}
