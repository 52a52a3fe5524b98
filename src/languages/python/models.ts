/** Views of a resource's table and of the tables of links that begin at it. */
import type { Join, Model, Resource } from "../../model/model.ts";
import { checkDefinition } from "../../migrations/sql/statements.ts";
import { dialectOf } from "../../migrations/sql/dialect.ts";
import type { Column, ColumnType, ForeignKey, Storage, Table } from "../../storage/storage.ts";
import { Imports } from "./imports.ts";
import { docstring, stringLiteral } from "./literals.ts";
import { columnAttribute, joinVariable, namesOf } from "./names.ts";
import type { ModelsView } from "./view-types.ts";

const rules = { restrict: "RESTRICT", cascade: "CASCADE", set_null: "SET NULL" } as const;

export function modelsView(model: Model, storage: Storage, resource: Resource): ModelsView {
  const names = namesOf(resource);
  const table = tableNamed(storage, resource.table);
  const imports = new Imports();
  imports.name("app", "columns");
  imports.name("app.database", "Base");
  imports.name("sqlalchemy.orm", "Mapped", "mapped_column");
  imports.module("sqlalchemy as sa");
  const columns = table.columns.map((column) => ({
    attribute: columnAttribute(column.name),
    annotation: mapped(column, imports),
    arguments: [
      ...(columnAttribute(column.name) === column.name ? [] : [stringLiteral(column.name)]),
      columnType(column.type),
      ...(column.type.kind === "json" ? [`nullable=${column.nullable ? "True" : "False"}`] : []),
    ].join(", "),
  }));
  const joins = model.joins
    .filter((join) => join.left.resource === resource.name)
    .map((join) => joinView(model, storage, join));
  return {
    imports: imports.print(),
    documentation: docstring(resource.description ?? `A row of the table ${table.name}.`),
    tableLiteral: stringLiteral(table.name),
    columns,
    constraints: constraints(model, table),
    info: info(model, resource),
    tableVariable: `${names.plural}_table`,
    joins,
  };
}

function joinView(model: Model, storage: Storage, join: Join): ModelsView["joins"][number] {
  const table = tableNamed(storage, join.table);
  return {
    variable: joinVariable(model, join).name,
    tableLiteral: stringLiteral(table.name),
    columns: table.columns.map(
      (column) =>
        `sa.Column(${stringLiteral(column.name)}, ${columnType(column.type)}, nullable=False)`,
    ),
    constraints: constraints(model, table),
    info: `{"owners": ${owners(model, join.table)}}`,
  };
}

/** The columns of a table of links whose rows show them. */
function owners(model: Model, table: string): string {
  const columns = new Set<string>();
  for (const resource of model.resources) {
    for (const field of resource.fields) {
      if (field.kind === "to_many" && field.through.table === table)
        columns.add(field.through.ownColumn);
    }
  }
  return `[${[...columns].map(stringLiteral).join(", ")}]`;
}

export function isThrough(model: Model, resource: Resource): boolean {
  return owners(model, resource.table) !== "[]";
}

function info(model: Model, resource: Resource): string {
  const entries = [`"version": ${stringLiteral(resource.versionColumn)}`];
  if (resource.timestamps)
    entries.push(`"updated": ${stringLiteral(resource.timestamps.updatedAt.column)}`);
  if (resource.softDelete) entries.push(`"deleted": ${stringLiteral(resource.softDelete.column)}`);
  if (isThrough(model, resource)) entries.push(`"owners": ${owners(model, resource.table)}`);
  return `{"info": {${entries.join(", ")}}}`;
}

function mapped(column: Column, imports: Imports): string {
  const type = pythonType(column.type, imports);
  return column.nullable && column.type.kind !== "json" ? `${type} | None` : type;
}

function pythonType(type: ColumnType, imports: Imports): string {
  switch (type.kind) {
    case "varchar":
    case "text":
    case "uuid":
      return "str";
    case "integer":
    case "bigint":
      return "int";
    case "double":
      return "float";
    case "boolean":
      return "bool";
    case "decimal":
      imports.name("decimal", "Decimal");
      return "Decimal";
    case "date":
    case "time":
    case "datetime":
      imports.module("datetime");
      return `datetime.${type.kind}`;
    case "json":
      imports.name("pydantic", "JsonValue");
      return "JsonValue";
  }
}

export function columnType(type: ColumnType): string {
  switch (type.kind) {
    case "varchar":
      return `columns.String(${type.length})`;
    case "decimal":
      return `columns.Numeric(${type.precision}, ${type.scale})`;
    default: {
      const names = {
        text: "Text",
        integer: "Integer",
        bigint: "BigInteger",
        double: "Double",
        boolean: "Boolean",
        date: "Date",
        time: "Time",
        datetime: "DateTime",
        uuid: "Uuid",
        json: "Json",
      } as const;
      return `columns.${names[type.kind]}`;
    }
  }
}

function constraints(model: Model, table: Table): string[] {
  const dialect = dialectOf(model.database);
  const nullable = new Set(
    table.columns.filter((column) => column.nullable).map(({ name }) => name),
  );
  const key = table.primaryKey;
  return [
    `sa.PrimaryKeyConstraint(${list(key.columns)}, name=${stringLiteral(key.name)})`,
    ...table.foreignKeys.map(foreignKey),
    ...table.checks
      .filter((check) => dialect.needs(check.rule))
      .map((check) => {
        const definition = checkDefinition(check, dialect);
        const condition = definition.slice(definition.indexOf(" CHECK (") + 8, -1);
        return `sa.CheckConstraint(${text(condition)}, name=${stringLiteral(check.name)})`;
      }),
    ...table.uniques.map((unique) => {
      const where = unique.whereNull
        ? `, ${model.database === "sqlite" ? "sqlite" : "postgresql"}_where=${`sa.text(${text(`"${unique.whereNull}" IS NULL`)})`}`
        : "";
      return `sa.Index(${stringLiteral(unique.name)}, ${list(unique.columns)}, unique=True${where})`;
    }),
    ...table.indexes.map((index) => {
      const keys = index.keys.map(({ column, descending }) =>
        descending
          ? descendingKey(column, nullable.has(column), model.database)
          : stringLiteral(column),
      );
      return `sa.Index(${stringLiteral(index.name)}, ${keys.join(", ")})`;
    }),
  ];
}

/** SQL as SQLAlchemy reads it: a colon would begin the name of a parameter. */
function text(sql: string): string {
  return stringLiteral(sql.replaceAll(":", "\\:"));
}

function foreignKey(key: ForeignKey): string {
  const references = key.references.map((column) => `${key.table}.${column}`);
  return `sa.ForeignKeyConstraint([${list(key.columns)}], [${list(references)}], name=${stringLiteral(key.name)}, ondelete=${stringLiteral(rules[key.onDelete])})`;
}

function list(names: readonly string[]): string {
  return names.map(stringLiteral).join(", ");
}

function tableNamed(storage: Storage, name: string): Table {
  const found = storage.tables.find((table) => table.name === name);
  if (!found) throw new Error(`The storage has no table ${name}.`);
  return found;
}

/** Nulls stand last both ways; on SQLite the keys of an index cannot say so. */
function descendingKey(column: string, isNullable: boolean, database: Model["database"]): string {
  const key = `${columnAttribute(column)}.desc()`;
  return isNullable && database === "postgres" ? `${key}.nulls_last()` : key;
}
