/** Requests that no operation takes: other methods, broken bodies, wrong media types, paths and conditions. */
import type { Dice } from "../../random/dice.ts";
import type { Question } from "./questions.ts";

const JSON_BODY = { "content-type": "application/json" };

const BODIES = ["", "{", "null", "[]", "1", '{"a":NaN}', "\ufeff{}", '{"a":1e999}', '"\\ud800"'];
const MEDIA_TYPES = [
  "text/plain",
  "application/json; charset=latin1",
  "application/merge-patch+json",
];
const IDS = [
  "0",
  "x",
  "1.0",
  "%00",
  "1/2",
  "",
  "01",
  "+1",
  "1_0",
  "1e0",
  "%31",
  "9007199254740993",
];
const TAGS = ["", "x", '"x"', 'W/"x"', "*"];

export function malformed(dice: Dice, collection: string, item: string): Question {
  return dice.pick<Question>([
    { method: "OPTIONS", path: collection, headers: {} },
    { method: "OPTIONS", path: item, headers: {} },
    { method: "POST", path: item, body: "{}", headers: JSON_BODY },
    { method: "PATCH", path: collection, body: "{}", headers: JSON_BODY },
    { method: "POST", path: collection, body: dice.pick(BODIES), headers: JSON_BODY },
    {
      method: "POST",
      path: collection,
      body: "{}",
      headers: { "content-type": dice.pick(MEDIA_TYPES) },
    },
    { method: "GET", path: `${collection}/${dice.pick(IDS)}`, headers: {} },
    { method: "GET", path: `${collection}${dice.pick(["x", "/", "//", "?", "%2F"])}`, headers: {} },
    {
      method: "PATCH",
      path: item,
      body: "{}",
      headers: { ...JSON_BODY, "if-match": dice.pick(TAGS) },
    },
  ]);
}
