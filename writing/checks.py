"""System checks: every kind of text and thread has a host."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from writing.hosts import TEXT_HOSTS, THREAD_HOSTS
from writing.models import Text, Thread


@register()
def hosts_exist(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    missing = [f"text “{kind}”" for kind in Text.Kind.values if kind not in TEXT_HOSTS]
    missing += [f"thread “{kind}”" for kind in Thread.Kind.values if kind not in THREAD_HOSTS]
    return [Error(f"No host is registered for the {name}.", id="writing.E001") for name in missing]
