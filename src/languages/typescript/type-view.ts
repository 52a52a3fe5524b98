/** One embedded type as templates of TypeScript targets print it. */
import { embeddedShape } from "../../contract/shapes.ts";
import type { EmbeddedType, Model } from "../../model/model.ts";
import { docComment } from "./comments.ts";
import { propertyKey } from "./identifiers.ts";
import { isPatched, mergeImportsOf, mergeRulesOf } from "./merge-view.ts";
import { namesOf } from "./names.ts";
import {
  absentCode,
  givenCode,
  importsOf,
  inputProperties,
  itemValue,
  outputProperties,
  schemaImports,
  typeReferences,
  valueCode,
} from "./property-code.ts";
import { nullable } from "./scalar-code.ts";
import type * as Views from "./views.ts";

export function typeView(model: Model, type: EmbeddedType): Views.TypeView {
  const { properties } = embeddedShape(model, type, "create");
  const output = outputProperties(model, embeddedShape(model, type, "read"));
  const input = inputProperties(model, embeddedShape(model, type, "create"));
  const values = properties.map((property) => {
    const canLack = absentCode(property) !== null;
    const whole = givenCode("input", property);
    const converted = itemValue(model, property.value, "value");
    const plain = converted === "value";
    const called = converted.startsWith("value.") && canLack ? `(${whole})` : whole;
    return {
      key: propertyKey(property.name),
      value: plain
        ? whole
        : property.nullable
          ? nullable(whole, true, () => converted)
          : itemValue(model, property.value, called),
    };
  });
  const mergeRules = isPatched(model, type.name) ? mergeRulesOf(model, type.fields) : [];
  const rules = mergeRules.map(({ rule }) => rule);
  const code = [...values.map(({ value }) => value), ...rules].join("\n");
  const merge = rules.length > 0 ? "mergeMembers" : "";
  return {
    names: namesOf(type.words),
    docComment: docComment(type.description ?? ""),
    output,
    input,
    values,
    usesNow: properties.some((property) => property.default?.kind === "now"),
    mergeRules,
    imports: together(
      [
        { from: "../http/schemas.js", names: schemaImports([...output, ...input]) },
        ...typeReferences(model, properties).map(({ names: { file, pascal } }) => ({
          from: `./${file}.js`,
          names: [`${pascal}InputSchema`, `${pascal}Schema`],
        })),
      ],
      importsOf(
        [
          ...properties
            .flatMap(({ value }) => valueCode(model, value).imports)
            .map(
              ([from, name]) =>
                [from.replace("../../types/", "./").replace("../../", "../"), name] as const,
            ),
          ["../database/columns.js", "orNull"],
          ...mergeImportsOf(model, mergeRules, { http: "../http", types: "." }),
        ],
        `${code}\n${merge}`,
      ),
    ),
  };
}

/** One import of each module, sorted. */
function together(...lists: readonly (readonly Views.Import[])[]): readonly Views.Import[] {
  const byModule = new Map<string, string[]>();
  for (const { from, names } of lists.flat()) {
    byModule.set(from, [...(byModule.get(from) ?? []), ...names]);
  }
  return [...byModule]
    .filter(([, names]) => names.length > 0)
    .map(([from, names]) => ({ from, names: names.sort() }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}
