/** The faults that many checks look for. */
import {
  bodyMutant,
  faultMutant,
  header,
  isRecord,
  listMutant,
  pageMutant,
  responseMutant,
  rowMutant,
} from "./mutant.ts";
import { response } from "../client.ts";

const OTHER: Readonly<Record<number, number>> = {
  200: 202,
  201: 200,
  204: 200,
  304: 200,
  400: 422,
  404: 400,
  405: 404,
  406: 200,
  409: 422,
  412: 409,
  413: 400,
  415: 400,
  422: 400,
  428: 412,
  429: 503,
  503: 500,
};

export const wrongStatus = responseMutant("every status is another", (r) =>
  response(r.request, OTHER[r.status] ?? 418, { ...r.headers }, r.bytes),
);

export const wrongPointer = faultMutant("every pointer and parameter is another", (faults) =>
  faults.map((fault) => ({
    ...fault,
    ...("pointer" in fault ? { pointer: `${String(fault["pointer"])}/x` } : {}),
    ...("parameter" in fault ? { parameter: `${String(fault["parameter"])}x` } : {}),
  })),
);
export const wrongCode = faultMutant("every error code is another", (faults) =>
  faults.map((fault) => ({ ...fault, code: fault["code"] === "type" ? "format" : "type" })),
);
export const firstFaultOnly = faultMutant("only the first fault is told", (faults) =>
  faults.slice(0, 1),
);
export const noFaults = faultMutant("no fault is told", () => []);
export const doubledFaults = faultMutant("faults are told twice", (faults) => [
  ...faults,
  ...faults.map((fault) => ({ ...fault, code: "format" })),
]);

export const plainErrors = responseMutant("errors are plain JSON", (r) =>
  r.status >= 400
    ? response(r.request, r.status, { ...r.headers, "content-type": "application/json" }, r.bytes)
    : r,
);
export const noBody = responseMutant("bodies are empty", (r) =>
  response(r.request, r.status, { ...r.headers }, Buffer.alloc(0)),
);
export const unwantedBody = responseMutant("empty bodies are not empty", (r) =>
  r.bytes.length === 0 ? response(r.request, r.status, { ...r.headers }, Buffer.from("{}")) : r,
);

export const noETag = header("etag", null);
export const constantETag = header("etag", '"constant"');
export const weakETag = responseMutant("ETag is weak", (r) =>
  r.headers["etag"] === undefined
    ? r
    : response(r.request, r.status, { ...r.headers, etag: `W/${r.headers["etag"]}` }, r.bytes),
);
export const noLocation = header("location", null);
export const noAllow = header("allow", null);
export const noLink = header("link", null);

export const rowLost = listMutant("the last row of a list is lost", (rows) => rows.slice(0, -1));
export const rowDoubled = listMutant("the last row of a list comes twice", (rows) => [
  ...rows,
  ...rows.slice(-1),
]);
export const orderReversed = listMutant("lists come in reverse", (rows) => rows.toReversed());
export const totalOff = pageMutant("the total is off by one", (page) =>
  typeof page["total"] === "number" ? { ...page, total: page["total"] + 1 } : page,
);
export const noCursor = pageMutant("there is never a next page", (page) => ({
  ...page,
  next_cursor: null,
  nextCursor: null,
}));
export const endlessCursor = pageMutant("there is always a next page", (page) => ({
  ...page,
  next_cursor: page["next_cursor"] ?? "x",
  nextCursor: page["nextCursor"] ?? "x",
}));

export const nullsDropped = rowMutant("properties that are null are left out", (row) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
);
export const numbersAsStrings = rowMutant("numbers come as strings", (row) =>
  mapValues(row, (value) => (typeof value === "number" ? String(value) : value)),
);
export const stringsCut = rowMutant("strings lose their last character", (row) =>
  mapValues(row, (value) => (typeof value === "string" ? value.slice(0, -1) : value)),
);
export const booleansAsNumbers = rowMutant("booleans come as 0 and 1", (row) =>
  mapValues(row, (value) => (typeof value === "boolean" ? Number(value) : value)),
);
/** Every property but the id holds something else. */
export const valuesChanged = rowMutant("values come back changed", (row) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, key === "id" ? value : changed(value)]),
  ),
);
export const extraProperty = rowMutant("rows have one property too many", (row) => ({
  ...row,
  row_version: 1,
}));
export const propertyLost = rowMutant("rows lack their last property", (row) =>
  Object.fromEntries(Object.entries(row).slice(0, -1)),
);
export const problemMembersLost = bodyMutant("problem documents say only what and why", (json) =>
  isRecord(json) && "errors" in json ? { errors: json["errors"] } : {},
);

function mapValues(row: Record<string, unknown>, alter: (value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, alter(value)]));
}

function changed(value: unknown): unknown {
  if (typeof value === "string") return `${value}x`;
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return [...value, null];
  if (value === null) return 0;
  return { ...(isRecord(value) ? value : {}), changed: true };
}
