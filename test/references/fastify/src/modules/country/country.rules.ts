import type { FaultList } from "../../http/faults.js";
import type { CountryRow } from "./country.rows.js";
import type { CountryCreate, CountryReplace } from "./country.schemas.js";

/** What the schema cannot say. */
export function countryRules(
  body: CountryCreate | CountryReplace,
  faults: FaultList,
  row?: CountryRow,
): void {
  if (row !== undefined && faults.none("/id") && body.id !== undefined && body.id !== row.id) {
    faults.add("/id", "immutable", "cannot be changed");
  }
}
