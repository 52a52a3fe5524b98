"""Authors over HTTP."""

from app.api import ServiceApi, ServiceResource
from app.authors import service
from app.authors.queries import AUTHOR_QUERIES
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

COLLECTION = "/api/v1/authors"


class AuthorListResource(ServiceResource):
    def get(self) -> Answer:
        query = get_list_query(AUTHOR_QUERIES)
        return page_answer(query, service.list_authors(get_database(), query))

    def post(self) -> Answer:
        stored = service.create_author(get_database(), get_document())
        return created_answer(stored, AUTHOR_QUERIES.shape, COLLECTION)


class AuthorResource(ServiceResource):
    def get(self, author_id: int) -> Answer:
        selection = get_selection(AUTHOR_QUERIES)
        stored = service.retrieve_author(get_database(), author_id, selection)
        return selected_answer(stored, AUTHOR_QUERIES.shape, selection)

    def put(self, author_id: int) -> Answer:
        stored = service.replace_author(get_database(), author_id, get_document(), get_if_match())
        return row_answer(stored, AUTHOR_QUERIES.shape)

    def patch(self, author_id: int) -> Answer:
        stored = service.update_author(get_database(), author_id, get_document(), get_if_match())
        return row_answer(stored, AUTHOR_QUERIES.shape)

    def delete(self, author_id: int) -> Answer:
        refuse_query()
        service.delete_author(get_database(), author_id, get_if_match())
        return no_content()


def add_authors(api: ServiceApi) -> None:
    api.add_resource(AuthorListResource, "/authors", endpoint="authors")
    api.add_resource(AuthorResource, "/authors/<integer_id:author_id>", endpoint="author")
