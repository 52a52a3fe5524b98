import { describe, expect, test } from "vitest";
import { merge } from "./request.ts";
import { hasPython } from "../../support/requirements.ts";

const CLEAN = [
  {
    name: "a column and a column of the user's own at the same spot",
    base: "class Book(Base):\n    id: Mapped[int] = mapped_column(primary_key=True)\n    title: Mapped[str] = mapped_column(String(200))\n",
    mine: "class Book(Base):\n    id: Mapped[int] = mapped_column(primary_key=True)\n    title: Mapped[str] = mapped_column(String(200))\n    # where it stands\n    shelf: Mapped[str] = mapped_column(String(9))  # mine\n",
    theirs:
      "class Book(Base):\n    id: Mapped[int] = mapped_column(primary_key=True)\n    title: Mapped[str] = mapped_column(String(200))\n    pages: Mapped[int] = mapped_column()\n",
    want: "class Book(Base):\n    id: Mapped[int] = mapped_column(primary_key=True)\n    title: Mapped[str] = mapped_column(String(200))\n    pages: Mapped[int] = mapped_column()\n    # where it stands\n    shelf: Mapped[str] = mapped_column(String(9))  # mine\n",
  },
  {
    name: "names in one import, on one line",
    base: "from app.x import a\n\nrun(a)\n",
    mine: "from app.x import a, own\n\nrun(a)\n",
    theirs: "from app.x import a, field\n\nrun(a)\n",
    want: "from app.x import a, field, own\n\nrun(a)\n",
  },
  {
    name: "names in one import that one side broke over lines",
    base: "from app.x import a\n\nrun(a)\n",
    mine: "from app.x import a, own\n\nrun(a)\n",
    theirs: "from app.x import (\n    a,\n    field,\n)\n\nrun(a)\n",
    want: "from app.x import (\n    a,\n    field,\n    own,\n)\n\nrun(a)\n",
  },
  {
    name: "routes at the end of one module",
    base: '@router.get("/books")\nasync def list_books() -> list[Book]:\n    """All “books” 📚."""\n    return []\n',
    mine: '@router.get("/books")\nasync def list_books() -> list[Book]:\n    """All “books” 📚."""\n    return []\n\n\n@router.get("/books/own")\nasync def own() -> None:\n    audit("📚")  # mine\n',
    theirs:
      '@router.get("/books")\nasync def list_books() -> list[Book]:\n    """All “books” 📚."""\n    return []\n\n\n@router.post("/books")\nasync def create_book() -> None:\n    pass\n',
    want: '@router.get("/books")\nasync def list_books() -> list[Book]:\n    """All “books” 📚."""\n    return []\n\n\n@router.post("/books")\nasync def create_book() -> None:\n    pass\n\n\n@router.get("/books/own")\nasync def own() -> None:\n    audit("📚")  # mine\n',
  },
  {
    name: "routers of a registry",
    base: "app = FastAPI()\napp.include_router(books.router)\n",
    mine: "app = FastAPI()\napp.include_router(books.router)\napp.include_router(own.router)\n",
    theirs: "app = FastAPI()\napp.include_router(books.router)\napp.include_router(tags.router)\n",
    want: "app = FastAPI()\napp.include_router(books.router)\napp.include_router(tags.router)\napp.include_router(own.router)\n",
  },
  {
    name: "keyword arguments of one call",
    base: "title = Field(min_length=1, max_length=200)\n",
    mine: 'title = Field(min_length=1, max_length=200, description="Mine")\n',
    theirs: "title = Field(min_length=1, max_length=300)\n",
    want: 'title = Field(min_length=1, max_length=300, description="Mine")\n',
  },
  {
    name: "entries of a dictionary inside a function",
    base: 'def out(row):\n    return {\n        "id": row.id,\n        "title": row.title,\n    }\n',
    mine: 'def out(row):\n    return {\n        "id": row.id,\n        "title": row.title,\n        "own": own(row),\n    }\n',
    theirs:
      'def out(row):\n    return {\n        "id": row.id,\n        "title": row.title,\n        "pages": row.pages,\n    }\n',
    want: 'def out(row):\n    return {\n        "id": row.id,\n        "title": row.title,\n        "pages": row.pages,\n        "own": own(row),\n    }\n',
  },
  {
    name: "methods of one class, decorated and documented",
    base: "class A:\n    def one(self) -> int:\n        return 1\n",
    mine: "class A:\n    def one(self) -> int:\n        return 1\n\n    @property\n    def own(self) -> int:\n        return 2\n",
    theirs:
      "class A:\n    def one(self) -> int:\n        return 1\n\n    @classmethod\n    def two(cls) -> int:\n        return 3\n",
    want: "class A:\n    def one(self) -> int:\n        return 1\n\n    @classmethod\n    def two(cls) -> int:\n        return 3\n\n    @property\n    def own(self) -> int:\n        return 2\n",
  },
];

describe("structural merge of Python", () => {
  test.skipIf(!hasPython).each(CLEAN)("settles $name", async ({ base, mine, theirs, want }) => {
    const merged = await merge({ path: "app/a.py", base, mine, theirs });
    expect(merged.text).toBe(want);
    expect(merged).toMatchObject({ status: "merged", level: "structure", conflicts: [] });
  });

  test.skipIf(!hasPython)(
    "refuses a method that both sides added at different places",
    async () => {
      const between =
        "    def a(self):\n        pass\n\n    def b(self):\n        pass\n\n    def c(self):\n        pass\n";
      const merged = await merge({
        path: "app/a.py",
        base: `class A:\n${between}`,
        mine: `class A:\n    def count(self):\n        return 1\n\n${between}`,
        theirs: `class A:\n${between}\n    def count(self):\n        return 2\n`,
      });
      expect(merged.status).toBe("conflict");
    },
  );

  test("falls back to lines where there is no Python", async () => {
    const merged = await merge({
      path: "app/a.py",
      base: "a = 1\nb = 2\n",
      mine: "a = 1\nb = 2\nown = 1\n",
      theirs: "a = 1\nb = 2\nfield = 1\n",
      runPython: async () => null,
    });
    expect(merged).toMatchObject({ status: "conflict", level: "text" });
    expect(merged.conflicts).toEqual([{ base: "", mine: "own = 1\n", theirs: "field = 1\n" }]);
  });
});
