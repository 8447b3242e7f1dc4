"""What the page about the roadmap shows: what it is for, when it is due, and what was said about it as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from members.models import Group
from members.permissions import GUEST_NAME, can_lead_group, can_see_names
from members.viewer import Viewer
from roadmap import history_sources
from roadmap.history import AskedOfRoadmap, DayOfHistory, History, Key, cursor_of, days_of, discussion
from roadmap.models import Roadmap
from roadmap.permissions import can_discuss_roadmap, can_edit_scope
from roadmap.rendering import html_of, links_to
from roadmap.sentences import due_sentence
from roadmap.services import create_roadmap
from web.markdown import RENDERER, Links, render
from writing.models import Version


@dataclass(slots=True)
class AboutPage:
    """The page, for one viewer. Templates only lay it out."""

    roadmap: Roadmap
    version: Version
    html: SafeString
    history: History
    days: list[DayOfHistory]
    ideas: int
    names: bool
    can_lead: bool
    can_edit: bool
    can_discuss: bool

    @property
    def title(self) -> str:
        return self.roadmap.title

    @property
    def due_on(self) -> date | None:
        return self.roadmap.due_on

    @property
    def due_for(self) -> str:
        return self.roadmap.due_for

    @property
    def due_sentence(self) -> str:
        return due_sentence(self.due_for, self.due_on)

    @property
    def older_cursor(self) -> str:
        return cursor_of(self.history.next_key) if self.history.next_key else ""


def load(group: Group) -> Roadmap:
    """The group's roadmap with all that :meth:`for_about` brings. One query; a group without one gets it now."""
    found = Roadmap.objects.for_about(group, renderer=RENDERER).first()
    if found is None:
        create_roadmap(group=group, by=None)
        found = Roadmap.objects.for_about(group, renderer=RENDERER).get()
    found.group = group
    return found


def links_of(roadmap: Roadmap, *, names: bool) -> Links:
    loaded: Any = roadmap  # the annotations of for_about
    return links_to(
        roadmap.group,
        {one["number"]: one["title"] for one in loaded.titles},
        [(one["pk"], one["name"] if names else GUEST_NAME) for one in loaded.people],
    )


def page_of(roadmap: Roadmap, viewer: Viewer, *, older_than: Key | None = None) -> AboutPage:
    group = roadmap.group
    loaded: Any = roadmap
    names = can_see_names(viewer, group)
    links = links_of(roadmap, names=names)
    own = history_sources.comments_on_roadmap(roadmap.thread_id, lambda body: render(body, link=links))
    asked = AskedOfRoadmap(group, viewer, older_than=older_than)
    past = discussion(asked, [own, history_sources.acts_on_roadmap])
    version = roadmap.scope.head
    assert version is not None  # noqa: S101 - a text has a version from the moment it is made
    return AboutPage(
        roadmap=roadmap,
        version=version,
        html=html_of(version, loaded.html, links),
        history=past,
        days=days_of(past.lines),
        ideas=loaded.ideas or 0,
        names=names,
        can_lead=can_lead_group(viewer, group),
        can_edit=can_edit_scope(viewer, group),
        can_discuss=can_discuss_roadmap(viewer, group),
    )
