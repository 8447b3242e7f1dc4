#!/usr/bin/env python3
"""Waymark's commands: ``python manage.py help`` lists them."""

import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the point is to say so on an older one
        sys.exit(
            f"Waymark needs Python 3.11 or newer; this is Python {sys.version_info[0]}.{sys.version_info[1]}. "
            "Install a newer one, or say which to use: make run PYTHON=python3.11"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed here. Run `make run`, or: python3 -m venv .venv && "
            ". .venv/bin/activate && pip install -r requirements.txt"
        )
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
