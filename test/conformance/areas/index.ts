/** One area per section of the contract, in its order. */
import type { Area } from "../check.ts";
import { creating } from "./creating.ts";
import { rows } from "./rows.ts";
import { types } from "./types.ts";

export const areas: Readonly<Record<string, Area>> = {
  creating,
  rows,
  types,
};
