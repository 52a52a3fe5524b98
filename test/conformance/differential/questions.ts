/** Requests as clients make them, and as they should not: made up from the declaration and from what was answered. */
import type { JsonValue, Resource } from "../../../src/model/model.ts";
import type { Dice } from "../../random/dice.ts";
import type { Response } from "../client.ts";
import { withQuery } from "../lists.ts";
import { has, isCreatable, isWritable, resourceNamed, toManys } from "../model.ts";
import type { Body } from "../model.ts";
import { isBody } from "../rows.ts";
import type { Rows } from "../rows.ts";
import { sample, fieldValues } from "../values/arbitrary.ts";
import { borderline, foreign } from "../values/borderline.ts";
import { listQuery } from "./list-query.ts";
import { malformed } from "./malformed.ts";

/** One request, in the left service's terms. */
export interface Question {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The rows of a collection that are kept in mind. */
const REMEMBERED = 20;
const JSON_BODY = { "content-type": "application/json" };

export class Questions {
  readonly #dice: Dice;
  readonly #rows: Rows;
  readonly #times: ReadonlySet<string>;
  readonly #subjects: readonly Resource[];
  /** Rows by the path of their collection. */
  readonly #known = new Map<string, Body[]>();
  /** The page after the last list that had one. */
  #nextPage: string | null = null;

  /** @param times names of properties that no list may be filtered or sorted by. */
  constructor(dice: Dice, rows: Rows, times: ReadonlySet<string>) {
    this.#dice = dice;
    this.#rows = rows;
    this.#times = times;
    this.#subjects = rows.model.resources.filter((one) => isCreatable(rows.model, one));
  }

  /** Keeps what an answer shows for later requests. */
  learn(path: string, answer: Response): void {
    if (answer.status > 201 || answer.bytes.length === 0 || !isBody(answer.json)) return;
    if (answer.status === 201) {
      const collection = path.replace(/\?.*/, "");
      this.#known.set(collection, [...this.#mine(collection).slice(-REMEMBERED), answer.json]);
    }
    const page = answer.json["page"];
    const cursor = isBody(page) ? page["next_cursor"] : null;
    if (typeof cursor === "string") {
      const [collection = "", query = ""] = path.split("?", 2);
      const kept = query.split("&").filter((one) => !/^(cursor|offset|)(=|$)/.test(one));
      this.#nextPage = `${collection}?${[...kept, `cursor=${encodeURIComponent(cursor)}`].join("&")}`;
    }
  }

  async next(): Promise<Question> {
    const resource = this.#dice.pick(this.#subjects);
    const collection = this.#rows.paths.collection(resource);
    const mine = this.#mine(collection);
    const item = this.#rows.paths.item(resource, this.#someId(mine));
    const tag = resource.requireIfMatch && this.#dice.chance(80) ? { "if-match": "*" } : {};
    const writing = { ...JSON_BODY, ...tag };
    const kinds: readonly (readonly [boolean, number, () => Promise<Question> | Question])[] = [
      [has(resource, "create"), 3, () => this.#creation(resource, collection)],
      [has(resource, "list"), 2, () => this.#list(resource, collection)],
      [has(resource, "retrieve"), 1, () => this.#retrieval(item)],
      [
        has(resource, "update"),
        2,
        () => ({
          method: "PATCH",
          path: item,
          body: this.#spoilt(resource, {}),
          headers: writing,
        }),
      ],
      [
        has(resource, "replace"),
        1,
        async () => ({
          method: "PUT",
          path: item,
          body: this.#spoilt(resource, await this.#rows.body(resource)),
          headers: writing,
        }),
      ],
      [
        has(resource, "delete"),
        1,
        () => ({ method: this.#dice.pick(["DELETE", "GET", "GET"]), path: item, headers: tag }),
      ],
      [resource.nested.length > 0, 2, () => this.#nested(resource)],
      [toManys(resource).length > 0, 2, () => this.#link(resource, mine)],
      [this.#nextPage !== null, 1, () => this.#get(this.#nextPage ?? collection)],
      [true, 1, () => malformed(this.#dice, collection, item)],
    ];
    const offered = kinds.flatMap(([is, weight, make]) => (is ? Array(weight).fill(make) : []));
    return this.#dice.pick<() => Promise<Question> | Question>(offered)();
  }

  #mine(collection: string): readonly Body[] {
    return this.#known.get(collection) ?? [];
  }

  #someId(rows: readonly Body[]): JsonValue {
    const row = rows.length > 0 ? this.#dice.pick(rows) : null;
    return row?.["id"] ?? "999999";
  }

  #get(path: string): Question {
    return { method: "GET", path, headers: {} };
  }

  async #creation(resource: Resource, path: string): Promise<Question> {
    const extent = this.#dice.chance(40) ? "least" : "full";
    const body = await this.#rows.body(resource, {}, extent);
    const sent = this.#dice.chance(33) ? this.#spoilt(resource, body) : JSON.stringify(body);
    return { method: "POST", path, body: sent, headers: JSON_BODY };
  }

  #list(resource: Resource, path: string): Question {
    const known = this.#mine(this.#rows.paths.collection(resource));
    const query = listQuery(this.#dice, this.#rows.model, resource, {
      known,
      times: this.#times,
    });
    return this.#get(withQuery(path, query));
  }

  #retrieval(item: string): Question {
    return {
      method: this.#dice.pick(["GET", "HEAD"]),
      path: item + this.#dice.pick(["", "?fields=id", "?fields=nope", "?x=1"]),
      headers: this.#dice.pick<Record<string, string>>([
        {},
        { accept: "text/html" },
        { "if-none-match": "*" },
      ]),
    };
  }

  /** Under a parent that is there or is not, of a child that is its own or is not. */
  async #nested(resource: Resource): Promise<Question> {
    const nested = this.#dice.pick(resource.nested);
    const field = resource.fields.find((one) => one.name === nested.field);
    if (field === undefined || field.kind !== "to_one")
      throw new Error(`${resource.name} is nested under ${nested.field}, which is no relation`);
    const parents = this.#rows.paths.collection(resourceNamed(this.#rows.model, field.to));
    const collection = this.#rows.paths.nested(nested, this.#someId(this.#mine(parents)));
    const children = this.#mine(this.#rows.paths.collection(resource));
    const item = `${collection}/${encodeURIComponent(String(this.#someId(children)))}`;
    const kinds: readonly (readonly [boolean, () => Promise<Question> | Question])[] = [
      [has(resource, "list"), () => this.#list(resource, collection)],
      [has(resource, "retrieve"), () => this.#retrieval(item)],
      [has(resource, "create"), () => this.#creation(resource, collection)],
      [true, () => this.#get(item)],
    ];
    const offered = kinds.flatMap(([is, make]) => (is ? [make] : []));
    return this.#dice.pick(offered)();
  }

  #link(resource: Resource, mine: readonly Body[]): Question {
    const { paths, model } = this.#rows;
    const field = this.#dice.pick(toManys(resource));
    const target = resourceNamed(model, field.to);
    const id = this.#someId(mine);
    if (this.#dice.chance(30)) return this.#list(target, paths.links(resource, id, field));
    const other = this.#someId(this.#mine(paths.collection(target)));
    return {
      method: this.#dice.pick(["PUT", "PUT", "DELETE", "GET"]),
      path: paths.link(resource, id, field, other),
      headers: {},
    };
  }

  /** A body with some scalars set to values at their limits, or of other types, or taken away. */
  #spoilt(resource: Resource, body: Body): string {
    const dice = this.#dice;
    const fields = resource.fields.filter((field) => field.kind === "scalar" && isWritable(field));
    const result: Body = { ...body };
    for (const field of dice.several(fields, dice.integer(0, 3))) {
      if (field.kind !== "scalar") continue;
      const values: (JsonValue | undefined)[] = dice.pick([
        borderline(this.#rows.model, field, this.#rows.next()),
        foreign(field),
        [null, undefined],
        [sample(fieldValues(field, this.#rows.model, "wild"), this.#rows.next())],
      ]);
      if (values.length === 0) continue;
      const value = dice.pick(values);
      if (value === undefined) delete result[field.property];
      else result[field.property] = value;
    }
    if (dice.chance(10)) result[dice.pick(["", "x", "Id"])] = 1;
    return JSON.stringify(result);
  }
}
