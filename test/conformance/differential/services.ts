/** Two services of one declaration, asked the same: a client must not be able to tell which one answers. */
import type { Model } from "../../../src/model/model.ts";
import { Dice } from "../../random/dice.ts";
import { Client } from "../client.ts";
import type { Response, Transport } from "../client.ts";
import { clip } from "../mismatch.ts";
import { isBody, Rows } from "../rows.ts";
import { canonical, compareAnswers } from "./answers.ts";
import type { Difference } from "./answers.ts";
import { Pairs, timeProperties } from "./pairs.ts";
import { Questions } from "./questions.ts";

export interface Comparison {
  /** Requests that went to both. */
  readonly requests: number;
  readonly differences: readonly Difference[];
}

/**
 * Sends at least so many generated requests to both services, which must stand on equal databases.
 * What has to be created on the way counts as well: it is compared like the rest.
 */
export async function compareServices(
  model: Model,
  [left, right]: readonly [Transport, Transport],
  { requests, seed }: { readonly requests: number; readonly seed: number },
): Promise<Comparison> {
  const pairs = new Pairs();
  const times = timeProperties(model);
  const differences: Difference[] = [];
  const sent = { count: 0 };
  // Requests are made up from what the left answers.
  const both = new Client(async (request) => {
    sent.count += 1;
    const body = request.body?.toString("utf8");
    const one = await left(request);
    const two = await right({
      ...request,
      path: pairs.pathForRight(request.path),
      body: body === undefined ? undefined : Buffer.from(pairs.forRight(body), "utf8"),
    });
    learn(pairs, one, two);
    differences.push(...compareAnswers([one, two], pairs, times));
    return one;
  });
  const dice = new Dice(seed);
  const questions = new Questions(dice, new Rows(model, both, seed * 1000), times);
  differences.push(...compareDocuments(await both.get("/openapi.json"), await right(OPENAPI)));
  while (sent.count < requests) {
    const { method, path, body, headers } = await questions.next();
    questions.learn(path, await both.send(method, path, body, headers));
  }
  return { requests: sent.count, differences };
}

const OPENAPI = { method: "GET", path: "/openapi.json", headers: {}, body: undefined };

/** Answers hide words for people; a document that describes the service is compared with every word. */
function compareDocuments(left: Response, right: Response): Difference[] {
  const [one = "", two = ""] = [left, right].map(({ json }) => canonical(json));
  return one === two
    ? []
    : [{ request: "GET /openapi.json", what: "document", ...apart(one, two) }];
}

/** Where two long texts part, with a little of what comes before. */
function apart(left: string, right: string): { left: string; right: string } {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  const from = Math.max(0, at - 100);
  return { left: left.slice(from), right: right.slice(from) };
}

function learn(pairs: Pairs, left: Response, right: Response): void {
  if (left.status !== right.status || left.status > 201) return;
  if (left.bytes.length === 0 || right.bytes.length === 0) return;
  if (!isBody(left.json) || !isBody(right.json)) return;
  if (left.status === 201) pairs.learnId(left.json["id"], right.json["id"]);
  const [one, two] = [nextCursor(left), nextCursor(right)];
  if (one !== null && two !== null) pairs.learnCursor(one, two);
}

/** The cursor of the page after a list, where it is a list that has one. */
function nextCursor({ json }: Response): string | null {
  const page = isBody(json) ? json["page"] : null;
  const cursor = isBody(page) ? page["next_cursor"] : null;
  return typeof cursor === "string" ? cursor : null;
}

/** Each difference with both sides, then the line that sums up. */
export function report({ requests, differences }: Comparison): string {
  const lines = differences.map(
    ({ request, what, left, right }) =>
      `≠ ${what} of ${request}\n    left:  ${clip(left, 500)}\n    right: ${clip(right, 500)}`,
  );
  const number = (count: number, noun: string): string =>
    `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
  const sum = `${number(requests, "request")}, ${number(differences.length, "difference")}`;
  return [...lines, sum].join("\n");
}
