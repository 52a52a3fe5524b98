import { datetime, integerId, string } from "../../http/field-types.js";
import type { ListDefinition } from "../../http/list-query.js";
import { SettingSchema } from "./setting.schemas.js";

/** What lists of settings can be asked for. */
export const settingList: ListDefinition = {
  columns: {
    id: { column: "settings.id", type: integerId },
    key: { column: "settings.key", type: string },
    created_at: { column: "settings.created_at", type: datetime },
    updated_at: { column: "settings.updated_at", type: datetime },
  },
  properties: Object.keys(SettingSchema.properties),
  relations: [],
  search: [],
  defaultSort: [{ property: "id", descending: false }],
};
