/**
 * Everything that can be wrong with a declaration, by code. A code never changes its meaning and is never used again.
 */
import { access } from "./access.ts";
import type { Entry } from "./entry.ts";
import { fields } from "./fields.ts";
import { grammar } from "./grammar.ts";
import { names } from "./names.ts";
import { notYet } from "./not-yet.ts";
import { patterns } from "./patterns.ts";
import { relations } from "./relations.ts";
import { resources } from "./resources.ts";
import { shorthand } from "./shorthand.ts";
import { targets } from "./targets.ts";
import { yaml } from "./yaml.ts";

export const catalogue = {
  ...yaml,
  ...grammar,
  ...shorthand,
  ...fields,
  ...relations,
  ...resources,
  ...names,
  ...access,
  ...patterns,
  ...notYet,
  ...targets,
};

export type Code = keyof typeof catalogue;

export type Params<C extends Code> = (typeof catalogue)[C] extends Entry<infer P> ? P : never;
