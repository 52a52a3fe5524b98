"""Tags over HTTP."""

from app.api import ServiceApi, ServiceResource
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
from app.tags import service
from app.tags.queries import TAG_QUERIES

COLLECTION = "/api/v1/tags"


class TagListResource(ServiceResource):
    def get(self) -> Answer:
        query = get_list_query(TAG_QUERIES)
        return page_answer(query, service.list_tags(get_database(), query))

    def post(self) -> Answer:
        stored = service.create_tag(get_database(), get_document())
        return created_answer(stored, TAG_QUERIES.shape, COLLECTION)


class TagResource(ServiceResource):
    def get(self, tag_id: int) -> Answer:
        selection = get_selection(TAG_QUERIES)
        stored = service.retrieve_tag(get_database(), tag_id, selection)
        return selected_answer(stored, TAG_QUERIES.shape, selection)

    def put(self, tag_id: int) -> Answer:
        stored = service.replace_tag(get_database(), tag_id, get_document(), get_if_match())
        return row_answer(stored, TAG_QUERIES.shape)

    def patch(self, tag_id: int) -> Answer:
        stored = service.update_tag(get_database(), tag_id, get_document(), get_if_match())
        return row_answer(stored, TAG_QUERIES.shape)

    def delete(self, tag_id: int) -> Answer:
        refuse_query()
        service.delete_tag(get_database(), tag_id, get_if_match())
        return no_content()


def add_tags(api: ServiceApi) -> None:
    api.add_resource(TagListResource, "/tags", endpoint="tags")
    api.add_resource(TagResource, "/tags/<integer_id:tag_id>", endpoint="tag")
