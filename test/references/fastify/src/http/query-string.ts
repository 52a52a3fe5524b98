/** Reads a query string as forms are read (WHATWG URL Standard): pairs in order, doubles kept. */
export type QueryPairs = readonly (readonly [name: string, value: string])[];

/** @param url the target of a request: path and query */
export function queryPairs(url: string): QueryPairs {
  const start = url.indexOf("?");
  if (start === -1) return [];
  const query = url.slice(start + 1);
  return isPlain.test(query) ? plainPairs(query) : [...new URLSearchParams(query)];
}

/** Nothing in it is encoded, which is the usual case and several times as fast. */
const isPlain = /^[\w.~:;,!*()@[\]&=-]*$/;

function plainPairs(query: string): QueryPairs {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const end = pair.indexOf("=");
      return end === -1 ? [pair, ""] : [pair.slice(0, end), pair.slice(end + 1)];
    });
}

export function pathOf(url: string): string {
  const start = url.indexOf("?");
  return start === -1 ? url : url.slice(0, start);
}
