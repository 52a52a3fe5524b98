"""All paths of the service."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, register_converter
from rest_framework.routers import SimpleRouter

from app.authors.views import AuthorViewSet
from app.books.views import AuthorBookViewSet, BookTagViewSet, BookViewSet
from app.documentation import docs, openapi, start
from app.health import health, readiness
from app.rest.converters import IntegerId
from app.tags.views import TagViewSet

register_converter(IntegerId, "integer_id")

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("authors", AuthorViewSet, basename="author")
router.register("tags", TagViewSet, basename="tag")
router.register("books", BookViewSet, basename="book")
router.register("authors/<integer_id:author_id>/books", AuthorBookViewSet, basename="author-book")
router.register("books/<integer_id:id>/tags", BookTagViewSet, basename="book-tag")

urlpatterns = [
    path(f"{settings.BASE_PATH.removeprefix('/')}/", include(router.urls)),
    path("healthz", health),
    path("readyz", readiness),
    path("openapi.json", openapi),
    path("docs", docs),
    path("docs/start.js", start, name="docs-start"),
    path("admin/", admin.site.urls),
]

handler400 = "app.rest.errors.bad_request"
handler403 = "app.rest.errors.forbidden"
handler404 = "app.rest.errors.not_found"
handler500 = "app.rest.errors.failed"
