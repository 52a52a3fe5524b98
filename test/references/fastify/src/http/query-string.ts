/** Reads a query string as forms are read (WHATWG URL Standard): pairs in order, doubles kept. */
export type QueryPairs = readonly (readonly [name: string, value: string])[];

/** @param url the target of a request: path and query */
export function queryPairs(url: string): QueryPairs {
  const start = url.indexOf("?");
  return start === -1 ? [] : [...new URLSearchParams(url.slice(start))];
}

export function pathOf(url: string): string {
  const start = url.indexOf("?");
  return start === -1 ? url : url.slice(0, start);
}
