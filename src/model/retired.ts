/** `drop: keep`: what is no longer served and stays in the database. To the rest of the model it is not there. */
import type { Declaration, ResourceForm } from "../language/declaration.ts";
import type { FieldForm } from "../language/form.ts";

export interface RetiredForms {
  readonly resources: readonly ResourceForm[];
  /** By the name of the resource. */
  readonly fields: ReadonlyMap<string, readonly FieldForm[]>;
}

export function withoutRetired(whole: Declaration): {
  readonly declaration: Declaration;
  readonly retired: RetiredForms;
} {
  const fields = new Map<string, readonly FieldForm[]>();
  const resources = whole.resources
    .filter(({ values }) => values.drop === undefined)
    .map((form) => {
      const dropped = form.fields.filter(({ keys }) => keys.drop !== undefined);
      if (dropped.length === 0) return form;
      fields.set(form.name, dropped);
      return { ...form, fields: form.fields.filter((field) => !dropped.includes(field)) };
    });
  return {
    declaration: { ...whole, resources },
    retired: {
      resources: whole.resources.filter(({ values }) => values.drop !== undefined),
      fields,
    },
  };
}
