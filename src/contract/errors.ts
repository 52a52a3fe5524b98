/** The catalogue of error answers: problem types (RFC 9457) by status, and the codes of single faults with their precedence. */

export interface ProblemType {
  readonly status: number;
  /** A stable URN, for programs. */
  readonly type: string;
  /** The same text for every occurrence, for people. */
  readonly title: string;
  /** One sentence for documentation: when it occurs. */
  readonly when: string;
  /** Names the faults in `errors`. */
  readonly faults: boolean;
}

function problem(status: number, name: string, title: string, when: string): ProblemType {
  const faults = status === 400 || status === 409 || status === 422;
  return { status, type: `urn:problem-type:${name}`, title, when, faults };
}

/** In ascending order of status. */
export const problemTypes: readonly ProblemType[] = [
  problem(
    400,
    "bad-request",
    "Bad request",
    "The query, a header or the syntax of the body is wrong.",
  ),
  problem(401, "unauthorized", "Unauthorized", "Credentials are missing or not valid."),
  problem(403, "forbidden", "Forbidden", "The caller may not do this."),
  problem(404, "not-found", "Not found", "The path names nothing."),
  problem(405, "method-not-allowed", "Method not allowed", "The path does not know the method."),
  problem(406, "not-acceptable", "Not acceptable", "The header Accept admits no JSON."),
  problem(409, "conflict", "Conflict", "The write contradicts another row."),
  problem(412, "precondition-failed", "Precondition failed", "If-Match names no current version."),
  problem(
    413,
    "content-too-large",
    "Content too large",
    "The body is larger than the service takes.",
  ),
  problem(
    415,
    "unsupported-media-type",
    "Unsupported media type",
    "The body is not JSON in UTF-8.",
  ),
  problem(
    422,
    "validation-error",
    "Validation failed",
    "The body breaks the rules of the resource.",
  ),
  problem(
    428,
    "precondition-required",
    "Precondition required",
    "The header If-Match is demanded.",
  ),
  problem(429, "too-many-requests", "Too many requests", "The caller went over its rate limit."),
  problem(500, "internal-error", "Internal server error", "The service failed."),
  problem(
    503,
    "service-unavailable",
    "Service unavailable",
    "The database cannot be reached for now.",
  ),
];

/** The problem type of a status; a status outside the catalogue is a bug of the caller's. */
export function problemType(status: number): ProblemType {
  const found = problemTypes.find((type) => type.status === status);
  if (found === undefined) throw new Error(`no problem type for status ${String(status)}`);
  return found;
}

/**
 * Codes of faults. The order is the precedence: of several faults at one pointer, the first of this list is reported.
 * `unique`, `reference_not_found` and `unknown_parameter` stand alone in their phases.
 */
export const codes = [
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
  "reference_not_found",
  "unique",
  "unknown_parameter",
] as const;

export type Code = (typeof codes)[number];

/** A fault of a body (`pointer`, RFC 6901) or of the query (`parameter`), without its message, which targets may word. */
export type Fault =
  | { readonly pointer: string; readonly code: Code }
  | { readonly parameter: string; readonly code: Code };

/** One step of an RFC 6901 pointer: `~` and `/` escaped. */
export function pointerTo(...steps: readonly (string | number)[]): string {
  return steps
    .map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}
