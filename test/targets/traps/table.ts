import type { Edit } from "../../support/edited-project.ts";

/**
 * What FastAPI and Python do of themselves that the contract forbids, each with the edit that would bring it back into a
 * generated service, and what notices it: checks of the conformance suite, the type check, or that the service starts.
 */
export interface Trap {
  readonly trap: string;
  readonly edits: readonly Edit[];
  /**
   * What fails after the edits: each of these checks, by their whole names, that of their subject in brackets included;
   * or the type check; or the service does not start.
   */
  readonly caught: readonly string[] | "type check" | "start";
}

const types = "app/validation/types.py";
const documents = "app/http/documents.py";
const formats = "app/http/formats.py";
const middleware = "app/middleware.py";
const routing = "app/routing.py";

const judgeAccept = 'judge_accept(", ".join(request.headers.getlist("accept")) or None)';

const borders = (field: string) => `types: every value at its limits is judged right [${field}]`;
const foreign = (field: string) => `types: values of other types are refused [${field}]`;
const shown = (field: string) =>
  `types: values at the limits come back as they must be shown [${field}]`;

/** The name that a table's class would have for a property if it were not kept from it. */
function unguarded(name: string, caught: Trap["caught"]): Trap {
  const from = `${name}_: Mapped`;
  return {
    trap: `an attribute \`${name}\` of a table's class`,
    edits: [{ file: "app/classes/models.py", from, to: `${name}: Mapped` }],
    caught,
  };
}

function unguardedInBody(name: string, caught: Trap["caught"]): Trap {
  return {
    trap: `an attribute \`${name}\` of a body`,
    edits: [
      {
        file: "app/classes/schemas.py",
        from: new RegExp(`^    ${name}_: `, "gm"),
        to: `    ${name}: `,
      },
    ],
    caught,
  };
}

const ofFastApi: readonly Trap[] = [
  {
    trap: "a body is read before anything else is judged",
    edits: [
      { file: routing, from: `            ${judgeAccept}\n`, to: "" },
      {
        file: routing,
        from: "                return await handle(await _read_document(request))",
        to: `                document = await _read_document(request)\n                ${judgeAccept}\n                return await handle(document)`,
      },
    ],
    caught: ["judgement: Accept (406) before body syntax (400)"],
  },
  {
    trap: "malformed JSON is a 422 of its own",
    edits: [
      {
        file: documents,
        from: 'raise Problem(400, f"The body is not JSON: {error}.")',
        to: 'raise Problem(422, f"The body is not JSON: {error}.")',
      },
    ],
    caught: ["negotiation: a body cut short is 400"],
  },
  {
    trap: "an id of another form is a 422 of its own",
    edits: [
      { file: "app/values/router.py", from: /\{id:integer_id\}/g, to: "{id}" },
      {
        file: "app/errors.py",
        from: '    if "path" in places:\n        return not_found()\n',
        to: "",
      },
    ],
    caught: ["methods: an integer id may not be «abc»"],
  },
  {
    trap: "HEAD is a 405",
    edits: [{ file: middleware, from: '"GET" if method == "HEAD" else method}', to: "method}" }],
    caught: ["methods: HEAD of the collection is GET without its body [Value]"],
  },
  {
    trap: "a trailing slash is redirected",
    edits: [{ file: "app/main.py", from: "redirect_slashes=False", to: "redirect_slashes=True" }],
    caught: [
      "methods: a trailing slash of a collection is 404",
      "methods: a trailing slash of a row is 404",
    ],
  },
  {
    trap: "EmailStr rewrites what was sent",
    edits: [
      {
        file: types,
        from: '"must be an email address")\n    return value',
        to: '"must be an email address")\n    local, _, host = value.rpartition("@")\n    return f"{local}@{host.lower()}"',
      },
    ],
    caught: [shown("Value.mail")],
  },
  {
    trap: "AnyHttpUrl rewrites what was sent",
    edits: [
      { file: types, from: "    BaseModel,\n", to: "    AnyHttpUrl,\n    BaseModel,\n" },
      {
        file: types,
        from: 'with http or https")\n    return value',
        to: 'with http or https")\n    return str(AnyHttpUrl(value))',
      },
    ],
    caught: [shown("Value.link")],
  },
  {
    trap: "an integer is a datetime",
    edits: [
      {
        file: types,
        from: "def _datetime(value: object) -> datetime.datetime:\n",
        to: "def _datetime(value: object) -> datetime.datetime:\n    if isinstance(value, int):\n        return datetime.datetime.fromtimestamp(value, datetime.UTC)\n",
      },
    ],
    caught: [foreign("Value.moment")],
  },
  {
    trap: '"1e2" is a decimal',
    edits: [{ file: formats, from: '(?:\\.[0-9]+)?")', to: '(?:\\.[0-9]+)?(?:e[0-9]+)?")' }],
    caught: [borders("Value.price"), "filters: decimal = «1e2» is format"],
  },
  {
    trap: '"1_0" is a decimal',
    edits: [{ file: formats, from: 'r"-?[0-9]+(', to: 'r"-?[0-9]+(?:_[0-9]+)*(' }],
    caught: [borders("Value.price")],
  },
  {
    trap: "digits of other scripts are a decimal",
    edits: [{ file: formats, from: 'r"-?[0-9]+(', to: 'r"-?\\d+(' }],
    caught: [borders("Value.price")],
  },
  {
    trap: "`$` in a pattern stands before a final newline",
    edits: [{ file: "app/values/schemas.py", from: "+\\Z", to: "+$" }],
    caught: [borders("Value.code")],
  },
  {
    trap: "`$` in a format stands before a final newline",
    edits: [
      { file: formats, from: '*")\nUUID', to: '*$")\nUUID' },
      {
        file: types,
        from: "formats.UUID.fullmatch",
        to: "re.compile(formats.UUID.pattern + '$').match",
      },
    ],
    caught: [borders("Value.key")],
  },
];

const ofPython: readonly Trap[] = [
  {
    trap: 'true is an integer, and "1" too',
    edits: [{ file: "app/validation/bodies.py", from: "strict=True", to: "strict=False" }],
    caught: [foreign("Value.number"), foreign("Value.large")],
  },
  {
    trap: "true is a decimal",
    edits: [{ file: types, from: "isinstance(value, bool) or ", to: "" }],
    caught: [foreign("Value.price")],
  },
  {
    trap: "1.0 is no integer",
    edits: [{ file: documents, from: "return int(value) if", to: "return value if" }],
    caught: [
      "negotiation: the number 1.0 is an integer",
      "negotiation: the number 1E0 is an integer",
    ],
  },
  {
    trap: "a decimal holds the binary digits of a float",
    edits: [{ file: formats, from: "Decimal(repr(number))", to: "Decimal(number)" }],
    caught: [borders("Value.price")],
  },
  {
    trap: "a datetime may be without offset",
    edits: [{ file: formats, from: '([0-5][0-9]))"', to: '([0-5][0-9]))?"' }],
    caught: [borders("Value.moment"), "filters: datetime = «2024-01-01T00:00:00» is format"],
  },
  {
    trap: "a naive datetime is of the time zone of the machine",
    edits: [
      {
        file: documents,
        from: "utc = moment.astimezone(datetime.UTC).replace(tzinfo=None)",
        to: "utc = moment.replace(tzinfo=None).astimezone(datetime.UTC).replace(tzinfo=None)",
      },
    ],
    caught: ["environment: in Asia/Kathmandu times are what they are in UTC"],
  },
  {
    trap: "NaN and Infinity are numbers of JSON",
    edits: [{ file: documents, from: ", parse_constant=_refuse", to: "" }],
    caught: ["negotiation: NaN is 400", "negotiation: Infinity is 400"],
  },
  {
    trap: "a lone surrogate is text",
    edits: [
      {
        file: documents,
        from: 'return _marked(value) if b"\\\\u" in body else value',
        to: "return value",
      },
    ],
    caught: [
      "hostile: refused: a lone high surrogate",
      "hostile: as the name of a property: a lone low surrogate",
    ],
  },
  {
    trap: "U+0000 is text",
    edits: [{ file: formats, from: '"[\\0', to: '"[' }],
    caught: ["hostile: refused: U+0000"],
  },
  {
    trap: "integers have no end",
    edits: [
      {
        file: documents,
        from: "    value = float(text)\n",
        to: "    if text.lstrip('-').isdigit():\n        return int(text)\n    value = float(text)\n",
      },
    ],
    caught: ["negotiation: the number of 5,000 digits is type"],
  },
  {
    trap: "integers beyond 53 bits are exact",
    edits: [
      { file: documents, from: "if len(text) < 16 and", to: "if len(text) < 400 and" },
      { file: "app/values/schemas.py", from: "le=types.INT53_MAX", to: "le=2**63" },
    ],
    caught: [borders("Value.large")],
  },
  {
    trap: "the first of doubled names counts",
    edits: [
      {
        file: documents,
        from: "parse_int=_number",
        to: "parse_int=_number, object_pairs_hook=lambda pairs: dict(reversed(pairs))",
      },
    ],
    caught: ["negotiation: of doubled names the last counts"],
  },
  {
    trap: "modules that import each other's names in a circle",
    edits: [
      {
        file: "app/authors/repository.py",
        from: "from app.books import repository as books",
        to: "from app.books.repository import find_many",
      },
      { file: "app/authors/repository.py", from: "books.find_many", to: "find_many" },
      {
        file: "app/books/repository.py",
        from: "from app.authors import repository as authors",
        to: "from app.authors.repository import find_many",
      },
      { file: "app/books/repository.py", from: /authors\.find_many/g, to: "find_many" },
    ],
    caught: "start",
  },
];

const ofNames: readonly Trap[] = [
  unguarded("class", "start"),
  unguarded("import", "start"),
  unguarded("metadata", "start"),
  unguarded("registry", "start"),
  unguardedInBody("model_config", "start"),
  unguardedInBody("model_fields", "type check"),
  unguardedInBody("model_dump", "type check"),
  unguardedInBody("schema", "type check"),
  unguardedInBody("json", "type check"),
  unguardedInBody("copy", "type check"),
  unguardedInBody("dict", "type check"),
  unguardedInBody("validate", "type check"),
  unguardedInBody("construct", "type check"),
];

export const TRAPS: readonly Trap[] = [...ofFastApi, ...ofPython, ...ofNames];
