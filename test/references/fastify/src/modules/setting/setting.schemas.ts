import { type Static, Type } from "typebox";
import { pageOf } from "../../http/listing.js";
import { AnyJson, Ignored, IntegerId, Text } from "../../http/schemas.js";

/** One row per key, read by the shop's front end. */
export const SettingSchema = Type.Object({
  id: Type.Integer(),
  key: Type.String(),
  value: Type.Unknown(),
  created_at: Type.String(),
  updated_at: Type.String(),
});

export type SettingRepresentation = Static<typeof SettingSchema>;

const input = {
  id: Ignored(),
  key: Text({ minLength: 1, maxLength: 60 }),
  value: AnyJson(),
  created_at: Ignored(),
  updated_at: Ignored(),
};

export const SettingCreateSchema = Type.Object(input, { additionalProperties: false });

export type SettingCreate = Static<typeof SettingCreateSchema>;

export const SettingReplaceSchema = SettingCreateSchema;

export type SettingReplace = Static<typeof SettingReplaceSchema>;

const element = Type.Object({
  id: IntegerId(),
});

export type SettingPath = Static<typeof element>;

const ifMatch = Type.Object({ "if-match": Type.Optional(Type.String()) });

export const settingRouteSchemas = {
  list: { params: element, response: { 200: pageOf(SettingSchema) } },
  retrieve: { params: element, response: { 200: SettingSchema } },
  update: {
    params: element,
    headers: ifMatch,
    body: SettingReplaceSchema,
    response: { 200: SettingSchema },
  },
};
