import type { Migration } from "kysely";
import * as migration0001 from "./0001_initial.js";

/** In the order of their names. */
export const migrations: Record<string, Migration> = {
  "0001_initial": migration0001,
};
