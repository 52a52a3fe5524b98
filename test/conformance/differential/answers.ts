/** Two answers to one request, compared: status, the headers of the contract, and bodies. */
import type { Response } from "../client.ts";
import { clip } from "../mismatch.ts";
import { isBody } from "../rows.ts";
import type { Pairs } from "./pairs.ts";

const HEADERS = [
  "content-type",
  "etag",
  "location",
  "link",
  "allow",
  "cache-control",
  "vary",
  "retry-after",
  "ratelimit",
];
/** Made anew for each answer, or words for people. */
const UNSEEN = ["request_id", "detail", "message"];

export interface Difference {
  readonly request: string;
  /** What differs: `status`, `body`, or the name of a header. */
  readonly what: string;
  readonly left: string;
  readonly right: string;
}

/** @param times names of the properties that hold the time of a request. */
export function compareAnswers(
  [left, right]: readonly [Response, Response],
  pairs: Pairs,
  times: ReadonlySet<string>,
): Difference[] {
  const { method, path, body } = left.request;
  const request = `${method} ${path} ${clip(body?.toString("utf8") ?? "", 300)}`;
  const hidden = new Set([...UNSEEN, ...times]);
  const seen: readonly (readonly [string, string, string])[] = [
    ["status", String(left.status), String(right.status)],
    ...HEADERS.map(
      (name) =>
        [
          name,
          neutral(left.headers[name] ?? "absent"),
          neutral(pairs.fromRight(right.headers[name] ?? "absent")),
        ] as const,
    ),
    ["body", bodyText(left.text, hidden), bodyText(pairs.fromRight(right.text), hidden)],
  ];
  return seen
    .filter(([, one, two]) => one !== two)
    .map(([what, one, two]) => ({ request, what, left: one, right: two }));
}

/** Cursors and charsets may differ in form. */
function neutral(header: string): string {
  return header.replace(/cursor=[^&>]*/, "cursor=…").replace(/; *charset=utf-8/i, "");
}

/** The body with what may differ put out of sight, members and faults in order. */
function bodyText(text: string, hidden: ReadonlySet<string>): string {
  if (text === "") return "";
  try {
    return canonical(JSON.parse(text), hidden);
  } catch {
    return text;
  }
}

/** The same text for values that mean the same, members of the given names put out of sight. */
export function canonical(value: unknown, hidden: ReadonlySet<string> = new Set()): string {
  return JSON.stringify(comparable(value, hidden));
}

function comparable(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable(item, hidden));
    const faults = value.every((item) => isBody(item) && "code" in item && "message" in item);
    return faults && value.length > 0 ? items.map((item) => JSON.stringify(item)).sort() : items;
  }
  if (!isBody(value)) return value;
  const members = Object.entries(value).filter(([name]) => !hidden.has(name));
  return Object.fromEntries(
    members
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [
        name,
        name === "next_cursor" ? typeof member : comparable(member, hidden),
      ]),
  );
}
