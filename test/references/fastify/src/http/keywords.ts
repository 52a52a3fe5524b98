/** What the validator knows beyond JSON Schema: formats, exact decimals, text without NUL, bounds on dates, any JSON. */
import type { Ajv, ErrorObject } from "ajv";
import { formats } from "./formats.js";
import type { FaultCode } from "./problem.js";
import { compareDecimals, normalizeDatetime, parseDecimal } from "./values.js";

export interface DecimalRule {
  readonly precision: number;
  readonly scale: number;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly exclusiveMinimum?: string;
  readonly exclusiveMaximum?: string;
}

/** Bounds of dates, times and datetimes, in the form in which they are stored. */
export interface RangeRule {
  readonly minimum?: string;
  readonly maximum?: string;
  readonly exclusiveMinimum?: string;
  readonly exclusiveMaximum?: string;
}

/** How the elements of a list are compared: as they would be shown, whichever way they were sent. */
export interface DistinctRule {
  /** Digits after the point. */
  readonly decimal?: number;
  readonly datetime?: true;
  readonly uuid?: true;
}

const maxJsonDepth = 32;

/** A keyword's own verdict: undefined, or the code of the fault. */
type Judgement<Rule> = (rule: Rule, value: unknown) => FaultCode | undefined;

export function addKeywords(ajv: Ajv): void {
  for (const name of ["email", "slug", "ip", "uuid", "date"] as const) {
    ajv.addFormat(name, formats[name]);
  }
  ajv.addFormat("uri", formats.url);
  ajv.addFormat("time-local", formats.time);
  ajv.addFormat("date-time", (text) => normalizeDatetime(text) !== undefined);
  addKeyword<boolean>(ajv, "wellFormed", (_, value) =>
    typeof value === "string" && isMalformed(value) ? "format" : undefined,
  );
  addKeyword<DecimalRule>(ajv, "decimal", judgeDecimal);
  addKeyword<RangeRule>(ajv, "range", judgeRange);
  addKeyword<DistinctRule>(ajv, "distinct", judgeDistinct);
  addKeyword<boolean>(ajv, "anyJson", (_, value) => judgeJson(value, 0));
  addKeyword<boolean>(ajv, "pathSegment", (_, value) =>
    typeof value === "string" && (value.includes("/") || value === "." || value === "..")
      ? "format"
      : undefined,
  );
}

function addKeyword<Rule>(ajv: Ajv, keyword: string, judge: Judgement<Rule>): void {
  ajv.addKeyword({
    keyword,
    errors: true,
    validate: Object.assign(
      function validate(rule: Rule, value: unknown): boolean {
        const code = judge(rule, value);
        if (code === undefined) return true;
        Object.assign(validate, { errors: [{ keyword, params: { code } }] });
        return false;
      },
      { errors: [] as Partial<ErrorObject>[] },
    ),
  });
}

const malformed = /[\0\ud800-\udfff]/u;

/** NUL, which PostgreSQL cannot store, or half of a surrogate pair, which is no character. */
function isMalformed(text: string): boolean {
  return malformed.test(text);
}

function judgeDecimal(rule: DecimalRule, value: unknown): FaultCode | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const result = parseDecimal(value, rule.precision, rule.scale);
  if ("fault" in result && result.fault !== "scale") return result.fault;
  return (
    judgeBounds(rule, (bound) => compareDecimals(value, bound)) ??
    ("fault" in result ? "scale" : undefined)
  );
}

/** Elements with a fault of their own do not count. */
function judgeDistinct(rule: DistinctRule, value: unknown): FaultCode | undefined {
  if (!Array.isArray(value)) return undefined;
  const shown = value.map((item: unknown) => shownElement(rule, item)).filter(isText);
  return new Set(shown).size < shown.length ? "unique_items" : undefined;
}

function shownElement({ decimal, datetime }: DistinctRule, item: unknown): string | undefined {
  if (decimal !== undefined && (typeof item === "string" || typeof item === "number")) {
    const result = parseDecimal(item, Number.POSITIVE_INFINITY, decimal);
    return "fault" in result ? undefined : result.value;
  }
  if (typeof item !== "string") return undefined;
  return datetime === true ? normalizeDatetime(item) : item.toLowerCase();
}

function isText(item: string | undefined): item is string {
  return item !== undefined;
}

function judgeRange(rule: RangeRule, value: unknown): FaultCode | undefined {
  if (typeof value !== "string") return undefined;
  const text = normalizeDatetime(value) ?? value;
  return judgeBounds(rule, (bound) => (text < bound ? -1 : Number(text > bound)));
}

function judgeBounds(
  rule: RangeRule,
  compare: (bound: string) => number,
): "min" | "max" | undefined {
  if (rule.minimum !== undefined && compare(rule.minimum) < 0) return "min";
  if (rule.exclusiveMinimum !== undefined && compare(rule.exclusiveMinimum) <= 0) return "min";
  if (rule.maximum !== undefined && compare(rule.maximum) > 0) return "max";
  if (rule.exclusiveMaximum !== undefined && compare(rule.exclusiveMaximum) >= 0) return "max";
  return undefined;
}

/** `format` stands before `depth` where a value has both faults. */
function judgeJson(value: unknown, depth: number): FaultCode | undefined {
  if (typeof value === "string") return isMalformed(value) ? "format" : undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : "type";
  if (typeof value !== "object" || value === null) return undefined;
  let worst: FaultCode | undefined = depth >= maxJsonDepth ? "depth" : undefined;
  for (const [name, member] of Object.entries(value)) {
    const code = isMalformed(name) ? "format" : judgeJson(member, depth + 1);
    if (code === "type") return code;
    if (code === "format") worst = code;
    else worst ??= code;
  }
  return worst;
}
