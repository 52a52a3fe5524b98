/** Outline of Python files, as Python itself reads them. */
import * as z from "zod";
import { distinct, type Container, type Outline, type Reader } from "./outline.ts";
import { PYTHON_OUTLINE } from "./python-script.ts";

/** Runs a Python program on an input and gives what it prints; null where there is no Python that can. */
export type RunPython = (program: string, input: string) => Promise<string | null>;

const containerSchema: z.ZodType<Container> = z.lazy(() =>
  z.object({
    kind: z.string(),
    start: z.number(),
    end: z.number(),
    separator: z.enum([",", ";", ""]),
    comments: z.enum(["slashes", "hash"]),
    ordered: z.boolean(),
    members: z
      .array(
        z.object({
          key: z.string(),
          start: z.number(),
          end: z.number(),
          unique: z.boolean(),
          names: z.array(z.string()),
          free: z.boolean(),
          containers: z.array(containerSchema),
        }),
      )
      .transform(distinct),
  }),
);
const outlinesSchema = z.array(z.object({ root: containerSchema.nullable(), faults: z.number() }));

/** Without a Python every text is unreadable, and its merge is one of lines. */
export function pythonReader(run: RunPython): Reader {
  return async (texts) => {
    const printed = await run(PYTHON_OUTLINE, JSON.stringify(texts));
    if (printed === null) return texts.map((): Outline => ({ root: null, faults: 0 }));
    return outlinesSchema.parse(JSON.parse(printed));
  };
}
