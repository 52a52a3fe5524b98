"""
The least FastAPI with SQLAlchemy: what their manuals show for the same three operations, and nothing of the contract.
It tells what the framework and the library cost by themselves.
"""

import datetime
import os
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import DateTime, Engine, Numeric, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

BASE = "/api/v1/books"
URL = os.environ["DATABASE_URL"]
Status = Literal["draft", "published", "retired"]


def open_engine(url: str) -> Engine:
    if url.startswith("postgres"):
        return create_engine(f"postgresql+psycopg://{url.partition('://')[2]}", pool_size=20)
    engine = create_engine(f"sqlite:///{url.removeprefix('sqlite:')}", pool_size=10)

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")

    return engine


new_session = sessionmaker(open_engine(URL))


class Base(DeclarativeBase):
    pass


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    isbn: Mapped[str]
    pages: Mapped[int]
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    status: Mapped[str]
    published_on: Mapped[datetime.date | None]
    author_id: Mapped[int]
    created_at: Mapped[datetime.datetime] = mapped_column(DateTime(timezone=True), default=now)
    updated_at: Mapped[datetime.datetime] = mapped_column(DateTime(timezone=True), default=now)


class BookCreate(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    isbn: str = Field(pattern=r"^[0-9]{13}$")
    pages: int = Field(ge=1)
    price: Decimal = Field(ge=Decimal("0.01"), max_digits=10, decimal_places=2)
    status: Status = "draft"
    published_on: datetime.date | None = None
    author_id: int


class BookRead(BookCreate):
    model_config = ConfigDict(from_attributes=True)

    id: int
    created_at: datetime.datetime
    updated_at: datetime.datetime


class Page(BaseModel):
    data: list[BookRead]


def get_session() -> Iterator[Session]:
    with new_session() as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]

app = FastAPI()


@app.get("/healthz")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get(BASE)
def list_books(status: Status, session: SessionDep, limit: int = 20) -> Page:
    statement = (
        select(Book).where(Book.status == status).order_by(Book.price.desc(), Book.id).limit(limit)
    )
    return Page.model_validate({"data": session.scalars(statement).all()}, from_attributes=True)


@app.post(BASE, status_code=201)
def create_book(body: BookCreate, session: SessionDep) -> BookRead:
    book = Book(**body.model_dump())
    session.add(book)
    session.commit()
    session.refresh(book)
    return BookRead.model_validate(book)


@app.get(BASE + "/{book_id}")
def retrieve_book(book_id: int, session: SessionDep) -> BookRead:
    book = session.get(Book, book_id)
    if book is None:
        raise HTTPException(404)
    return BookRead.model_validate(book)


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), log_config=None, access_log=False)
