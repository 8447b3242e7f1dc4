"""What a text or a thread belongs to, as far as this floor must know it.

The owner lives on a higher floor and registers a host at start-up; a system check fails when one is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from members.viewer import Viewer
from writing.models import Text, Thread


@dataclass(frozen=True, slots=True)
class TextHost:
    """Rights and addresses of one kind of text; ``related`` is what they need loaded with it."""

    may_see: Callable[[Viewer, Text], bool]
    may_edit: Callable[[Viewer, Text], bool]
    address: Callable[[Text], str]
    label: Callable[[Text], str]
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadHost:
    """Rights and addresses of one kind of thread. ``may_write`` is asked of somebody who may see it."""

    may_see: Callable[[Viewer, Thread], bool]
    may_write: Callable[[Viewer, Thread], bool]
    address: Callable[[Thread], str]
    related: tuple[str, ...] = ()


TEXT_HOSTS: dict[str, TextHost] = {}
THREAD_HOSTS: dict[str, ThreadHost] = {}


def register_text_host(kind: str, host: TextHost) -> None:
    TEXT_HOSTS[kind] = host


def register_thread_host(kind: str, host: ThreadHost) -> None:
    THREAD_HOSTS[kind] = host


def text_host(text: Text) -> TextHost:
    return TEXT_HOSTS[text.kind]


def thread_host(thread: Thread) -> ThreadHost:
    return THREAD_HOSTS[thread.kind]


def text_relations() -> list[str]:
    """What ``select_related`` must load so that every host can answer about a text."""
    return ["group", *(name for host in TEXT_HOSTS.values() for name in host.related)]


def thread_relations() -> list[str]:
    """The same for a thread."""
    return ["group", *(name for host in THREAD_HOSTS.values() for name in host.related)]
