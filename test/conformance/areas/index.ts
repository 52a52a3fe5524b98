/** One area per section of the contract. Lists come first, while tables are small. */
import type { Area } from "../check.ts";
import { concurrency } from "./concurrency.ts";
import { creating } from "./creating.ts";
import { cursors } from "./cursors.ts";
import { edge } from "./edge.ts";
import { environment } from "./environment.ts";
import { filters } from "./filters.ts";
import { hostile } from "./hostile.ts";
import { integrity } from "./integrity.ts";
import { judgement } from "./judgement.ts";
import { keys } from "./keys.ts";
import { links } from "./links.ts";
import { methods } from "./methods.ts";
import { negotiation } from "./negotiation.ts";
import { nested } from "./nested.ts";
import { paging } from "./paging.ts";
import { properties } from "./properties.ts";
import { rows } from "./rows.ts";
import { security } from "./security.ts";
import { service } from "./service.ts";
import { shaping } from "./shaping.ts";
import { sorting } from "./sorting.ts";
import { types } from "./types.ts";

export const areas: Readonly<Record<string, Area>> = {
  paging,
  cursors,
  sorting,
  filters,
  shaping,
  creating,
  rows,
  keys,
  nested,
  links,
  integrity,
  concurrency,
  judgement,
  methods,
  negotiation,
  hostile,
  security,
  service,
  types,
  properties,
  edge,
  environment,
};
