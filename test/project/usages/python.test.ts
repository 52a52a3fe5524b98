/** What a rename or removal means to Python of the user's own, as far as imports and annotations tell. */
import { expect, test } from "vitest";
import { pythonOf } from "../../../src/project/python.ts";
import { searchPython } from "../../../src/project/usages/python.ts";
import { inProject, shown, type Written } from "./tree.ts";

const SCHEMAS = (status: string) => `from pydantic import BaseModel

class BookBase(BaseModel):
    title: str
    ${status}: str

class BookCreate(BookBase):
    cover_url: str | None = None

class Shelf(BaseModel):
    best: BookCreate

def find_book(book_id: int, ${status}: str = "draft") -> BookCreate:
    return BookCreate(title="", ${status}=${status})
`;

async function usages(written: Written): Promise<string[]> {
  return inProject(written, async (search) => {
    const found = await searchPython(search, pythonOf(search.root));
    if (typeof found === "string") throw new Error(found);
    return shown(written.own, found);
  });
}

const OWN = `"""About the status of a book."""
from starlette.requests import Request
from starlette.responses import Response
import requests
from typing import Annotated, Optional

from app.books import schemas
from app.books.schemas import BookCreate, Shelf, find_book


def typed(book: BookCreate, other: "BookCreate | None", shelf: Annotated[Shelf, 1], response: Response) -> None:
    print(book.status)
    print(other.status, shelf.best.status)
    print(response.status)
    print(find_book(1).status)
    made = schemas.BookCreate(title="x", status="draft")
    print(made.status, made.title)
    find_book(1, status="x")
    requests.get("https://example.com", status=1)


def untyped(book, rows, request: Request):
    status = request.status
    print(book.status, rows[0]["status"], {"status": 1}, "status")
    for status in rows:
        print(status)
    return status


class Own(BookCreate):
    def show(self, status: str) -> str:
        return self.status + status + str(Optional)


class Other:
    status: int = 1

    def show(self) -> int:
        return self.status + Other().status
`;
import { hasPython } from "../../support/requirements.ts";

test.skipIf(!hasPython)(
  "a renamed field: what has it by its type is told, what nothing is known of is told apart",
  async () => {
    const written: Written = {
      generated: {
        "app/__init__.py": ["", ""],
        "app/books/__init__.py": ["", ""],
        "app/books/schemas.py": [SCHEMAS("status"), SCHEMAS("state")],
      },
      names: [{ from: "status", to: "state" }],
      own: { "own/rules.py": OWN },
    };
    expect(await usages(written)).toEqual([
      "reference status: print(book.status)",
      "reference status: print(other.status, shelf.best.status)",
      "reference status: print(other.status, shelf.best.status)",
      "reference status: print(find_book(1).status)",
      'reference status: made = schemas.BookCreate(title="x", status="draft")',
      "reference status: print(made.status, made.title)",
      'reference status: find_book(1, status="x")',
      'unsure status: print(book.status, rows[0]["status"], {"status": 1}, "status")',
      'unsure status: print(book.status, rows[0]["status"], {"status": 1}, "status")',
      "reference status: return self.status + status + str(Optional)",
    ]);
  },
);

test.skipIf(!hasPython)("a removed field, and texts that can mean nothing else", async () => {
  const own = `from app.books.schemas import BookCreate
def cover(book: BookCreate) -> str:
    """The cover_url of a book."""
    return book.cover_url or "select cover_url from books"
def later(row, client):
    return row["cover_url"], client.post("/books", json={"cover_url": "x", "discover_urls": 1}), dict(cover_url=1)
`;
  const written: Written = {
    generated: {
      "app/books/schemas.py": [
        SCHEMAS("status"),
        SCHEMAS("status").replace("cover_url: str | None = None", "pass"),
      ],
    },
    names: [{ from: "cover_url", to: null }],
    own: { "own.py": own },
  };
  const later = own.split("\n")[5]?.trim();
  expect(await usages(written)).toEqual([
    'reference cover_url: return book.cover_url or "select cover_url from books"',
    'unsure cover_url: return book.cover_url or "select cover_url from books"',
    `unsure cover_url: ${later}`,
    `unsure cover_url: ${later}`,
  ]);
});

test.skipIf(!hasPython)(
  "a renamed resource: modules, what they offer, and what was imported from them",
  async () => {
    const module = (one: string) => `def list_${one}s() -> list[str]:\n    return []\n`;
    const own = `import app.books.service
from app.books import service as books
from app.books.service import list_books
from . import other


def use(list_books_of=None):
    return list_books(), books.list_books(), app.books.service.list_books(), other.books


def shadowed(list_books, client):
    bookcase = list_books()
    return bookcase, client.get("/books/1"), client.get("facebook")


def local():
    list_books = 1
    return list_books
`;
    const written: Written = {
      generated: {
        "app/__init__.py": ["", ""],
        "app/books/service.py": [module("book"), null],
        "app/tomes/service.py": [null, module("tome")],
      },
      names: [
        { from: "book", to: "tome", within: true },
        { from: "books", to: "tomes", within: true },
      ],
      own: { "app/own.py": own },
    };
    expect(await usages(written)).toEqual([
      "reference books: import app.books.service",
      "reference books: from app.books import service as books",
      "reference books: from app.books.service import list_books",
      "reference books: return list_books(), books.list_books(), app.books.service.list_books(), other.books",
      "reference books: return list_books(), books.list_books(), app.books.service.list_books(), other.books",
      "reference books: return list_books(), books.list_books(), app.books.service.list_books(), other.books",
      "unsure books: return list_books(), books.list_books(), app.books.service.list_books(), other.books",
      'unsure books: return bookcase, client.get("/books/1"), client.get("facebook")',
    ]);
  },
);

test.skipIf(!hasPython)(
  "files that are no Python at all are searched as nothing, and break nothing",
  async () => {
    const written: Written = {
      generated: { "app/books/schemas.py": [SCHEMAS("status"), SCHEMAS("state")] },
      names: [{ from: "status", to: "state" }],
      own: {
        "bad.py": "def status(:\n",
        "empty.py": "",
        "star.py": "from app.books.schemas import *\nstatus\n",
      },
    };
    expect(await usages(written)).toEqual([]);
  },
);
