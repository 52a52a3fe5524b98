"""
A service of books tuned by hand: Starlette and the driver, checks by hand, nothing that was not asked for.
`ENDPOINTS=async` answers on the event loop, else in Starlette's threads.
"""

import base64
import datetime
import decimal
import json
import os
import re

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from statements import NAMES

URL = os.environ["DATABASE_URL"]
IS_ASYNC = os.environ.get("ENDPOINTS") == "async"
BASE = "/api/v1/books"
if URL.startswith("postgres"):
    from postgres_store import open_store
else:
    from sqlite_store import open_store
store = open_store(URL)


def shown(value):
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    return format(value, "f") if isinstance(value, decimal.Decimal) else value.isoformat()


def send(body, headers=None, status=200):
    text = json.dumps(body, default=shown, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), status, headers, media_type="application/json")


def book_of(row):
    book = dict(zip(NAMES, row))
    if isinstance(book["price"], (int, float)):
        book["price"] = f"{book['price']:.2f}"
    return book


def one(row, status=200):
    if row is None:
        return send({}, status=404)
    headers = {"ETag": f'"b-{row[-1]}"'}
    if status == 201:
        headers["Location"] = f"{BASE}/{row[0]}"
    return send(book_of(row), headers, status)


def page(rows, limit):
    books = [book_of(row) for row in rows[:limit]]
    cursor = None
    if len(rows) > limit:
        last = json.dumps([books[-1]["price"], books[-1]["id"]], default=shown)
        cursor = base64.urlsafe_b64encode(last.encode()).decode()
    return send({"data": books, "page": {"limit": limit, "offset": 0, "next_cursor": cursor}})


def is_valid(body):
    return (
        isinstance(body, dict)
        and isinstance(body.get("title"), str)
        and 1 <= len(body["title"]) <= 200
        and isinstance(body.get("isbn"), str)
        and re.fullmatch("[0-9]{13}", body["isbn"])
        and type(body.get("pages")) is int
        and body["pages"] >= 1
        and isinstance(body.get("price"), str)
        and re.fullmatch(r"\d{1,8}(\.\d{1,2})?", body["price"])
        and decimal.Decimal(body["price"]) >= decimal.Decimal("0.01")
        and type(body.get("author_id")) is int
        and body.get("status", "draft") in ("draft", "published", "retired")
    )


def values_of(body):
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    now = now.isoformat(timespec="milliseconds") + "Z"
    return (
        body["title"],
        body["isbn"],
        body["pages"],
        body["price"],
        body.get("status", "draft"),
        body.get("published_on"),
        body["author_id"],
        now,
        now,
    )


def paging(request):
    return request.query_params["status"], int(request.query_params.get("limit", "20"))


if IS_ASYNC:

    async def retrieve(request: Request):
        return one(await store.find(request.path_params["id"]))

    async def listing(request: Request):
        status, limit = paging(request)
        return page(await store.list(status, limit + 1), limit)

    async def create(request: Request):
        body = json.loads(await request.body())
        return one(await store.create(values_of(body)), 201) if is_valid(body) else send({}, status=422)

else:
    from starlette.concurrency import run_in_threadpool

    def retrieve(request: Request):
        return one(store.find(request.path_params["id"]))

    def listing(request: Request):
        status, limit = paging(request)
        return page(store.list(status, limit + 1), limit)

    async def create(request: Request):
        body = json.loads(await request.body())
        if not is_valid(body):
            return send({}, status=422)
        return one(await run_in_threadpool(store.create, values_of(body)), 201)


async def health(_request):
    return send({"status": "ok"})


app = Starlette(
    routes=[
        Route("/healthz", health),
        Route(BASE, listing, methods=["GET"]),
        Route(BASE, create, methods=["POST"]),
        Route(BASE + "/{id:int}", retrieve),
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), log_config=None, access_log=False)
