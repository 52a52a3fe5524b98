"""The application: its parts put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from app.authors.router import router as authors_router
from app.books.router import router as books_router
from app.categories.router import router as categories_router
from app.config import Settings, get_settings
from app.countries.router import router as countries_router
from app.database import POOL_SIZE, Database
from app.documentation import install_documentation
from app.errors import install_error_handlers
from app.health import router as health_router
from app.middleware import RequestMiddleware
from app.publishers.router import router as publishers_router
from app.reviews.router import router as reviews_router
from app.settings.router import router as settings_router
from app.tags.router import router as tags_router

BASE_PATH = "/api/v1"


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or get_settings()
    app = FastAPI(
        title="Bookstore",
        description="Books, the people who write them and what readers think of them.",
        version="1.0.0",
        lifespan=_lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.settings = settings
    app.state.database = Database(settings.database_url)
    app.add_middleware(RequestMiddleware, settings=settings, base_path=BASE_PATH)
    install_error_handlers(app)
    app.include_router(health_router)
    app.include_router(countries_router, prefix=BASE_PATH)
    app.include_router(authors_router, prefix=BASE_PATH)
    app.include_router(categories_router, prefix=BASE_PATH)
    app.include_router(tags_router, prefix=BASE_PATH)
    app.include_router(publishers_router, prefix=BASE_PATH)
    app.include_router(books_router, prefix=BASE_PATH)
    app.include_router(reviews_router, prefix=BASE_PATH)
    app.include_router(settings_router, prefix=BASE_PATH)
    install_documentation(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    # As many threads as connections: more would wait for one, and the pool serves them in no order.
    current_default_thread_limiter().total_tokens = POOL_SIZE
    yield
    database: Database = app.state.database
    await run_in_threadpool(database.close)
