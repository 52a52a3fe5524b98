/**
 * The grammar of a declaration: what keys there are and what shape their values have.
 * One definition serves the parser and, through `z.toJSONSchema`, completion and checks in editors.
 */
import * as z from "zod";

const flag = z.boolean();
const word = z.string().min(1);
const words = z.union([word, z.array(word)]);
const literal = z.union([z.string(), z.number()]);
const count = z.int().min(0);

export const bases = [
  "string",
  "text",
  "integer",
  "bigint",
  "float",
  "decimal",
  "boolean",
  "date",
  "datetime",
  "time",
  "uuid",
  "email",
  "url",
  "slug",
  "ip",
  "json",
  "enum",
] as const;
export type Base = (typeof bases)[number];

const enumValue = z.union([
  z.string(),
  z.strictObject({
    value: z.string().describe("What JSON shows."),
    description: z.string().optional().describe("What the value stands for."),
  }),
]);

const listBounds = z.union([
  z.string().regex(/^\d+\.\.\d+$/),
  z.strictObject({
    min: count.optional().describe("Fewest elements; 0 unless said."),
    max: count.optional().describe("Most elements; no limit unless said."),
  }),
]);

export const longField = z.strictObject({
  type: word
    .optional()
    .describe("A type of the language, a name under `types:`, or a whole shorthand."),
  to: word.optional().describe("The resource at the other end of a relation."),
  many: flag.optional().describe("With `to`: a relation to many."),
  min_length: count.optional().describe("Least number of characters."),
  max_length: count.optional().describe("Greatest number of characters."),
  min: literal.optional().describe("Least value."),
  max: literal.optional().describe("Greatest value."),
  exclusive_min: literal.optional().describe("The value must be greater than this."),
  exclusive_max: literal.optional().describe("The value must be less than this."),
  precision: z.int().min(1).optional().describe("All digits of a decimal."),
  scale: count.optional().describe("Digits of a decimal after the point."),
  pattern: z.string().optional().describe("An expression that the value must match somewhere."),
  values: z.array(enumValue).optional().describe("The values of an enum."),
  items: listBounds
    .optional()
    .describe("Makes the field a list, with the least and greatest length."),
  unique_items: flag.optional().describe("No element of the list may stand twice."),
  optional: flag.optional().describe("The value may be null, and absent in a body."),
  unique: flag.optional().describe("No two rows share the value; on a relation: one to one."),
  index: flag.optional().describe("An index of its own in the database."),
  default: z.json().optional().describe("What a missing value becomes; `now` for dates and times."),
  readonly: flag.optional().describe("Shown, and ignored in bodies."),
  writeonly: flag.optional().describe("Taken from bodies, never shown."),
  immutable: flag.optional().describe("Set on creation only."),
  filter: flag.optional().describe("`false` takes the field out of the filters of lists."),
  sort: flag.optional().describe("`false` takes the field out of the sort keys of lists."),
  description: z.string().optional().describe("For the documentation of the service."),
  example: z.json().optional().describe("A value for the documentation."),
  deprecated: flag.optional().describe("Still there, and marked so in the documentation."),
  on_delete: z
    .enum(["restrict", "cascade", "set_null"])
    .optional()
    .describe("What deleting the other end does to this row; `restrict` unless said."),
  inverse: word.optional().describe("What the other end calls this relation."),
  via: word.optional().describe("The resource in the middle of a many-to-many."),
  property: word
    .optional()
    .describe("What JSON shows for a relation instead of `author_id` or `tag_ids`."),
  was: words
    .optional()
    .describe(
      "Earlier names, newest first: a rename, not a drop and an add. `[]`: nothing that was there before.",
    ),
  backfill: z.json().optional().describe("What old rows get when the field is added or required."),
  map: z.record(z.string(), z.string()).optional().describe("Old enum value to new one."),
  drop: z
    .literal("keep")
    .optional()
    .describe("The field is no longer served, and its column or links stay in the database."),
});

export const operations = ["list", "retrieve", "create", "replace", "update", "delete"] as const;

const rule = words.describe("`public`, `authenticated`, `owner`, `role:<name>`, or several.");
const access = z.union([
  words,
  z.strictObject({
    list: rule.optional(),
    retrieve: rule.optional(),
    create: rule.optional(),
    replace: rule.optional(),
    update: rule.optional(),
    delete: rule.optional(),
  }),
]);

/** Everything on a resource but its fields. */
export const resourceKeys = {
  description: z.string().optional().describe("What one of these is."),
  plural: word.optional().describe("The plural, as one name like the resource's own."),
  table: word.optional().describe("The table in the database."),
  path: word.optional().describe("The path segment of the collection."),
  operations: z
    .array(z.enum(operations))
    .optional()
    .describe("The operations there are; all unless said."),
  nested: z
    .array(word)
    .optional()
    .describe("Relations under whose parents the collection is mounted too."),
  search: z.array(word).optional().describe("Fields that `q=` searches."),
  unique: z
    .array(z.union([word, z.array(word)]))
    .optional()
    .describe("Sets of fields that no two rows share."),
  index: z
    .array(z.union([word, z.array(word)]))
    .optional()
    .describe("Indexes; `-` before a field descends."),
  check: z.array(z.string()).optional().describe("Comparisons such as `discount <= price`."),
  default_sort: words.optional().describe("The order of lists; `-` before a field descends."),
  soft_delete: flag.optional().describe("Deleted rows are kept, and never shown."),
  timestamps: flag.optional().describe("Whether rows show when they were created and changed."),
  require_if_match: flag.optional().describe("Changes demand `If-Match`."),
  account: flag.optional().describe("The resource whose rows sign in."),
  owner: word.optional().describe("Declares the relation to the account that created the row."),
  access: access.optional().describe("Who may do what."),
  was: words.optional().describe("Earlier names, newest first."),
  drop: z
    .literal("keep")
    .optional()
    .describe("The resource is no longer served, and its table stays in the database."),
};

/** Everything at the top but resources and types. */
export const topKeys = {
  restwright: z.literal(1).describe("Version of the language."),
  service: z
    .strictObject({
      name: word.describe("Lower case, with hyphens; names the package."),
      title: word.optional().describe("For people; made from the name unless said."),
      description: z.string().optional().describe("For the documentation."),
      version: word.optional().describe("Version of the service; 1.0.0 unless said."),
      base_path: z.string().optional().describe("Where the service lives; /api/v1 unless said."),
      naming: z
        .enum(["snake_case", "camelCase"])
        .optional()
        .describe("Spelling of built-in and derived properties."),
    })
    .describe("The service as a whole."),
  framework: word.describe("The target to generate for; `restwright templates` lists them."),
  database: z
    .enum(["sqlite", "postgres"])
    .optional()
    .describe("The database the service runs on; sqlite unless said."),
  defaults: z
    .strictObject({
      id: z.enum(["integer", "uuid"]).optional().describe("The id of resources that declare none."),
      timestamps: flag.optional().describe("`created_at` and `updated_at`; true unless said."),
      access: access.optional().describe("Who may do what where a resource does not say."),
    })
    .optional()
    .describe("What holds for every resource that does not say otherwise."),
  auth: z
    .strictObject({
      registration: z
        .enum(["open", "closed"])
        .optional()
        .describe("Whether anyone may open an account."),
    })
    .optional()
    .describe("Accounts, sessions and roles."),
  include: words.optional().describe("More files, relative to this one; globs."),
  eject: words.optional().describe("Globs of generated files that are yours from now on."),
  online: flag.optional().describe("Migrations avoid long locks on PostgreSQL."),
};

/** What an included file may hold. */
export const includableKeys = ["resources", "types", "include"] as const;

export type LongField = z.infer<typeof longField>;
