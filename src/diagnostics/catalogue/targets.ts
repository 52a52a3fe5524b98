import { entry } from "./entry.ts";

/** RW20xx: understood, and not for the chosen target. */
export const targets = {
  RW2001: entry<{ target: string; feature: string; because: string }>({
    cause: ({ target, feature, because }) => `${target} cannot serve ${feature}: ${because}`,
    fix: () => "remove it, or choose another framework; `restwright templates` lists them",
  }),
};
