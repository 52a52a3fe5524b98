/** Names of Python code. The user's names are free; what the language or a library keeps for itself gets a suffix. */

/** Keywords, soft keywords and constants. (https://docs.python.org/3/reference/lexical_analysis.html#keywords) */
const KEYWORDS: ReadonlySet<string> = new Set(
  [
    "False None True and as assert async await break class continue def del elif else except finally for from global",
    "if import in is lambda nonlocal not or pass raise return try while with yield match case type _ self cls",
  ]
    .join(" ")
    .split(" "),
);

/**
 * Attributes that Pydantic's BaseModel or SQLAlchemy's declarative classes have already; a field of such a name would
 * hide them or be refused.
 */
const ATTRIBUTES: ReadonlySet<string> = new Set(
  [
    "construct copy dict fields from_orm json parse_file parse_obj parse_raw schema schema_json update_forward_refs",
    "validate metadata registry merge merge_into ignore_read_only READ_ONLY MERGED query",
    "int float str bool list dict set object bytes Field Annotated Literal Decimal datetime operator types columns sa",
  ]
    .join(" ")
    .split(" "),
);

/** Modules of an emitted project beside which the packages of resources stand. */
const MODULES: ReadonlySet<string> = new Set(
  [
    "columns config database deletion dependencies documentation errors health http listing logs main middleware",
    "migration objects online paths rebuild responses routing rows seed validation",
  ]
    .join(" ")
    .split(" "),
);

/** Names in capitals and lower case that emitted modules bind beside the classes of resources. */
const CLASSES: ReadonlySet<string> = new Set(
  [
    "APIRouter AbstractContextManager Annotated AsyncIterator Base Body BinaryExpression Callable Check ClassVar",
    "Column ColumnElement Columns CommandError Connection Data Database DatabaseDep Decimal Depends FastAPI False",
    "Fault Field FindMany Id IfMatch IfMatchDep IntegrityError Iterable JsonValue Judgement Key Links ListQuery",
    "Listing Literal Locked Mapped Mapping Merge None Page Parent Path Problem Property Representation Request",
    "Resource Response Selection Sequence Settings SortKey Stored Table True Unjudged Values ContractRoute",
    "ContractRouter BaseException Exception Warning Ellipsis",
    "ArithmeticError AssertionError AttributeError BufferError EOFError ImportError IndexError KeyError LookupError",
    "MemoryError NameError OSError OverflowError ReferenceError RuntimeError StopIteration SyntaxError SystemError",
    "TypeError UnicodeError ValueError NotImplemented TimeoutError ConnectionError PermissionError",
  ]
    .join(" ")
    .split(" "),
);

/** An attribute of a class for a wished name. Leading underscores would make it private to Pydantic. */
export function attributeName(wished: string): string {
  const start = wished.replace(/^_+/, "");
  const name = start === "" || /^[0-9]/.test(start) ? `field_${start}` : start;
  const clashes =
    KEYWORDS.has(name) || ATTRIBUTES.has(name) || name.startsWith("model_") || name.endsWith("__");
  return clashes || name !== wished ? `${name}_` : name;
}

/** The name of a module or package for a wished one. */
export function moduleName(wished: string): string {
  return KEYWORDS.has(wished) || MODULES.has(wished) || /^[0-9_]/.test(wished)
    ? `r_${wished}`
    : wished;
}

/** The name of a class for a wished one. */
export function className(wished: string): string {
  return CLASSES.has(wished) ? `${wished}Row` : wished;
}
