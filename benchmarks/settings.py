"""The site as in production, apart from HTTPS, with the yardsticks beside it and queries counted where asked."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE, VAR_DIR

ROOT_URLCONF = "benchmarks.urls"
MIDDLEWARE = ["benchmarks.yardsticks.count_queries", *MIDDLEWARE]
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "web.static_files.HashedFiles"},
}
