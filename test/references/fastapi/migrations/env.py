"""Runs migrations against the database of the settings."""

from alembic import context
from alembic.util import CommandError

from app.authors.models import Author
from app.books.models import Book
from app.categories.models import Category
from app.config import SettingsError, get_settings
from app.countries.models import Country
from app.database import Database
from app.locks import explained_locks
from app.publishers.models import Publisher
from app.reviews.models import Review
from app.settings.models import Setting
from app.tags.models import Tag

MODELS = (
    Country,
    Author,
    Category,
    Tag,
    Publisher,
    Book,
    Review,
    Setting,
)


def database_url() -> str:
    # Tests name a database of their own.
    given: str | None = context.config.attributes.get("database_url")
    try:
        return given or get_settings().database_url
    except SettingsError as error:
        raise CommandError(str(error)) from error


def run() -> None:
    if context.is_offline_mode():
        # Migrations look at the rows that are there.
        raise CommandError("these migrations need a database: --sql cannot write them down")
    database = Database(database_url())
    try:
        with explained_locks(database), database.migrate() as connection:
            context.configure(
                connection=connection,
                target_metadata=[*{model.metadata for model in MODELS}],
                # Each migration is done with its entry in the table of versions, or not at all.
                transactional_ddl=True,
                transaction_per_migration=True,
            )
            with context.begin_transaction():
                context.run_migrations()
    finally:
        database.close()


run()
