/** What the document says of operations in words. */
import type { Model, Resource } from "../../model/model.ts";
import { fieldNamed, resourceNamed } from "../lookup.ts";
import type { HttpOperation } from "../operations.ts";

function singular({ words }: Resource): string {
  return words.join(" ");
}

export function plural({ pluralWords }: Resource): string {
  return pluralWords.join(" ");
}

export function summary(model: Model, operation: HttpOperation): string {
  const resource = resourceNamed(model, operation.resource);
  const one = singular(resource);
  const article = /^[aeiou]/.test(one) ? "an" : "a";
  const under =
    operation.nested === null
      ? ""
      : ` by ${fieldNamed(resource, operation.nested.field).name.replaceAll("_", " ")}`;
  const link = operation.link?.name.replaceAll("_", " ") ?? "";
  switch (operation.kind) {
    case "list":
      return `List ${plural(resource)}${under}`;
    case "create":
      return `Create ${article} ${one}${under}`;
    case "retrieve":
      return `Retrieve ${article} ${one}${under}`;
    case "replace":
      return `Replace ${article} ${one}${under}`;
    case "update":
      return `Update ${article} ${one}${under}`;
    case "delete":
      return `Delete ${article} ${one}${under}`;
    case "list_links":
      return `List the ${link} of ${article} ${one}`;
    case "add_link":
      return `Add to the ${link} of ${article} ${one}`;
    case "remove_link":
      return `Remove from the ${link} of ${article} ${one}`;
  }
}

export function explanation({ kind, nested }: HttpOperation): string {
  const under = nested === null ? "" : " The row must be one of this parent.";
  switch (kind) {
    case "list":
    case "list_links":
      return "One page; follow `Link` or `page.next_cursor` for the next.";
    case "create":
      return nested === null
        ? "The new row is answered."
        : "The new row gets this parent and is answered.";
    case "retrieve":
      return `With \`If-None-Match\`, 304 while nothing changed.${under}`;
    case "replace":
      return `What is absent takes its default, or none.${under}`;
    case "update":
      return `A JSON merge patch (RFC 7396): what is absent stays as it is.${under}`;
    case "delete":
      return `The row is gone afterwards.${under}`;
    case "add_link":
      return "Linking what is linked changes nothing.";
    case "remove_link":
      return "Taking away a link that is not there changes nothing.";
  }
}
