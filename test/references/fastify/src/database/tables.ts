import type { CountryTable } from "../modules/country/country.rows.js";
import type { AuthorTable } from "../modules/author/author.rows.js";
import type { CategoryTable } from "../modules/category/category.rows.js";
import type { TagTable } from "../modules/tag/tag.rows.js";
import type { PublisherTable } from "../modules/publisher/publisher.rows.js";
import type { BookTable } from "../modules/book/book.rows.js";
import type { ReviewTable } from "../modules/review/review.rows.js";
import type { SettingTable } from "../modules/setting/setting.rows.js";

/** The tables, as Kysely's queries know them. */
export interface Tables {
  countries: CountryTable;
  authors: AuthorTable;
  categories: CategoryTable;
  tags: TagTable;
  publishers: PublisherTable;
  books: BookTable;
  reviews: ReviewTable;
  settings: SettingTable;
  tag_related: { tag_id: number; related_id: number };
  book_tags: { book_id: number; tag_id: number };
}
