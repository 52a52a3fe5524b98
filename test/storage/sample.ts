/** A model that uses every column type, every rule of storage, and circles. */
import type { JsonValue, Model } from "../../src/model/model.ts";
import { enumeration, model, resource, scalar, string, toMany, toOne } from "../support/models.ts";

export const hostile = `it's "x" \\ \` \${y} {{z}} */ -- \n; \u2028 \u202E 🎉 %s :p ?`;

const decimal = { kind: "decimal", precision: 10, scale: 2, min: null, max: null } as const;

export const everything: Model = model(
  [
    resource(
      "Employee",
      [
        scalar("name", string(120, 1)),
        toOne("department", "Department", { optional: true, onDelete: "set_null" }),
        toOne("manager", "Employee", { optional: true }),
        toOne("desk", "Desk", { unique: true }),
      ],
      { uniques: [{ name: "uq_employees_desk_id", fields: ["desk"] }] },
    ),
    resource("Department", [
      scalar("title", string(60)),
      toOne("head", "Employee", { optional: true }),
    ]),
    resource("Desk", [], {
      id: {
        uid: "id-Desk",
        property: "id",
        column: "id",
        strategy: "client",
        type: string(8, 2),
        description: null,
        example: undefined,
      },
      timestamps: null,
    }),
    resource(
      "Order",
      [
        scalar("group", string(40)),
        scalar("note", { kind: "text", minLength: 0, maxLength: null, pattern: null }),
        scalar("lines", { kind: "integer", min: null, max: null }, value(3)),
        scalar("bytes", { kind: "bigint", min: null, max: null }, value(9_007_199_254_740_991)),
        scalar("weight", { kind: "float", min: null, max: null }, value(-1.5e-7)),
        scalar("price", decimal, value("-0.5")),
        scalar("discount", decimal, { optional: true }),
        scalar("open", { kind: "boolean" }, value(false)),
        scalar("day", moment("date"), { default: { kind: "now" } }),
        scalar("at", moment("datetime"), value("2024-02-29t23:59:59.1239+02:00")),
        scalar("clock", moment("time"), { default: { kind: "now" } }),
        scalar("seen", moment("datetime"), { default: { kind: "now" } }),
        scalar("mail", { kind: "email", minLength: 0, maxLength: 254, pattern: null }),
        scalar("address", { kind: "ip" }, { optional: true }),
        scalar("key", { kind: "uuid" }, { optional: true }),
        scalar("state", enumeration("open", hostile, ""), value(hostile)),
        scalar("remark", string(), value(hostile)),
        scalar("extra", { kind: "json" }, value({ [hostile]: [hostile, null, 1.5] })),
        scalar("tags", string(), { list: { minItems: 0, maxItems: 5, uniqueItems: false } }),
        toOne("employee", "Employee", { onDelete: "cascade" }),
        toMany("labels", "Label", {
          through: {
            kind: "join",
            name: "OrderLabel",
            table: "order_labels",
            ownColumn: "order_id",
            otherColumn: "label_id",
          },
        }),
      ],
      {
        table: "order",
        id: {
          uid: "id-Order",
          property: "id",
          column: "id",
          strategy: "uuid",
          type: { kind: "uuid" },
          description: null,
          example: undefined,
        },
        softDelete: { column: "deleted_at" },
        uniques: [
          { name: "uq_order_mail", fields: ["mail"] },
          { name: "uq_order_group_employee_id", fields: ["group", "employee"] },
        ],
        indexes: [
          {
            name: "ix_order_state_created_at",
            keys: [
              { field: "state", descending: false },
              { field: "created_at", descending: true },
            ],
          },
          { name: "ix_order_discount", keys: [{ field: "discount", descending: true }] },
        ],
        checks: [
          {
            name: "ck_order_discount_price",
            source: "discount <= price",
            left: { kind: "field", field: "discount" },
            operator: "<=",
            right: { kind: "field", field: "price" },
          },
          {
            name: "ck_order_at_since",
            source: "at > 2000-01-01T00:00:00Z",
            left: { kind: "field", field: "at" },
            operator: ">",
            right: { kind: "constant", value: "2000-01-01T00:00:00Z" },
          },
          {
            name: "ck_order_remark_not",
            source: "remark != …",
            left: { kind: "field", field: "remark" },
            operator: "!=",
            right: { kind: "constant", value: "'; DROP TABLE order; --" },
          },
        ],
      },
    ),
    resource("Label", [scalar("name", string(40))]),
  ],
  {
    joins: [
      {
        uid: "join-labels",
        name: "OrderLabel",
        table: "order_labels",
        left: { resource: "Order", column: "order_id" },
        right: { resource: "Label", column: "label_id" },
      },
      {
        uid: "join-related",
        name: "LabelRelated",
        table: "label_related",
        left: { resource: "Label", column: "label_id" },
        right: { resource: "Label", column: "related_id" },
      },
    ],
  },
);

function moment(kind: "date" | "datetime" | "time") {
  return { kind, min: null, max: null } as const;
}

function value(of: JsonValue) {
  return { default: { kind: "value", value: of } } as const;
}
