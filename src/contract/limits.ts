/** Numbers of the contract that hold whatever is declared (docs/http-contract.md). */
export const limits = {
  /** Bytes of a body, unless `BODY_LIMIT` says otherwise. */
  body: 1_048_576,
  /** Arrays and objects within each other: in a whole body (400), in a json value (422 `depth`). */
  bodyDepth: 64,
  jsonDepth: 32,
  pageDefault: 20,
  pageMax: 100,
  offsetMax: 2_147_483_647,
  /** Values of an `in` filter. */
  inMax: 100,
  /** Code points of `q`. */
  searchMax: 200,
  integerMin: -2_147_483_648,
  integerMax: 2_147_483_647,
  /** 2^53 − 1: what a double holds exactly; range of bigint and of integer ids. */
  safeInteger: 9_007_199_254_740_991,
} as const;
