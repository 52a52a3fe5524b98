/** The JSON Schema of the language, made from the grammar that parses it, so that editors complete and check as one types. */
import * as z from "zod";
import { longField, resourceKeys, topKeys } from "./grammar.ts";

const field = z
  .union([
    z
      .string()
      .describe("Shorthand: type [args] [list] [?] {modifier}, such as string(1..80)? unique"),
    longField,
  ])
  .describe("A field, as one string or in the long form.");

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/);
const fields = z.record(name, field);

const declaration = z.strictObject({
  ...topKeys,
  resources: z
    .record(
      name,
      z.strictObject({
        ...resourceKeys,
        fields: fields
          .optional()
          .describe(
            "In the order of columns and documentation; none where the table is only kept.",
          ),
      }),
    )
    .optional()
    .describe("What the service keeps and serves."),
  types: z
    .record(name, fields)
    .optional()
    .describe("Objects embedded in resources, stored as JSON."),
});

/** Draft 7, which the YAML language servers of editors read best. */
export function editorSchema(): object {
  const schema = z.toJSONSchema(declaration, { target: "draft-7", io: "input" });
  return { ...schema, title: "Restwright declaration" };
}
