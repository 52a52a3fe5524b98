import { type Kysely, sql } from "kysely";
import { stopAtLoss } from "../migration.js";
import { verifySchema } from "../rebuild.js";

export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE "countries" (
      "id" TEXT NOT NULL,
      "name" TEXT NOT NULL,
      "created_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "updated_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "row_version" INTEGER DEFAULT 1 NOT NULL,
      CONSTRAINT "pk_countries" PRIMARY KEY ("id")
    )
  `.execute(database);
  await sql`CREATE UNIQUE INDEX "uq_countries_name" ON "countries" ("name")`.execute(database);
  await sql`
    CREATE TABLE "authors" (
      "id" INTEGER NOT NULL CONSTRAINT "pk_authors" PRIMARY KEY AUTOINCREMENT,
      "name" TEXT NOT NULL,
      "email" TEXT,
      "born" TEXT,
      "country_id" TEXT,
      "address" TEXT,
      "links" TEXT DEFAULT '[]' NOT NULL,
      "created_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "updated_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "row_version" INTEGER DEFAULT 1 NOT NULL,
      CONSTRAINT "fk_authors_country_id" FOREIGN KEY ("country_id") REFERENCES "countries" ("id") ON DELETE SET NULL,
      CONSTRAINT "ck_authors_address" CHECK ("address" IS NULL OR json_valid("address")),
      CONSTRAINT "ck_authors_links" CHECK ("links" IS NULL OR json_valid("links"))
    )
  `.execute(database);
  await sql`CREATE UNIQUE INDEX "uq_authors_email" ON "authors" ("email")`.execute(database);
  await sql`CREATE INDEX "ix_authors_name_born" ON "authors" ("name", "born")`.execute(database);
  await sql`CREATE INDEX "ix_authors_country_id" ON "authors" ("country_id")`.execute(database);
  await sql`
    CREATE TABLE "categories" (
      "id" INTEGER NOT NULL CONSTRAINT "pk_categories" PRIMARY KEY AUTOINCREMENT,
      "name" TEXT NOT NULL,
      "slug" TEXT NOT NULL,
      "parent_id" INTEGER,
      "created_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "updated_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "row_version" INTEGER DEFAULT 1 NOT NULL,
      CONSTRAINT "fk_categories_parent_id" FOREIGN KEY ("parent_id") REFERENCES "categories" ("id") ON DELETE RESTRICT
    )
  `.execute(database);
  await sql`CREATE UNIQUE INDEX "uq_categories_slug" ON "categories" ("slug")`.execute(database);
  await sql`CREATE INDEX "ix_categories_parent_id" ON "categories" ("parent_id")`.execute(database);
  await sql`
    CREATE TABLE "tags" (
      "id" INTEGER NOT NULL CONSTRAINT "pk_tags" PRIMARY KEY AUTOINCREMENT,
      "name" TEXT NOT NULL,
      "created_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "updated_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "row_version" INTEGER DEFAULT 1 NOT NULL
    )
  `.execute(database);
  await sql`CREATE UNIQUE INDEX "uq_tags_name" ON "tags" ("name")`.execute(database);
  await sql`
    CREATE TABLE "publishers" (
      "id" TEXT NOT NULL,
      "name" TEXT NOT NULL,
      "homepage" TEXT,
      "server" TEXT,
      "founded" INTEGER,
      "created_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "updated_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "row_version" INTEGER DEFAULT 1 NOT NULL,
      CONSTRAINT "pk_publishers" PRIMARY KEY ("id")
    )
  `.execute(database);
  await sql`
    CREATE TABLE "books" (
      "id" INTEGER NOT NULL CONSTRAINT "pk_books" PRIMARY KEY AUTOINCREMENT,
      "title" TEXT NOT NULL,
      "isbn" TEXT NOT NULL,
      "summary" TEXT,
      "pages" INTEGER NOT NULL,
      "sold" INTEGER DEFAULT 0 NOT NULL,
      "weight" REAL,
      "price" NUMERIC NOT NULL,
      "discount" NUMERIC DEFAULT 0.00 NOT NULL,
      "status" TEXT DEFAULT 'draft' NOT NULL,
      "in_print" INTEGER DEFAULT 1 NOT NULL,
      "published_on" TEXT,
      "available_from" TEXT,
      "opens_at" TEXT,
      "ean_key" TEXT,
      "supplier_note" TEXT,
      "keywords" TEXT DEFAULT '[]' NOT NULL,
      "metadata" TEXT,
      "first_seen" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "author_id" INTEGER NOT NULL,
      "editor_id" INTEGER,
      "publisher_id" TEXT,
      "category_id" INTEGER,
      "created_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "updated_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "row_version" INTEGER DEFAULT 1 NOT NULL,
      CONSTRAINT "fk_books_author_id" FOREIGN KEY ("author_id") REFERENCES "authors" ("id") ON DELETE RESTRICT,
      CONSTRAINT "fk_books_editor_id" FOREIGN KEY ("editor_id") REFERENCES "authors" ("id") ON DELETE SET NULL,
      CONSTRAINT "fk_books_publisher_id" FOREIGN KEY ("publisher_id") REFERENCES "publishers" ("id") ON DELETE RESTRICT,
      CONSTRAINT "fk_books_category_id" FOREIGN KEY ("category_id") REFERENCES "categories" ("id") ON DELETE RESTRICT,
      CONSTRAINT "ck_books_status" CHECK ("status" IN ('draft', 'published', 'retired')),
      CONSTRAINT "ck_books_in_print" CHECK ("in_print" IN (0, 1)),
      CONSTRAINT "ck_books_keywords" CHECK ("keywords" IS NULL OR json_valid("keywords")),
      CONSTRAINT "ck_books_metadata" CHECK ("metadata" IS NULL OR json_valid("metadata")),
      CONSTRAINT "ck_books_discount_le_price" CHECK ("discount" <= "price")
    )
  `.execute(database);
  await sql`CREATE UNIQUE INDEX "uq_books_isbn" ON "books" ("isbn")`.execute(database);
  await sql`CREATE UNIQUE INDEX "uq_books_title_author_id" ON "books" ("title", "author_id")`.execute(
    database,
  );
  await sql`CREATE INDEX "ix_books_status_created_at" ON "books" ("status", "created_at" DESC)`.execute(
    database,
  );
  await sql`CREATE INDEX "ix_books_author_id" ON "books" ("author_id")`.execute(database);
  await sql`CREATE INDEX "ix_books_editor_id" ON "books" ("editor_id")`.execute(database);
  await sql`CREATE INDEX "ix_books_publisher_id" ON "books" ("publisher_id")`.execute(database);
  await sql`CREATE INDEX "ix_books_category_id" ON "books" ("category_id")`.execute(database);
  await sql`
    CREATE TABLE "reviews" (
      "id" INTEGER NOT NULL CONSTRAINT "pk_reviews" PRIMARY KEY AUTOINCREMENT,
      "book_id" INTEGER NOT NULL,
      "reader" TEXT NOT NULL,
      "rating" INTEGER NOT NULL,
      "body" TEXT,
      "created_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "updated_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "row_version" INTEGER DEFAULT 1 NOT NULL,
      "deleted_at" TEXT,
      CONSTRAINT "fk_reviews_book_id" FOREIGN KEY ("book_id") REFERENCES "books" ("id") ON DELETE CASCADE
    )
  `.execute(database);
  await sql`CREATE UNIQUE INDEX "uq_reviews_book_id_reader" ON "reviews" ("book_id", "reader") WHERE "deleted_at" IS NULL`.execute(
    database,
  );
  await sql`CREATE INDEX "ix_reviews_book_id" ON "reviews" ("book_id")`.execute(database);
  await sql`
    CREATE TABLE "settings" (
      "id" INTEGER NOT NULL CONSTRAINT "pk_settings" PRIMARY KEY AUTOINCREMENT,
      "key" TEXT NOT NULL,
      "value" TEXT NOT NULL,
      "created_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "updated_at" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
      "row_version" INTEGER DEFAULT 1 NOT NULL,
      CONSTRAINT "ck_settings_value" CHECK ("value" IS NULL OR json_valid("value"))
    )
  `.execute(database);
  await sql`CREATE UNIQUE INDEX "uq_settings_key" ON "settings" ("key")`.execute(database);
  await sql`
    CREATE TABLE "tag_related" (
      "tag_id" INTEGER NOT NULL,
      "related_id" INTEGER NOT NULL,
      CONSTRAINT "pk_tag_related" PRIMARY KEY ("tag_id", "related_id"),
      CONSTRAINT "fk_tag_related_tag_id" FOREIGN KEY ("tag_id") REFERENCES "tags" ("id") ON DELETE CASCADE,
      CONSTRAINT "fk_tag_related_related_id" FOREIGN KEY ("related_id") REFERENCES "tags" ("id") ON DELETE CASCADE
    )
  `.execute(database);
  await sql`CREATE INDEX "ix_tag_related_related_id" ON "tag_related" ("related_id")`.execute(
    database,
  );
  await sql`
    CREATE TABLE "book_tags" (
      "book_id" INTEGER NOT NULL,
      "tag_id" INTEGER NOT NULL,
      CONSTRAINT "pk_book_tags" PRIMARY KEY ("book_id", "tag_id"),
      CONSTRAINT "fk_book_tags_book_id" FOREIGN KEY ("book_id") REFERENCES "books" ("id") ON DELETE CASCADE,
      CONSTRAINT "fk_book_tags_tag_id" FOREIGN KEY ("tag_id") REFERENCES "tags" ("id") ON DELETE CASCADE
    )
  `.execute(database);
  await sql`CREATE INDEX "ix_book_tags_tag_id" ON "book_tags" ("tag_id")`.execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  await stopAtLoss(
    database,
    "Going back drops the table countries with its rows.",
    sql`
      SELECT "id"
        FROM "countries"
        LIMIT 5
    `,
  );
  await stopAtLoss(
    database,
    "Going back drops the table authors with its rows.",
    sql`
      SELECT "id"
        FROM "authors"
        LIMIT 5
    `,
  );
  await stopAtLoss(
    database,
    "Going back drops the table categories with its rows.",
    sql`
      SELECT "id"
        FROM "categories"
        LIMIT 5
    `,
  );
  await stopAtLoss(
    database,
    "Going back drops the table tags with its rows.",
    sql`
      SELECT "id"
        FROM "tags"
        LIMIT 5
    `,
  );
  await stopAtLoss(
    database,
    "Going back drops the table publishers with its rows.",
    sql`
      SELECT "id"
        FROM "publishers"
        LIMIT 5
    `,
  );
  await stopAtLoss(
    database,
    "Going back drops the table books with its rows.",
    sql`
      SELECT "id"
        FROM "books"
        LIMIT 5
    `,
  );
  await stopAtLoss(
    database,
    "Going back drops the table reviews with its rows.",
    sql`
      SELECT "id"
        FROM "reviews"
        LIMIT 5
    `,
  );
  await stopAtLoss(
    database,
    "Going back drops the table settings with its rows.",
    sql`
      SELECT "id"
        FROM "settings"
        LIMIT 5
    `,
  );
  await stopAtLoss(
    database,
    "Going back drops the table tag_related with its rows.",
    sql`
      SELECT "tag_id", "related_id"
        FROM "tag_related"
        LIMIT 5
    `,
  );
  await stopAtLoss(
    database,
    "Going back drops the table book_tags with its rows.",
    sql`
      SELECT "book_id", "tag_id"
        FROM "book_tags"
        LIMIT 5
    `,
  );
  await sql`DROP TABLE "book_tags"`.execute(database);
  await sql`DROP TABLE "tag_related"`.execute(database);
  await sql`DROP TABLE "settings"`.execute(database);
  await sql`DROP TABLE "reviews"`.execute(database);
  await sql`DROP TABLE "books"`.execute(database);
  await sql`DROP TABLE "publishers"`.execute(database);
  await sql`DROP TABLE "tags"`.execute(database);
  await sql`DROP TABLE "categories"`.execute(database);
  await sql`DROP TABLE "authors"`.execute(database);
  await sql`DROP TABLE "countries"`.execute(database);
  await verifySchema(database);
}
