"""System checks: what is registered must be complete."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from activity.kinds import KINDS, LOADERS


@register()
def loaders_exist(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every event has an actor: without its loader no feed can name anybody."""
    if "member" in LOADERS and KINDS:
        return []
    return [
        Error(
            "The record of acts cannot name who acted.",
            hint="members.apps must register the loader",
            id="activity.E001",
        )
    ]
