import { type Static, Type } from "typebox";
import { Nullable, Text } from "../http/schemas.js";

export const AddressSchema = Type.Object({
  street: Type.String(),
  city: Type.String(),
  postcode: Nullable(Type.String()),
});

export type AddressRepresentation = Static<typeof AddressSchema>;

export const AddressInputSchema = Type.Object(
  {
    street: Text({ minLength: 1, maxLength: 100 }),
    city: Text({ minLength: 1, maxLength: 60 }),
    postcode: Type.Optional(Nullable(Text({ minLength: 3, maxLength: 10 }))),
  },
  { additionalProperties: false },
);

/** As it is stored and shown: nothing is left out. */
export function addressValue(input: Static<typeof AddressInputSchema>): AddressRepresentation {
  return {
    street: input.street,
    city: input.city,
    postcode: input.postcode ?? null,
  };
}
