/**
 * What templates of targets in TypeScript may print. Everything here is decided: names are free of clashes and reserved
 * words, texts are source code unless said otherwise, lists are in the order of the declaration.
 *
 * The file imports nothing, because it is published: `restwright template check` holds every template to it.
 */

/** Folder `service`: rendered once. */
export interface ServiceView {
  readonly service: Service;
  /** Names for package managers and containers. */
  readonly deployment: Deployment;
  readonly database: Database;
  readonly resources: readonly ResourceSummary[];
  /** Tables of many-to-many relations. */
  readonly joins: readonly JoinTable[];
  /** In the order in which they can be filled. */
  readonly seedTables: readonly SeedTable[];
  /** The OpenAPI document, as JSON text. */
  readonly openapi: string;
  /** Requests of `requests.http`. */
  readonly requests: readonly ExampleRequest[];
}

export interface Service {
  /** Plain text, for prose. */
  readonly title: string;
  readonly description: string;
  /** Inside double quotes, in JSON and TypeScript alike. */
  readonly name: string;
  readonly version: string;
  readonly quotedDescription: string;
  /** Literal. */
  readonly basePath: string;
  /** Plain text. */
  readonly basePathText: string;
}

/** Which database it runs on; prose that names it may branch, code is in layers. */
export interface Database {
  readonly sqlite: boolean;
  readonly postgres: boolean;
}

export interface Deployment {
  readonly name: string;
  readonly databaseName: string;
}

export interface ResourceSummary {
  readonly names: Names;
  readonly tableKey: string;
  readonly description: string;
  /** Below the base path, plain text. */
  readonly path: string;
}

export interface JoinTable {
  readonly tableKey: string;
  readonly left: JoinColumn;
  readonly right: JoinColumn;
}

export interface JoinColumn {
  readonly key: string;
  readonly tsType: string;
}

export interface SeedTable {
  /** Literal. */
  readonly literal: string;
  /** Literal of the column that the database numbers by itself, or `null`. */
  readonly identityLiteral: string;
}

/** Folder `migration`: rendered once for each migration; a file that is there is never touched again. */
export interface MigrationView {
  /** Name of its file without extension, by which the database remembers it. */
  readonly name: string;
  /** Names from `kysely`. */
  readonly kyselyImports: readonly string[];
  /** Names from `../migration.ts`. */
  readonly imports: readonly string[];
  /** Names from `../rebuild.ts`. */
  readonly rebuildImports: readonly string[];
  /** Whether parts of it run in no transaction, so that it begins and ends transactions itself. */
  readonly outside: boolean;
  readonly up: DirectionView;
  readonly down: DirectionView;
}

export interface DirectionView {
  /** Empty where nothing changes in the database. */
  readonly passages: readonly PassageView[];
}

/** Parts that stand in one block. */
export interface PassageView {
  /** Whether they are all done or none by a transaction of their own. */
  readonly transaction: boolean;
  readonly parts: readonly PartView[];
}

/** One of the five is there. */
export interface PartView {
  /** Name of what it runs on. */
  readonly on: string;
  readonly statement: StatementView | false;
  /** Stops where its query finds rows that are in the way. */
  readonly check: QueryView | false;
  /** Stops where its query finds rows that would be lost, unless that is forced. */
  readonly loss: QueryView | false;
  /** Makes a table of SQLite anew. */
  readonly rebuild: RebuildView | false;
  /** Has SQLite read its whole schema. */
  readonly verifies: boolean;
}

export interface QueryView {
  readonly messageLiteral: string;
  /** Lines, escaped as those of a statement are. */
  readonly query: readonly string[];
}

export interface RebuildView {
  readonly tableLiteral: string;
  readonly asLiteral: string;
  /** Literals of the columns that the table has then. */
  readonly columns: readonly string[];
  /** Lines, as above. */
  readonly create: readonly string[];
  readonly copy: readonly string[];
}

/** One SQL statement, escaped for the inside of a template literal; indented as it should be shown. */
export interface StatementView {
  readonly isOneLine: boolean;
  readonly lines: readonly string[];
}

/** Folder `seed`: rendered once for each table. */
export interface SeedView {
  readonly json: string;
}

export interface ExampleRequest {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  /** JSON text; null where there is no body. */
  readonly body: string | null;
  readonly ifMatch: boolean;
}

export interface Names {
  /** `OrderItem`; only ever printed with a suffix, so that it hides nothing. */
  readonly pascal: string;
  /** `orderItem`; likewise. */
  readonly camel: string;
  /** `order-item`: folder and file. */
  readonly file: string;
  /** `order item`, `order items`: for comments. */
  readonly noun: string;
  readonly nouns: string;
}

/** Folder `resource`: rendered once for each resource. */
export interface ResourceView extends RepositoryParts {
  readonly names: Names;
  /** Comment with its marks; empty where there is no description. */
  readonly docComment: string;
  readonly id: Id;
  /** Literals. */
  readonly table: string;
  readonly prefix: string;
  readonly versionColumn: string;
  readonly softDelete: Stamp | false;
  readonly timestamps: Timestamps | false;
  readonly operations: OperationSet;
  readonly requireIfMatch: boolean;
  /** Names that the schemas need from `http/schemas.ts`, sorted. */
  readonly schemaImports: readonly string[];
  readonly types: readonly EmbeddedReference[];
  /** Properties of the representation: key and type. */
  readonly output: readonly SchemaProperty[];
  /** Properties of the body of a create. */
  readonly input: readonly SchemaProperty[];
  /** Properties that a replacement may leave out though a create may not, or that it takes otherwise. */
  readonly relaxed: readonly SchemaProperty[];
  readonly columns: readonly Column[];
  /** Columns that a write sets. */
  readonly values: readonly ColumnValue[];
  /** Columns set on creation alone, besides the id and the times. */
  readonly initial: readonly ColumnValue[];
  /** Literals: columns that an update leaves alone, besides the id and the version. */
  readonly fixedColumns: readonly string[];
  readonly shown: readonly ShownProperty[];
  readonly kept: readonly KeptProperty[];
  /** Write-only columns, as accesses (`.secret`), compared apart. */
  readonly hidden: readonly string[];
  readonly usesNow: boolean;
  readonly rowImports: readonly Import[];
  readonly links: readonly Link[];
  readonly relations: readonly Relation[];
  /** Names from `http/embed.ts`. */
  readonly embedImports: readonly string[];
  /** Whether a to-many relation is among `relations`. */
  readonly embedsMany: boolean;
  /** Repositories that relations need, each once. */
  readonly related: readonly Names[];
  readonly parents: readonly Parent[];
  readonly list: List;
  readonly immutables: readonly Immutable[];
  readonly checks: readonly Check[];
  readonly hasRules: boolean;
  readonly rulesUseRow: boolean;
  readonly ruleImports: readonly Import[];
  readonly mergeRules: readonly MergeRule[];
  readonly mergeImports: readonly string[];
  /** Rules of embedded types, where these have members that are merged. */
  readonly mergeTypes: readonly Import[];
  /** What a patch is merged into though the representation does not show it. */
  readonly hiddenMerged: readonly ShownProperty[];
  readonly references: readonly Reference[];
  readonly uniques: readonly Unique[];
  /** Statements that go before a row does: text inside template literals, with `${time}` and `${rowId}`. */
  readonly consequences: readonly string[];
  /** Statements that find living rows which forbid a soft deletion. */
  readonly holders: readonly string[];
  readonly routes: Routes;
  readonly tests: ResourceTests;
  /** Whether a write may set links. */
  readonly hasWritableLinks: boolean;
}

export interface Routes {
  /** Whether the resource has routes besides those of its links. */
  readonly mounted: boolean;
  readonly fastifyImports: readonly string[];
  readonly conditionalImports: readonly string[];
  readonly queryImports: readonly string[];
  readonly listingImports: readonly string[];
  readonly queryStringImports: readonly string[];
  readonly throwsNotFound: boolean;
  /** Whether a function of its own takes the faults of a body. */
  readonly namesFaults: boolean;
  readonly retries: boolean;
  readonly scopesLinks: boolean;
  readonly sends: boolean;
  readonly usesParents: boolean;
  readonly requiresParent: boolean;
  readonly parentRepositories: readonly Names[];
  readonly linkRepositories: readonly Names[];
  /** Text inside a template literal: `/books`. */
  readonly locationPath: string;
  readonly imports: readonly Import[];
  readonly changesLinks: boolean;
}

/** What a repository needs besides, so that it declares and imports nothing else. */
export interface RepositoryParts {
  /** Whether a write can be refused by a foreign key or a unique index. */
  readonly refusable: boolean;
  /** Whether a write refers to rows that may be softly deleted, which no foreign key refuses. */
  readonly checksLiving: boolean;
  /** Whether a write takes several statements. */
  readonly writesTogether: boolean;
  readonly writableLinks: readonly Link[];
  readonly sortsIds: boolean;
  readonly makesUuids: boolean;
  /** Whether references or uniques are looked up among the values of a write. */
  readonly writeUsesValues: boolean;
  readonly onlyKeyIsUnique: boolean;
  /** Whether there are paths that link and unlink. */
  readonly hasChangeableLinks: boolean;
  /** Whether a deletion takes several statements. */
  readonly deletesMore: boolean;
  readonly consequencesUseNow: boolean;
  /** Whether something may keep a row from going. */
  readonly restricted: boolean;
  /** Whether other resources embed rows of this one. */
  readonly embedded: boolean;
  readonly deleteUsesNow: boolean;
  readonly createUsesNow: boolean;
  /** Literal: `books.id`. */
  readonly qualifiedId: string;
  /** `row_version`. */
  readonly versionKey: string;
  /** Access: `.row_version`. */
  readonly versionAccess: string;
  readonly databaseImports: readonly string[];
  readonly errorImports: readonly string[];
  readonly expressionImports: readonly string[];
  readonly statementImports: readonly string[];
  readonly problemImports: readonly string[];
}

export interface Id {
  readonly tsType: string;
  readonly strategy: string;
  readonly isInteger: boolean;
  readonly isUuid: boolean;
  readonly isClient: boolean;
  /** Literal of the column. */
  readonly column: string;
  readonly key: string;
  /** Access: `.id`. */
  readonly access: string;
  /** Type expression for paths. */
  readonly schema: string;
}

/** The time of soft deletion. */
export interface SoftDelete {
  /** Literal. */
  readonly column: string;
}

export interface Timestamps {
  readonly createdAt: Stamp;
  readonly updatedAt: Stamp;
}

export interface Stamp {
  readonly key: string;
  /** Literal. */
  readonly column: string;
}

export interface OperationSet {
  readonly list: boolean;
  readonly retrieve: boolean;
  readonly create: boolean;
  readonly replace: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  /** One row is read: retrieve, replace, update or delete. */
  readonly row: boolean;
  /** A row is changed: replace or update. */
  readonly change: boolean;
  /** `If-Match` is heeded: change or delete. */
  readonly conditional: boolean;
  /** A body is taken: create or change. */
  readonly write: boolean;
  /** A row is shown with its tag: retrieve or write. */
  readonly tagged: boolean;
  /** Rows are shown with `fields` or `include`. */
  readonly select: boolean;
}

export interface EmbeddedReference {
  readonly names: Names;
}

export interface SchemaProperty {
  readonly key: string;
  readonly type: string;
}

export interface Column {
  readonly key: string;
  /** Literal. */
  readonly name: string;
  readonly tsType: string;
}

export interface ColumnValue {
  readonly key: string;
  readonly value: string;
}

export interface ShownProperty {
  readonly key: string;
  readonly value: string;
}

export interface KeptProperty {
  readonly key: string;
  /** Access on the body: `.isbn`. */
  readonly access: string;
  /** Condition that the body lacks it. */
  readonly absent: string;
  /** The row's value as a body would hold it. */
  readonly value: string;
}

export interface Import {
  readonly from: string;
  readonly names: readonly string[];
}

export interface Link {
  /** `Tags`: part of method names, unique in the resource. */
  readonly pascal: string;
  /** `tags`: prefix of constants. */
  readonly camel: string;
  /** A variable that holds the ids: as `camel`, unless that is taken where rows are written. */
  readonly variable: string;
  readonly to: Names;
  readonly toIdType: string;
  readonly toHasRelations: boolean;
  /** Literals of the linking table and its columns. */
  readonly table: string;
  readonly ownColumn: string;
  readonly otherColumn: string;
  readonly deletedAt: SoftDelete | false;
  readonly otherTable: string;
  readonly otherId: string;
  readonly otherColumnName: string;
  /** Literal: `tag_ids`, also the name of the column in a row. */
  readonly property: string;
  readonly key: string;
  readonly access: string;
  readonly pointerLiteral: string;
  /** Literal: `/:id/tags`. */
  readonly path: string;
  /** Literal: `/:id/tags/:tag_id`. */
  readonly rowPath: string;
  /** Key of the path parameter: `tag_id`. */
  readonly parameterKey: string;
  readonly parameterAccess: string;
  readonly toIdSchema: string;
  readonly writable: boolean;
  readonly readable: boolean;
  readonly changeable: boolean;
}

export interface Relation {
  readonly key: string;
  /** The parameter of a function of the row. */
  readonly row: string;
  readonly to: Names;
  readonly many: boolean;
  /** Access on the row: `.author_id`. */
  readonly access: string;
  readonly idType: string;
}

export interface Parent {
  readonly names: Names;
  /** `Author`: of the field, unique in the resource. */
  readonly pascal: string;
  readonly parameterKey: string;
  readonly parameterAccess: string;
  /** Literal of the prefix: `/authors/:author_id/books`. */
  readonly prefix: string;
  readonly idType: string;
  readonly idSchema: string;
  /** The property in a body. */
  readonly key: string;
  readonly access: string;
  readonly pointer: string;
  readonly column: string;
  readonly columnAccess: string;
  readonly optional: boolean;
  readonly tableColumn: string;
}

export interface List {
  /** Names from `http/field-types.ts`, sorted. */
  readonly imports: readonly string[];
  readonly columns: readonly ListColumn[];
  /** Literals. */
  readonly relations: readonly string[];
  readonly search: readonly string[];
  readonly defaultSort: readonly SortKey[];
}

export interface ListColumn {
  readonly key: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly filter: boolean;
  readonly sort: boolean;
}

export interface SortKey {
  readonly property: string;
  readonly descending: boolean;
}

export interface Immutable {
  /** Literal. */
  readonly pointer: string;
  /** Condition under which the value differs from the row's. */
  readonly differs: string;
}

export interface Check {
  readonly pointers: readonly string[];
  readonly pointer: string;
  /** Both sides as they would be stored, and the condition on `left` and `right` under which the check is broken. */
  readonly left: string;
  readonly right: string;
  readonly broken: string;
  /** Literal. */
  readonly message: string;
}

export interface MergeRule {
  readonly key: string;
  readonly rule: string;
}

export interface Reference {
  readonly pointer: string;
  readonly table: string;
  readonly column: string;
  /** Access on the values. */
  readonly access: string;
  readonly deletedAt: SoftDelete | false;
}

export interface Unique {
  readonly pointers: readonly string[];
  readonly columns: readonly UniqueColumn[];
}

export interface UniqueColumn {
  readonly key: string;
  readonly value: string;
}

/** All texts are literals. */
export interface ResourceTests {
  /** Of the collection, with the base path. */
  readonly path: string;
  /** Of a seed row. */
  readonly rowPath: string;
  /** Number of seed rows. */
  readonly seeds: number;
  /** Present where a row can be created over HTTP. */
  readonly creation: Creation | false;
  /** Pointers of what a create must have; empty where nothing is required. */
  readonly required: readonly string[];
  /** Present where a row can be retrieved and updated. */
  readonly change: Change | false;
  readonly requiresIfMatch: boolean;
  /** A query of the list, and the ids that it finds, as text and in order. */
  readonly filters: readonly { readonly query: string; readonly ids: string }[];
  readonly isOrdered: boolean;
  readonly isSelected: boolean;
  /** Relations that the seed row has, and the properties that hold their ids. */
  readonly embedded: readonly { readonly name: string; readonly property: string }[];
  readonly usesRowPath: boolean;
  readonly usesPage: boolean;
  readonly usesIds: boolean;
  readonly usesProblem: boolean;
  /** The collection under a seed row, and a list of the ids that it holds, as text and in order. */
  readonly nested: readonly { readonly path: string; readonly ids: string }[];
  /** What a seed row is linked with, and the property that holds the ids. */
  readonly linked: readonly { readonly path: string; readonly property: string }[];
  /** A collection of links, the path of one that can be added and removed, and the id at its end, as text. */
  readonly links: readonly {
    readonly collection: string;
    readonly path: string;
    readonly id: string;
  }[];
}

/** A value that its property refuses, with the fault; literals all. */
export interface RefusedValue {
  readonly property: string;
  readonly value: string;
  readonly pointer: string;
  readonly code: string;
}

export interface Creation {
  readonly body: string;
  /** What the representation holds of it. */
  readonly shown: string;
  /** Whether the same body again breaks a unique. */
  readonly isUnique: boolean;
  readonly refused: readonly RefusedValue[];
}

export interface Change {
  readonly body: string;
  readonly isReplaced: boolean;
}

/** Folder `type`: rendered once for each embedded type. */
export interface TypeView {
  readonly names: Names;
  readonly docComment: string;
  readonly output: readonly SchemaProperty[];
  readonly input: readonly SchemaProperty[];
  readonly values: readonly ColumnValue[];
  /** A member that is left out may be the time of the request. */
  readonly usesNow: boolean;
  /** Of its members, where a patch of a resource reaches them. */
  readonly mergeRules: readonly MergeRule[];
  readonly imports: readonly Import[];
}
