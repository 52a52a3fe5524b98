"""Books over HTTP."""

from app.api import ServiceApi, ServiceResource
from app.books import service
from app.books.queries import BOOK_QUERIES
from app.requests import (
    get_database,
    get_document,
    get_if_match,
    get_list_query,
    get_selection,
    refuse_query,
)
from app.responses import (
    Answer,
    created_answer,
    no_content,
    page_answer,
    row_answer,
    selected_answer,
)
from app.tags.queries import TAG_QUERIES
from app.validation.rules import Parent

COLLECTION = "/api/v1/books"


class BookListResource(ServiceResource):
    def get(self) -> Answer:
        query = get_list_query(BOOK_QUERIES)
        return page_answer(query, service.list_books(get_database(), query))

    def post(self) -> Answer:
        stored = service.create_book(get_database(), get_document())
        return created_answer(stored, BOOK_QUERIES.shape, COLLECTION)


class BookResource(ServiceResource):
    def get(self, book_id: int) -> Answer:
        selection = get_selection(BOOK_QUERIES)
        stored = service.retrieve_book(get_database(), book_id, selection)
        return selected_answer(stored, BOOK_QUERIES.shape, selection)

    def put(self, book_id: int) -> Answer:
        stored = service.replace_book(get_database(), book_id, get_document(), get_if_match())
        return row_answer(stored, BOOK_QUERIES.shape)

    def patch(self, book_id: int) -> Answer:
        stored = service.update_book(get_database(), book_id, get_document(), get_if_match())
        return row_answer(stored, BOOK_QUERIES.shape)

    def delete(self, book_id: int) -> Answer:
        refuse_query()
        service.delete_book(get_database(), book_id, get_if_match())
        return no_content()


class BookListByAuthorResource(ServiceResource):
    def get(self, author_id: int) -> Answer:
        query = get_list_query(BOOK_QUERIES)
        parent = Parent("author_id", author_id)
        return page_answer(query, service.list_books(get_database(), query, parent))

    def post(self, author_id: int) -> Answer:
        parent = Parent("author_id", author_id)
        stored = service.create_book(get_database(), get_document(), parent)
        return created_answer(stored, BOOK_QUERIES.shape, COLLECTION)


class BookByAuthorResource(ServiceResource):
    def get(self, author_id: int, book_id: int) -> Answer:
        selection = get_selection(BOOK_QUERIES)
        parent = Parent("author_id", author_id)
        stored = service.retrieve_book(get_database(), book_id, selection, parent)
        return selected_answer(stored, BOOK_QUERIES.shape, selection)

    def put(self, author_id: int, book_id: int) -> Answer:
        parent = Parent("author_id", author_id)
        stored = service.replace_book(
            get_database(), book_id, get_document(), get_if_match(), parent
        )
        return row_answer(stored, BOOK_QUERIES.shape)

    def patch(self, author_id: int, book_id: int) -> Answer:
        parent = Parent("author_id", author_id)
        stored = service.update_book(
            get_database(), book_id, get_document(), get_if_match(), parent
        )
        return row_answer(stored, BOOK_QUERIES.shape)

    def delete(self, author_id: int, book_id: int) -> Answer:
        refuse_query()
        parent = Parent("author_id", author_id)
        service.delete_book(get_database(), book_id, get_if_match(), parent)
        return no_content()


class TagsOfBookResource(ServiceResource):
    def get(self, book_id: int) -> Answer:
        query = get_list_query(TAG_QUERIES)
        return page_answer(query, service.list_tags_of_book(get_database(), book_id, query))


class TagsLinkOfBookResource(ServiceResource):
    def put(self, book_id: int, tag_id: int) -> Answer:
        refuse_query()
        service.link_tags_of_book(get_database(), book_id, tag_id)
        return no_content()

    def delete(self, book_id: int, tag_id: int) -> Answer:
        refuse_query()
        service.unlink_tags_of_book(get_database(), book_id, tag_id)
        return no_content()


def add_books(api: ServiceApi) -> None:
    api.add_resource(BookListResource, "/books", endpoint="books")
    api.add_resource(BookResource, "/books/<integer_id:book_id>", endpoint="book")
    api.add_resource(
        BookListByAuthorResource,
        "/authors/<integer_id:author_id>/books",
        endpoint="books_by_author",
    )
    api.add_resource(
        BookByAuthorResource,
        "/authors/<integer_id:author_id>/books/<integer_id:book_id>",
        endpoint="book_by_author",
    )
    api.add_resource(
        TagsOfBookResource, "/books/<integer_id:book_id>/tags", endpoint="tags_of_book"
    )
    api.add_resource(
        TagsLinkOfBookResource,
        "/books/<integer_id:book_id>/tags/<integer_id:tag_id>",
        endpoint="tags_link_of_book",
    )
