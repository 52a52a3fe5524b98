import type { FaultList } from "../../http/faults.js";
import { compareDecimals, toDecimal } from "../../http/values.js";
import type { BookRow } from "./book.rows.js";
import type { BookCreate, BookReplace } from "./book.schemas.js";

/** What the schema cannot say. */
export function bookRules(body: BookCreate | BookReplace, faults: FaultList, row?: BookRow): void {
  if (
    row !== undefined &&
    faults.none("/isbn") &&
    body.isbn !== undefined &&
    body.isbn !== row.isbn
  ) {
    faults.add("/isbn", "immutable", "cannot be changed");
  }
  if (faults.none("/discount", "/price")) {
    const left = toDecimal(body.discount ?? "0.00", 2);
    const right = toDecimal(body.price, 2);
    if (compareDecimals(left, right) > 0)
      faults.add("/discount", "check", "must satisfy: discount <= price");
  }
}
