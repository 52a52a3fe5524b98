import { entry } from "./entry.ts";

/** RW19xx: understood and resolved, and not built yet. */
export const notYet = {
  RW1901: entry<{ what: string }>({
    severity: "warning",
    cause: ({ what }) => `${what} is part of the language, and cannot be generated yet`,
    fix: () => "remove it for now",
  }),
};
