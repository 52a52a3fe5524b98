/**
 * The views that templates of Python targets print: version 1. Texts called `imports` are whole sections of import
 * statements; other texts are fragments of source, ready to stand where the name says.
 */

/** `service/`: rendered once. */
export interface ServiceView {
  readonly name: string;
  readonly title: string;
  readonly titleLiteral: string;
  readonly titleToml: string;
  readonly descriptionLiteral: string;
  readonly versionLiteral: string;
  readonly version: string;
  readonly basePath: string;
  readonly basePathLiteral: string;
  /** `text` for Markdown, with nothing that Markdown would read. */
  readonly summary: string;
  readonly database: DatabaseView;
  readonly resources: readonly ResourceLink[];
  /** Resources whose keys clients choose. */
  readonly keys: readonly KeyView[];
  readonly hasObjects: boolean;
  readonly objectImports: string;
  readonly objects: readonly ObjectView[];
  readonly mainImports: string;
  readonly modelImports: string;
  /** In the database and not in the models. */
  readonly hasKept: boolean;
  readonly kept: readonly KeptView[];
  readonly openapi: string;
  readonly hasNumberedSeeds: boolean;
  readonly seedTables: readonly {
    readonly literal: string;
    readonly identity: string;
    readonly isNumbered: boolean;
  }[];
  /** For layers that every language shares. */
  readonly service: { readonly basePathText: string };
  readonly requests: readonly RequestView[];
  /** A path of a collection for the documentation; empty where the service lists nothing. */
  readonly samplePath: string;
}

/** Literals; `None` for the column where the whole table is kept. */
export interface KeptView {
  readonly table: string;
  readonly column: string;
}

export interface DatabaseView {
  readonly isSqlite: boolean;
  readonly isPostgres: boolean;
  readonly name: string;
  readonly url: string;
  readonly urlLiteral: string;
  readonly urlPattern: string;
  readonly urlForm: string;
}

export interface ResourceLink {
  readonly package: string;
  readonly router: string;
  readonly class: string;
  readonly path: string;
  readonly pluralWords: string;
}

export interface KeyView {
  readonly convertor: string;
  readonly arguments: string;
}

export interface ObjectView {
  readonly class: string;
  readonly documentation: string;
  readonly members: readonly MemberView[];
  readonly merged: readonly MergedView[];
}

export interface MergedView {
  readonly property: string;
  readonly with: string;
}

export interface MemberView {
  readonly attribute: string;
  readonly annotation: string;
  /** ` = …`, or empty. */
  readonly default: string;
}

/** `migration/`: rendered once for each migration; a file that is there is never touched again. */
export interface MigrationView {
  /** What it does, as the line of a docstring. */
  readonly summary: string;
  /** Names from `app.migration`, sorted. */
  readonly imports: readonly string[];
  /** Whether parts of it run in no transaction of PostgreSQL, by `app.online`. */
  readonly outside: boolean;
  /** Names from `app.rebuild`, sorted. */
  readonly rebuildImports: readonly string[];
  readonly revisionLiteral: string;
  /** Annotation and value of what it follows. */
  readonly followsType: string;
  readonly follows: string;
  /** Expressions: statements, and what else runs between them. */
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** `resource/`: rendered once for each resource. */
export interface ResourceView {
  readonly class: string;
  readonly package: string;
  readonly singular: string;
  readonly plural: string;
  readonly words: string;
  readonly pluralWords: string;
  readonly constant: string;
  readonly id: string;
  readonly idType: string;
  readonly tagLiteral: string;
  readonly collectionLiteral: string;
  readonly models: ModelsView;
  readonly schemas: SchemasView;
  readonly queries: QueriesView;
  readonly repository: RepositoryView;
  readonly service: ServiceModuleView;
  readonly router: RouterView;
  readonly test: TestView;
}

export interface ModelsView {
  readonly imports: string;
  readonly documentation: string;
  readonly tableLiteral: string;
  readonly columns: readonly {
    readonly attribute: string;
    readonly annotation: string;
    readonly arguments: string;
  }[];
  readonly constraints: readonly string[];
  readonly info: string;
  readonly tableVariable: string;
  readonly joins: readonly {
    readonly variable: string;
    readonly tableLiteral: string;
    readonly columns: readonly string[];
    readonly constraints: readonly string[];
    readonly info: string;
  }[];
}

export interface SchemasView {
  readonly isWritable: boolean;
  readonly imports: string;
  readonly types: readonly { readonly name: string; readonly type: string }[];
  readonly readOnly: readonly string[];
  readonly merged: readonly MergedView[];
  readonly hasRules: boolean;
  readonly bodies: readonly { readonly class: string; readonly members: readonly MemberView[] }[];
  readonly immutable: string;
  readonly checks: readonly string[];
}

export interface QueriesView {
  readonly imports: string;
  readonly properties: readonly { readonly property: string; readonly arguments: string }[];
  readonly fields: readonly string[];
  readonly relations: string;
  readonly defaultSort: readonly string[];
  readonly searchable: boolean;
}

export interface RepositoryView {
  readonly imports: string;
  readonly columns: readonly { readonly property: string; readonly column: string }[];
  readonly shown: readonly string[];
  readonly version: string;
  readonly idColumn: string;
  readonly living: string;
  readonly hasLiving: boolean;
  readonly search: readonly string[];
  readonly hasSearch: boolean;
  readonly links: readonly {
    readonly variable: string;
    readonly property: string;
    readonly arguments: string;
    readonly isWritable: boolean;
  }[];
  readonly hasLinks: boolean;
  readonly embedded: readonly { readonly relation: string; readonly call: string }[];
  readonly hasEmbedded: boolean;
  /** Properties that a new row gets from the service itself. */
  readonly fresh: readonly string[];
  readonly usesNow: boolean;
  readonly references: readonly string[];
  readonly hasReferences: boolean;
  readonly hiddenReferences: readonly string[];
  readonly hasHiddenReferences: boolean;
  readonly uniques: readonly string[];
  readonly hasUniques: boolean;
  /** The statement that writes a new row returns all that is shown of it. */
  readonly returnsNew: boolean;
  /** After it, more is written that belongs to the row. */
  readonly followsUp: boolean;
  /** The database can refuse what is written. */
  readonly hasRefusal: boolean;
  readonly isShownBy: boolean;
  readonly deletion: string;
  readonly can: Can;
}

export interface Can {
  readonly list: boolean;
  readonly retrieve: boolean;
  readonly create: boolean;
  readonly replace: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  /** Locks rows. */
  readonly lock: boolean;
  /** Changes rows that are there: replace, update, or links. */
  readonly change: boolean;
  /** Replace or update. */
  readonly save: boolean;
}

export interface ServiceModuleView {
  readonly imports: string;
  readonly hasParents: boolean;
  readonly parents: readonly {
    readonly propertyLiteral: string;
    readonly module: string;
    readonly words: string;
  }[];
  readonly links: readonly ServiceLink[];
  readonly can: Can;
  readonly requiresIfMatch: boolean;
  readonly judgesMatch: boolean;
  /** Reads the row that it wrote. */
  readonly stores: boolean;
  /** The statement that writes a new row returns all that is shown of it. */
  readonly returnsNew: boolean;
  readonly hasImmutable: boolean;
  readonly hasChecks: boolean;
  readonly hasMerged: boolean;
  readonly hasHiddenReferences: boolean;
}

export interface ServiceLink {
  readonly field: string;
  readonly property: string;
  readonly variable: string;
  readonly module: string;
  readonly words: string;
  readonly reads: boolean;
  readonly writes: boolean;
}

export interface RouterView {
  readonly dependencyImports: string;
  readonly imports: string;
  readonly pathTypes: readonly {
    readonly name: string;
    readonly type: string;
    readonly aliasLiteral: string;
  }[];
  readonly operations: readonly OperationView[];
  readonly usesRow: boolean;
}

export interface OperationView {
  readonly function: string;
  readonly operationIdLiteral: string;
  readonly method: string;
  readonly pathLiteral: string;
  readonly status: string;
  readonly parameters: readonly string[];
  /** The statements of the function. */
  readonly body: readonly string[];
}

/** What the emitted tests send and expect, on the seed rows. Texts are literals. */
/** A value that its property refuses, with the fault; literals all. */
export interface RefusedValue {
  readonly property: string;
  readonly value: string;
  readonly pointer: string;
  readonly code: string;
}

export interface TestView {
  readonly path: string;
  readonly rowPath: string;
  readonly usesRowPath: boolean;
  readonly usesIds: boolean;
  /** Whether a test is run for several cases. */
  readonly usesCases: boolean;
  /** Number of seed rows. */
  readonly seeds: string;
  readonly creation:
    | {
        readonly body: string;
        readonly shown: string;
        /** Annotations of both: empty where their literals need none. */
        readonly bodyType: string;
        readonly shownType: string;
        readonly isUnique: boolean;
        readonly refused: readonly RefusedValue[];
      }
    | false;
  /** Pointers of what a new row must have. */
  readonly required: readonly string[];
  readonly change: { readonly body: string; readonly isReplaced: boolean } | false;
  readonly requiresIfMatch: boolean;
  /** A query of the list, and the ids that it finds, as text and in order. */
  readonly filters: readonly { readonly query: string; readonly ids: string }[];
  readonly isOrdered: boolean;
  readonly isSelected: boolean;
  /** Relations that the seed row has, and the properties that hold their ids. */
  readonly embedded: readonly { readonly name: string; readonly property: string }[];
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

/** `seed/`: rendered once for each table. */
export interface SeedView {
  readonly json: string;
}

/** A request to try the service with. */
export interface RequestView {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | false;
  readonly ifMatch: boolean;
}
