"""The site as granian runs it: plain synchronous Django, reached through a2wsgi."""

import os

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# a2wsgi names the environment's keys more narrowly than Django does; at run time they are the same.
application = WSGIMiddleware(get_wsgi_application(), workers=16)  # type: ignore[arg-type]
