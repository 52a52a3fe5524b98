import { didYouMean } from "../suggest.ts";
import { entry, type None } from "./entry.ts";

/** The habits of other languages with null. */
function nullability(word: string): string | null {
  if (/^(?:required|not|notnull|not_null)$/i.test(word)) {
    return "remove it: a field is required unless `?` follows its type";
  }
  return /^(?:optional|nullable|null)$/i.test(word) ? "write `?` after the type" : null;
}

/** RW12xx: a field written as one string. */
export const shorthand = {
  RW1201: entry<{ found: string; expected: string }>({
    cause: ({ found, expected }) =>
      `${found === "" ? "the field ends" : `\`${found}\` stands`} where ${expected} is expected`,
    fix: ({ expected }) => `write ${expected}, or use the long form of the field`,
  }),
  RW1203: entry<{ open: string; close: string }>({
    cause: ({ open, close }) => `\`${open}\` is not closed by \`${close}\``,
    fix: ({ close }) => `add \`${close}\``,
  }),
  RW1204: entry<{ type: string; form: string | null }>({
    cause: ({ type, form }) =>
      form === null
        ? `\`${type}\` takes nothing in parentheses`
        : `what \`${type}\` takes in parentheses is of the form \`${form}\``,
    fix: ({ type, form }) =>
      form === null ? "remove the parentheses" : `write for example \`${type}${form}\``,
  }),
  RW1205: entry<{ key: string }>({
    cause: ({ key }) => `\`${key}\` is said twice`,
    fix: () => "keep one of the two",
  }),
  RW1206: entry<{ word: string; known: readonly string[] }>({
    cause: ({ word }) => `\`${word}\` is no modifier of a field`,
    fix: ({ word, known }) => nullability(word) ?? didYouMean(word, known),
  }),
  RW1207: entry<None>({
    cause: () => "a value is missing after `=`",
    fix: () => 'write `= 0`, `= draft`, `= "two words"`, `= [1, 2]` or `= now`',
  }),
  RW1208: entry<{ written: string }>({
    cause: ({ written }) => `\`${written}\` is neither a decimal number nor a date`,
    fix: () => "write plain digits such as `10`, `-0.5`, or a date such as `2000-01-31`",
  }),
  RW1209: entry<None>({
    cause: () => "the default in brackets is not JSON",
    fix: () => 'write a JSON list, with double quotes around text: `["a", "b"]`',
  }),
  RW1210: entry<{ whole: string; corrected: string }>({
    cause: ({ whole }) =>
      `YAML reads \` #\` as the beginning of a comment and cuts \`${whole}\` there`,
    fix: ({ corrected }) => `put quotes around the whole value: \`${corrected}\``,
  }),
  RW1211: entry<{ whole: string; corrected: string }>({
    cause: ({ whole }) =>
      `inside \`{ }\` or \`[ ]\` YAML takes \`${whole}\` apart at a comma or bracket`,
    fix: ({ corrected }) => `put quotes around it, or on a line of its own: \`${corrected}\``,
  }),
  RW1212: entry<{ arrow: string }>({
    cause: ({ arrow }) => `\`${arrow}\` is not followed by the name of a resource`,
    fix: ({ arrow }) => `write for example \`${arrow} Author\``,
  }),
  RW1213: entry<{ whole: string; corrected: string }>({
    cause: ({ whole }) =>
      `YAML reads \`: \` as the end of a key and takes \`${whole}\` apart there`,
    fix: ({ corrected }) => `put quotes around the whole value: \`${corrected}\``,
  }),
};
