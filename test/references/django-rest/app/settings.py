"""Django's settings, made of the environment."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from app.environment import get_environment
from app.logs import configure_logging

environment = get_environment()

BASE_DIR = Path(__file__).parent.parent
BASE_PATH = "/api/v1"

SECRET_KEY = environment.secret_key
DEBUG = False
# No answer repeats the host that a request names: links are paths.
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "app.urls"
WSGI_APPLICATION = "app.wsgi.application"
APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "UTC"
DATA_UPLOAD_MAX_MEMORY_SIZE = environment.body_limit
CORS_ORIGINS = environment.cors_origins
RATE_LIMIT = environment.rate_limit
TRUSTED_PROXIES = environment.trusted_proxies

INSTALLED_APPS = [
    "app",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "app.rest.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# The admin's and the documentation's own files are served from where they are installed.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "app.rest.negotiation.ContentNegotiation",
    "DEFAULT_PARSER_CLASSES": ["app.rest.parsers.JsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["app.rest.renderers.JsonRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["app.rest.throttling.AllowanceThrottle"],
    "DEFAULT_PAGINATION_CLASS": "app.rest.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": [
        "app.rest.filters.FilterBackend",
        "app.rest.filters.SearchBackend",
        "app.rest.filters.OrderingBackend",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "app.rest.errors.handle_exception",
    # Where a fault of a whole body stands among those of its properties: no property has this name.
    "NON_FIELD_ERRORS_KEY": "\0",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Book",
    "DESCRIPTION": "Books with the people who write them.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

LOGGING_CONFIG = None
configure_logging(environment.log_level)


def _database(url: str) -> dict[str, object]:
    if url.startswith("sqlite:"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 5,
                # A transaction that has read could otherwise find, when it writes, that another was faster.
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
            },
        }
    parts = urlsplit(re.sub(r"^postgres://", "postgresql://", url))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        # A connection that the server has closed meanwhile is replaced before a request meets it.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **dict(parse_qsl(parts.query))},
    }


DATABASES = {"default": _database(environment.database_url)}
