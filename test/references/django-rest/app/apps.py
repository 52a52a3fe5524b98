"""The one application of this service."""

from importlib import import_module

from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "app"
    verbose_name = "Book"
    default_auto_field = "app.columns.BigAutoField"

    def ready(self) -> None:
        import_module("app.books.signals")
