/** What the contract says of every error document. */
import type { Response } from "./client.ts";
import { expectHeader, expectSame, expectStatus, expectTrue } from "./mismatch.ts";
import type { Fault } from "./oracle/judge.ts";
import { rowOf } from "./rows.ts";

const TITLES: Readonly<Record<number, readonly [type: string, title: string]>> = {
  400: ["bad-request", "Bad request"],
  401: ["unauthorized", "Unauthorized"],
  403: ["forbidden", "Forbidden"],
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

/** A problem document of one status, whole and well-formed. */
export function expectProblem(response: Response, status: number): Record<string, unknown> {
  expectStatus(response, status);
  expectHeader(response, "content-type", /^application\/problem\+json(; *charset=utf-8)?$/i);
  const problem: Record<string, unknown> = rowOf(response);
  const [type, title] = TITLES[status] ?? ["", ""];
  expectSame(problem["type"], `urn:problem-type:${type}`, "type", response);
  expectSame(problem["title"], title, "title", response);
  expectSame(problem["status"], status, "status", response);
  expectTrue(
    typeof problem["detail"] === "string" && problem["detail"] !== "",
    "detail is no text",
    response,
  );
  const [path = ""] = response.request.path.split("?", 1);
  expectSame(problem["instance"], path, "instance", response);
  expectSame(problem["request_id"], response.headers["x-request-id"], "request_id", response);
  return problem;
}

export type Expected = readonly (readonly [where: string, code: string])[];

/** A 422 or 409 with exactly these (pointer, code), in any order. */
export function expectFaults(response: Response, status: number, expected: Expected): void {
  const problem = expectProblem(response, status);
  expectSame(faultList(problem, "pointer"), keys(expected), "(pointer, code)", response);
}

/** A 400 with exactly these (parameter, code). */
export function expectQueryFaults(response: Response, expected: Expected): void {
  const problem = expectProblem(response, 400);
  expectSame(faultList(problem, "parameter"), keys(expected), "(parameter, code)", response);
}

export function expectJudged(response: Response, faults: readonly Fault[]): void {
  expectFaults(
    response,
    422,
    faults.map(({ pointer, code }) => [pointer, code]),
  );
}

function keys(expected: Expected): string[] {
  return expected.map(([where, code]) => `${where} ${code}`).sort();
}

/** Sorted `where code` of a problem document; a fault without a message is no fault. */
export function faultList(
  problem: Record<string, unknown>,
  member: "pointer" | "parameter",
): string[] {
  const { errors } = problem;
  if (!Array.isArray(errors)) return ["no errors"];
  return errors
    .map((error: Record<string, unknown>) =>
      typeof error["message"] === "string" && error["message"] !== ""
        ? `${String(error[member])} ${String(error["code"])}`
        : `${JSON.stringify(error)} has no message`,
    )
    .sort();
}
