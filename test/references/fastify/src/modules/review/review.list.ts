import { datetime, integer, integerId, reference, string } from "../../http/field-types.js";
import type { ListDefinition } from "../../http/list-query.js";
import { ReviewSchema } from "./review.schemas.js";

/** What lists of reviews can be asked for. */
export const reviewList: ListDefinition = {
  columns: {
    id: { column: "reviews.id", type: integerId },
    book_id: { column: "reviews.book_id", type: reference(integerId) },
    reader: { column: "reviews.reader", type: string },
    rating: { column: "reviews.rating", type: integer },
    created_at: { column: "reviews.created_at", type: datetime },
    updated_at: { column: "reviews.updated_at", type: datetime },
  },
  properties: Object.keys(ReviewSchema.properties),
  relations: ["book"],
  search: [],
  defaultSort: [{ property: "id", descending: false }],
};
