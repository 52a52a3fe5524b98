/** Random steps that fit a schema, one or several edits after the other, in orders that no comparison would choose. */
import { columnsOfRule } from "../../src/migrations/apply.ts";
import { conversion } from "../../src/migrations/conversions.ts";
import type { Step } from "../../src/migrations/steps.ts";
import type { JsonValue } from "../../src/model/model.ts";
import { roleOf } from "../../src/storage/roles.ts";
import type { Column, ColumnType, ForeignKey, Table } from "../../src/storage/storage.ts";
import { after, Stop, type World } from "../migrations/world.ts";
import type { Dice } from "./dice.ts";

/** `stops`: where true, the last step finds rows in its way. */
export interface RandomSteps {
  readonly steps: readonly Step[];
  readonly stops: boolean;
}

/** @param prefix of all new names, so that they are new */
export function randomSteps(dice: Dice, world: World, prefix: string): RandomSteps {
  const steps: Step[] = [];
  let now = world;
  const wanted = dice.integer(1, 7);
  for (let count = 0; count < wanted; count += 1) {
    const table = dice.pick(now.storage.tables);
    const edit = dice.pick(edits)({ dice, world: now, table, name: `${prefix}_${count}` });
    try {
      now = after(now, edit);
      steps.push(...edit);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      if (dice.chance(10)) return { steps: [...steps, ...edit], stops: true };
    }
  }
  return { steps, stops: false };
}

interface Situation {
  readonly dice: Dice;
  readonly world: World;
  readonly table: Table;
  /** New in this schema. */
  readonly name: string;
}

type Edit = (situation: Situation) => Step[];

const texts = words(
  "42|-7|true|false|2024-02-29|2023-02-29|12:30:00|1.50||007|2024-05-01T08:00:00.000Z",
  "2024-05-01T10:00:00+02:00|it's \\ \n \" 🎉 ${x} %s :p ?|0190B6E2-0F0A-7C3E-8A50-1D3F0A1B2C3D",
);
const pool: Readonly<Record<ColumnType["kind"], readonly JsonValue[]>> = {
  text: texts,
  varchar: texts,
  integer: [0, 1, 42, -2_147_483_648],
  bigint: [0, 1, 9_007_199_254_740_991],
  double: [0, 1, -1.5, 0.1, 1234.5],
  decimal: ["0.00", "1.00", "-12.50", "99.90"],
  boolean: [true, false],
  date: ["2024-02-29", "1999-12-31"],
  time: ["00:00:00", "12:30:00"],
  datetime: ["2024-05-01T00:00:00.000Z", "2024-05-01T08:30:00.120Z"],
  uuid: ["0190b6e2-0f0a-7c3e-8a50-1d3f0a1b2c3d"],
  json: [["a", "b"], [], { "it's": [1.5, null] }],
};
const types: readonly ColumnType[] = [
  { kind: "varchar", length: 40 },
  { kind: "varchar", length: 5 },
  { kind: "decimal", precision: 8, scale: 2 },
  { kind: "decimal", precision: 12, scale: 2 },
  { kind: "decimal", precision: 12, scale: 4 },
  ...(["text", "integer", "bigint", "double", "boolean", "date", "time", "datetime"] as const).map(
    (kind) => ({ kind }),
  ),
  { kind: "uuid" },
];

/** A value that the type can hold, in canonical form. */
function valueOf(dice: Dice, type: ColumnType): JsonValue {
  const fits = (value: JsonValue) =>
    type.kind !== "varchar" || [...String(value)].length <= type.length;
  const value = dice.pick(pool[type.kind].filter(fits));
  return type.kind === "decimal" ? Number(value).toFixed(type.scale) : value;
}

/** Of fields: neither the key nor what the service keeps for itself. */
function fieldsOf(table: Table): Column[] {
  return table.columns.filter(
    (column) => roleOf(column) === null && !table.primaryKey.columns.includes(column.name),
  );
}

function isUsed(table: Table, name: string): boolean {
  return (
    table.uniques.some((one) => one.columns.includes(name) || one.whereNull === name) ||
    isChecked(table, name) ||
    table.foreignKeys.some((one) => one.columns.includes(name))
  );
}

function isChecked(table: Table, name: string): boolean {
  return table.checks.some((one) => columnsOfRule(one.rule).includes(name));
}

function free(table: Table): Column[] {
  return fieldsOf(table).filter((column) => !isUsed(table, column.name));
}

function words(...lists: readonly string[]): string[] {
  return lists.flatMap((list) => list.split("|"));
}

/** Null where nothing is there to choose from. */
function choose<T>(dice: Dice, from: readonly T[]): T | null {
  return from.length > 0 ? dice.pick(from) : null;
}

function newColumn({ dice, name, table }: Situation, type: ColumnType): Column {
  const nullable = dice.chance(50);
  const hasDefault = !nullable || dice.chance(40);
  return {
    uid: `${table.uid}.${name}`,
    name,
    declared: name,
    type,
    nullable,
    default: hasDefault ? { kind: "value", value: valueOf(dice, type) } : null,
    identity: false,
  };
}

function withDefault(table: Table, column: Column, next: Column["default"]): Step[] {
  if (JSON.stringify(column.default) === JSON.stringify(next)) return [];
  return [{ kind: "alter_default", table: table.name, column, from: column.default, to: next }];
}

function renamed(table: Table, from: string, to: string): Step {
  return { kind: "rename_column", table: table.name, from, to, declared: null };
}

const edits: readonly Edit[] = [
  function renameTable({ dice, table, name }) {
    const to = dice.chance(30) ? swappedCase(table.name) : name;
    return [{ kind: "rename_table", from: table.name, to, declared: null }];
  },
  function renameColumn({ dice, table, name }) {
    const column = choose(dice, table.columns);
    if (!column) return [];
    return [renamed(table, column.name, dice.chance(20) ? swappedCase(column.name) : name)];
  },
  function swapColumns({ dice, table, name }) {
    const [one, other] = dice.several(fieldsOf(table), 2);
    if (!one || !other) return [];
    return [
      renamed(table, one.name, name),
      renamed(table, other.name, one.name),
      renamed(table, name, other.name),
    ];
  },
  function addColumn(situation) {
    const { dice, table, name } = situation;
    if (table.kind === "join") return [];
    const column = newColumn(situation, dice.pick([...types, { kind: "json" } as const]));
    const steps: Step[] = [{ kind: "add_column", table: table.name, column }];
    if (column.type.kind === "boolean" || column.type.kind === "json") {
      const kind = column.type.kind === "boolean" ? "is_boolean" : "is_json";
      const check = { name: `ck_${name}`, rule: { kind, column: name } } as const;
      steps.push({ kind: "add_check", table: table.name, check });
    }
    return steps;
  },
  function addRequired(situation) {
    const { dice, table, name } = situation;
    if (table.kind === "join") return [];
    const type = dice.pick(types);
    const required = { ...newColumn(situation, type), nullable: false, default: null };
    const column = { ...required, nullable: true };
    const value = { kind: "value", value: valueOf(dice, type) } as const;
    const steps: Step[] = [
      { kind: "add_column", table: table.name, column },
      { kind: "backfill", table: table.name, column, value },
      { kind: "set_not_null", table: table.name, column: required },
    ];
    if (dice.chance(30)) {
      const index = { name: `ix_${name}`, keys: [{ column: name, descending: dice.chance(50) }] };
      steps.push({ kind: "create_index", table: table.name, index });
    }
    return steps;
  },
  function dropColumn({ dice, table }) {
    const column = choose(dice, fieldsOf(table));
    if (!column) return [];
    const { name } = column;
    const at = { table: table.name };
    return [
      ...table.uniques
        .filter((one) => one.columns.includes(name) || one.whereNull === name)
        .map((unique): Step => ({ kind: "drop_unique", ...at, unique })),
      ...table.indexes
        .filter((one) => one.keys.some((key) => key.column === name))
        .map((index): Step => ({ kind: "drop_index", ...at, index })),
      ...table.checks
        .filter((one) => columnsOfRule(one.rule).includes(name))
        .map((check): Step => ({ kind: "drop_check", ...at, check })),
      ...table.foreignKeys
        .filter((one) => one.columns.includes(name))
        .map((foreignKey): Step => dropForeignKey(table, foreignKey)),
      { kind: "drop_column", ...at, column },
    ];
  },
  function alterType({ dice, table }) {
    const column = choose(dice, free(table));
    if (!column || column.type.kind === "json") return [];
    const type = choose(
      dice,
      types.filter((one) => !["never", "same"].includes(conversion(column.type, one))),
    );
    if (!type) return [];
    const from = { ...column, default: null };
    const to = { ...from, type };
    const next = column.default && ({ kind: "value", value: valueOf(dice, type) } as const);
    return [
      ...withDefault(table, column, null),
      { kind: "alter_type", table: table.name, from, to },
      ...withDefault(table, to, next),
    ];
  },
  function notNull({ dice, table }) {
    const column = choose(dice, free(table));
    if (!column) return [];
    if (!column.nullable) return [{ kind: "drop_not_null", table: table.name, column }];
    const value = { kind: "value", value: valueOf(dice, column.type) } as const;
    return [
      ...(dice.chance(70) ? [{ kind: "backfill", table: table.name, column, value } as const] : []),
      { kind: "set_not_null", table: table.name, column: { ...column, nullable: false } },
    ];
  },
  function alterDefault({ dice, table }) {
    const column = choose(dice, fieldsOf(table));
    if (!column || table.foreignKeys.some((key) => key.columns.includes(column.name))) return [];
    const value = { kind: "value", value: valueOf(dice, column.type) } as const;
    const isEnum = table.checks.some(
      (c) => c.rule.kind === "one_of" && c.rule.column === column.name,
    );
    return withDefault(table, column, column.default === null && !isEnum ? value : null);
  },
  function enumeration({ dice, table, world, name }) {
    const column = choose(
      dice,
      free(table).filter(({ type }) => type.kind === "text"),
    );
    if (!column) return [];
    const found = (world.rows.get(table.name) ?? []).map((row) => row[column.name] ?? null);
    const values = [...new Set(found.filter((value) => value !== null))].map(String);
    const map = Object.fromEntries(
      values.map((value, at) => [value, dice.chance(30) ? "same" : `${value.slice(0, 8)} ${at}`]),
    );
    const targets = [...new Set(Object.values(map))];
    const check = {
      name: `ck_${name}`,
      rule: { kind: "one_of", column: column.name, values: [...targets, "it's"] },
    } as const;
    return [
      ...withDefault(table, column, null),
      { kind: "map_values", table: table.name, column: column.name, map },
      { kind: "add_check", table: table.name, check },
    ];
  },
  function mapEnumeration({ dice, table, name }) {
    const check = choose(
      dice,
      table.checks.filter(({ rule }) => rule.kind === "one_of"),
    );
    if (check?.rule.kind !== "one_of") return [];
    const { column, values } = check.rule;
    const stored = table.columns.find((one) => one.name === column);
    if (!stored || table.uniques.some((one) => one.columns.includes(column))) return [];
    const [one = "", other = one] = dice.several(values, 2);
    const map: Record<string, string> = dice.chance(50)
      ? { [one]: other, [other]: one }
      : { [one]: `new ${name}` };
    const next = [...new Set(values.map((value) => map[value] ?? value))];
    const rule = { kind: "one_of", column, values: next } as const;
    return [
      { kind: "drop_check", table: table.name, check },
      ...withDefault(table, stored, null),
      { kind: "map_values", table: table.name, column, map },
      { kind: "add_check", table: table.name, check: { name: check.name, rule } },
    ];
  },
  function dropCheck({ dice, table }) {
    const check = choose(dice, table.checks);
    return check ? [{ kind: "drop_check", table: table.name, check }] : [];
  },
  function createUnique({ dice, table, name }) {
    const columns = dice
      .several(
        fieldsOf(table).filter(({ type }) => type.kind !== "json"),
        dice.integer(1, 2),
      )
      .map((column) => column.name);
    if (columns.length === 0) return [];
    const unique = { name: `uq_${name}`, columns, whereNull: null };
    return [{ kind: "create_unique", table: table.name, unique }];
  },
  function dropUnique({ dice, table }) {
    const unique = choose(dice, table.uniques);
    return unique ? [{ kind: "drop_unique", table: table.name, unique }] : [];
  },
  function createIndex({ dice, table, name }) {
    const keys = dice
      .several(
        table.columns.filter(({ type }) => type.kind !== "json"),
        dice.integer(1, 2),
      )
      .map((column) => ({ column: column.name, descending: dice.chance(40) }));
    return [{ kind: "create_index", table: table.name, index: { name: `ix_${name}`, keys } }];
  },
  function dropIndex({ dice, table }) {
    const index = choose(dice, table.indexes);
    return index ? [{ kind: "drop_index", table: table.name, index }] : [];
  },
  function renameConstraint({ dice, table, name }) {
    const [constraint, parts] = dice.pick([
      ["primary_key", [table.primaryKey]],
      ["unique", table.uniques],
      ["index", table.indexes],
      ["foreign_key", table.foreignKeys],
      ["check", table.checks],
    ] as const);
    const part = choose<{ readonly name: string }>(dice, parts);
    if (!part) return [];
    const to = `c_${name}`;
    return [{ kind: "rename_constraint", table: table.name, constraint, from: part.name, to }];
  },
  function addLink({ dice, table, world, name }) {
    const parent = dice.pick(world.storage.tables);
    const [id = ""] = parent.primaryKey.columns;
    const type = parent.columns.find((column) => column.name === id)?.type;
    if (!type || parent.primaryKey.columns.length > 1 || table.kind === "join") return [];
    const column: Column = {
      uid: `${table.uid}.${name}`,
      name,
      declared: name,
      type,
      nullable: true,
      default: null,
      identity: false,
    };
    const foreignKey: ForeignKey = {
      name: `fk_${name}`,
      columns: [name],
      table: parent.name,
      references: [id],
      onDelete: dice.pick(["restrict", "cascade", "set_null"]),
    };
    const known = choose(dice, world.rows.get(parent.name) ?? [])?.[id];
    const isBackfilled = known !== undefined && parent.name !== table.name && dice.chance(60);
    const at = { table: table.name };
    return [
      { kind: "add_column", ...at, column },
      ...(isBackfilled
        ? [{ kind: "backfill", ...at, column, value: { kind: "value", value: known } } as const]
        : []),
      { kind: "add_foreign_key", ...at, foreignKey, inTable: false, nullable: true },
    ];
  },
  function dropLink({ dice, table }) {
    const key = choose(dice, table.foreignKeys);
    return key ? [dropForeignKey(table, key)] : [];
  },
  function createTable({ dice, world, name }) {
    const columns: Column[] = [
      {
        uid: `${name}#id`,
        name: "id",
        declared: null,
        type: { kind: "bigint" },
        nullable: false,
        default: null,
        identity: true,
      },
      {
        uid: `${name}.a`,
        name: "a",
        declared: "a",
        type: dice.pick(types),
        nullable: true,
        default: null,
        identity: false,
      },
    ];
    const table: Table = {
      uid: name,
      kind: "resource",
      name,
      declared: name,
      columns,
      primaryKey: { name: `pk_${name}`, columns: ["id"] },
      uniques: [{ name: `uq_${name}`, columns: ["a"], whereNull: null }],
      indexes: [],
      foreignKeys: [],
      checks: [],
    };
    if (world.storage.tables.length > 8) return [];
    return [{ kind: "create_table", table, later: [] }];
  },
  function dropTable({ table, world }) {
    const isParent = world.storage.tables.some((one) =>
      one.foreignKeys.some((key) => key.table === table.name),
    );
    if (isParent || world.storage.tables.length < 3) return [];
    return [{ kind: "drop_table", table, later: [] }];
  },
];

function dropForeignKey(table: Table, foreignKey: ForeignKey): Step {
  return {
    kind: "drop_foreign_key",
    table: table.name,
    foreignKey,
    inTable: false,
    nullable: true,
  };
}

function swappedCase(name: string): string {
  const upper = name.toUpperCase();
  return name === upper ? name.toLowerCase() : upper;
}
