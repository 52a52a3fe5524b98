/** Errors as clients see them: problem details of RFC 9457, thrown anywhere, written by the errors plugin. */
export interface Fault {
  /** Place in the request body, an RFC 6901 pointer. */
  readonly pointer?: string;
  /** Name in the query string. */
  readonly parameter?: string;
  readonly code: FaultCode;
  readonly message: string;
}

export type FaultCode =
  | "required"
  | "type"
  | "min"
  | "max"
  | "min_length"
  | "max_length"
  | "pattern"
  | "format"
  | "enum"
  | "scale"
  | "unknown_property"
  | "unique"
  | "reference_not_found"
  | "min_items"
  | "max_items"
  | "unique_items"
  | "unknown_parameter"
  | "read_only_parent"
  | "immutable"
  | "check"
  | "depth";

export type ProblemStatus =
  | 400
  | 404
  | 405
  | 406
  | 409
  | 412
  | 413
  | 415
  | 422
  | 428
  | 429
  | 500
  | 503;

const kinds: Readonly<Record<ProblemStatus, readonly [type: string, title: string]>> = {
  400: ["bad-request", "Bad request"],
  404: ["not-found", "Not found"],
  405: ["method-not-allowed", "Method not allowed"],
  406: ["not-acceptable", "Not acceptable"],
  409: ["conflict", "Conflict"],
  412: ["precondition-failed", "Precondition failed"],
  413: ["content-too-large", "Content too large"],
  415: ["unsupported-media-type", "Unsupported media type"],
  422: ["validation-error", "Validation failed"],
  428: ["precondition-required", "Precondition required"],
  429: ["too-many-requests", "Too many requests"],
  500: ["internal-error", "Internal server error"],
  503: ["service-unavailable", "Service unavailable"],
};

export interface ProblemDetails {
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

export class Problem extends Error {
  readonly type: string;
  readonly title: string;
  readonly errors: readonly Fault[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: ProblemStatus,
    detail: string,
    details: ProblemDetails = {},
  ) {
    super(detail);
    this.name = "Problem";
    const [type, title] = kinds[status];
    this.type = `urn:problem-type:${type}`;
    this.title = title;
    this.errors = details.errors;
    this.headers = details.headers ?? {};
  }
}

export function notFound(): Problem {
  return new Problem(404, "There is nothing at this address.");
}

export function badRequest(faults: readonly Fault[]): Problem {
  return new Problem(400, "The query is not valid.", { errors: faults });
}

export function invalid(faults: readonly Fault[]): Problem {
  return new Problem(422, "The request body is not valid.", { errors: foremost(faults) });
}

/** A small body can have faults by the thousand; the answer names those whose pointers come first. */
function foremost(faults: readonly Fault[]): readonly Fault[] {
  if (faults.length <= maxFaults) return faults;
  const sorted = faults.toSorted((a, b) => ((a.pointer ?? "") < (b.pointer ?? "") ? -1 : 1));
  return sorted.slice(0, maxFaults);
}

const maxFaults = 100;

export function conflict(faults: readonly Fault[]): Problem {
  return new Problem(409, "Another row already has these values.", { errors: faults });
}

/** The row cannot go while others refer to it. */
export function inUse(): Problem {
  return new Problem(409, "Other rows refer to this one.");
}

/** A fault of the database or of the load on it; the client may try again. */
export function unavailable(): Problem {
  return new Problem(503, "The service cannot answer now.", { headers: { "retry-after": "1" } });
}
