/** The public API. */
export type { Model } from "./model/model.ts";
