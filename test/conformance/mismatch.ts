/** What a check throws when a service breaks the contract; any other error is a fault of the suite itself. */
import { isDeepStrictEqual } from "node:util";
import type { Response } from "./client.ts";

export class Mismatch extends Error {
  constructor(message: string, response?: Response) {
    super(response === undefined ? message : `${message}\n${excerpt(response)}`);
    this.name = "Mismatch";
  }
}

/** The exchange as text, cut where it is long, so that a failure can be understood from the report alone. */
function excerpt(response: Response): string {
  const { request } = response;
  const sent =
    request.body === undefined ? "" : `\n    ${clip(request.body.toString("utf8"), 600)}`;
  const headers = Object.entries(request.headers).map(([name, value]) => `\n    ${name}: ${value}`);
  return [
    `  > ${request.method} ${clip(request.path, 300)}${headers.join("")}${sent}`,
    `  < ${response.status} ${response.headers["content-type"] ?? ""}\n    ${clip(response.text, 900)}`,
  ].join("\n");
}

export function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}… (${text.length})` : text;
}

export function expectStatus(response: Response, ...expected: readonly number[]): void {
  if (!expected.includes(response.status)) {
    throw new Mismatch(`expected ${expected.join(" or ")}, got ${response.status}`, response);
  }
}

/** @throws Mismatch where the values differ; `what` names the value in the message. */
export function expectSame(actual: unknown, expected: unknown, what: string, at?: Response): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Mismatch(`${what}: expected ${show(expected)}, got ${show(actual)}`, at);
}

export function expectTrue(condition: boolean, message: string, at?: Response): asserts condition {
  if (!condition) throw new Mismatch(message, at);
}

export function expectHeader(response: Response, name: string, expected: string | RegExp): string {
  const value = response.headers[name];
  const fits =
    value !== undefined &&
    (typeof expected === "string" ? value === expected : expected.test(value));
  if (!fits) {
    throw new Mismatch(
      `header ${name}: expected ${String(expected)}, got ${show(value)}`,
      response,
    );
  }
  return value;
}

function show(value: unknown): string {
  return clip(JSON.stringify(value) ?? String(value), 700);
}
