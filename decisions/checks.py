"""System checks: questions have a host."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from decisions.events import HOSTS


@register()
def host_exists(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without it no feed can say what a position is about."""
    return [] if HOSTS else [Error("No host is registered for questions.", id="decisions.E001")]
