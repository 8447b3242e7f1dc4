"""What the Read view shows: every text of the roadmap in one scroll, and what changed in them since a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.safestring import SafeString

from decisions.tallies import Tally
from meetings.models import Meeting
from members.models import Group
from members.permissions import GUEST_NAME, can_lead_group, can_see_names, can_take_part
from members.viewer import Viewer
from roadmap.changes import Change, changed_since, ids_changed_since
from roadmap.history import spoken_of_by
from roadmap.listing import chair_words
from roadmap.models import Technology, usual_title
from roadmap.rendering import boxed, html_of_all, links_to
from roadmap.sentences import STATES, due_sentence, states_sentence
from roadmap.tallied import Stand, electorate_of, stands, tally_words
from web.markdown import RENDERER, Links, render
from web.mentions import MENTION
from web.words import counted, day
from writing.marks import marked
from writing.mentions import names_of
from writing.models import Text, Version

MEETINGS = 24  # to choose from; any other day is typed
NAMED = 12  # changed texts that the sentence names
ACTIONS = 3  # of a technology, in its margin
LONG = 40  # texts


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: changes since a day, only the texts that changed, only one technology."""

    since: date | None = None
    only_changed: bool = False
    number: int | None = None

    def query(self, **change: Any) -> str:
        """The query string of this view with something changed; "" for all texts as they are."""
        values = {"since": self.since, "only": "changed" if self.only_changed else None, **change}
        kept = {name: value for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that changes can be shown since: a meeting."""

    on: date
    title: str
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Content:
    """A line of the contents."""

    number: int
    title: str
    changed: bool
    new: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One text with its margin. ``change`` is there when the page shows what changed; ``html`` then has the marks."""

    technology: Technology
    version: Version
    html: SafeString
    title_marks: SafeString | str
    tally: str
    actions: Sequence[str]
    changed: bool
    new: bool
    change: Change | None
    too_large: bool

    @property
    def state_words(self) -> str:
        """``Being written``, ``Agreed on version 6``"""
        agreed = self.technology.agreed_version
        return f"Agreed on version {agreed.number}" if agreed else self.technology.get_state_display()

    @property
    def since_agreed(self) -> str:
        """What the page that compares is asked when its words are no longer those agreed on; else ""."""
        agreed = self.technology.agreed_version
        if agreed is None or not loaded(self.technology).edited_since:
            return ""
        return f"?from={agreed.number}&to={self.version.number}"

    @property
    def actions_words(self) -> str:
        """``2 actions: Ana Kováč, by 1 Mar; Bo O'Neill``"""
        more = len(self.actions) - ACTIONS
        named = [*self.actions[:ACTIONS], *([f"{more} more"] if more > 0 else [])]
        return f"{counted(len(self.actions), 'action')}: {'; '.join(named)}" if named else ""


@dataclass(slots=True)
class ReadPage:
    """The page, for one viewer. Templates only lay it out."""

    title: str
    sentence: str
    asked: Asked
    since: date | None  # what "changed" means: the day asked for, else the last meeting's
    contents: list[Content]
    ideas: int
    days: list[Day]
    can_lead: bool
    can_edit: bool
    unwritten: bool
    texts: list[Reading] = field(default_factory=list)
    scope: SafeString | None = None
    words: Mapping[int, int] = field(default_factory=dict)  # number of a technology → words that changed
    scope_words: int = 0
    absent_chair: str = ""

    @property
    def all_query(self) -> str:
        return self.asked.query(only=None)

    @property
    def only_query(self) -> str:
        return self.asked.query(only="changed")

    @property
    def edit_query(self) -> str:
        """What the editor is asked, so that it comes back to this view."""
        return self.asked.query(**{"from": "read"})

    @property
    def last_query(self) -> str:
        """Changes since the day that "changed" means."""
        return self.asked.query(since=self.since)

    @property
    def is_long(self) -> bool:
        """So many texts that the browser should lay out only those near the screen."""
        return len(self.texts) > LONG

    @property
    def marks(self) -> int:
        """How many texts changed or came."""
        return sum(content.changed or content.new for content in self.contents)

    @property
    def changed_sentence(self) -> str:
        """``2 of 11 texts changed since 12 Feb: T3 (14 words), T7 (3 words). New: T12.``"""
        said = f"No text changed since {day(self.since)}."
        if self.words:
            named = shortened([f"T{number} ({counted(words, 'word')})" for number, words in self.words.items()])
            said = (
                f"{len(self.words)} of {counted(len(self.contents), 'text')} changed since {day(self.since)}: {named}."
            )
        new = [f"T{content.number}" for content in self.contents if content.new]
        if self.scope_words:
            said = f"{said} The scope changed ({counted(self.scope_words, 'word')})."
        if new:
            said = f"{said} {'All are new.' if len(new) == len(self.contents) else f'New: {shortened(new)}.'}"
        return said


def shortened(words: Sequence[str]) -> str:
    """The first twelve, and how many more."""
    more = len(words) - NAMED
    return f"{', '.join(words[:NAMED])} and {more} more" if more > 0 else ", ".join(words)


def read_page(group: Group, viewer: Viewer, asked: Asked) -> ReadPage:
    """The texts as the viewer may see them; with ``asked.number`` that one alone, its surroundings as ever.

    Nine queries at most, whatever the number of technologies; one of them keeps what was rendered for the first time.
    """
    facts = group_facts(group)
    meetings = list(Meeting.objects.held(group).values_list("date", "title")[:MEETINGS])
    since = asked.since or (meetings[0][0] if meetings else None)
    found = list(Technology.objects.visible_to(viewer).for_read(group, renderer=RENDERER))
    changes = changes_of(group, asked, since)
    fresh = new_since(found, viewer, since)
    states = {state: sum(one.state == state for one in found) for state in STATES}
    page = ReadPage(
        title=facts["title"] or usual_title(group),
        sentence=f"{states_sentence(states)} {due_sentence(facts['due_for'] or '', facts['due_on'])}".strip(),
        asked=asked,
        since=since,
        contents=[Content(number_of(one), one.text.title, one.text_id in changes, one.pk in fresh) for one in found],
        ideas=facts["ideas"],
        days=[Day(on, title, asked.query(since=on), on == asked.since) for on, title in meetings],
        can_lead=can_lead_group(viewer, group),
        can_edit=can_take_part(viewer, group),
        unwritten=not any(version_of(one).body for one in found),
    )
    if not found:
        page.absent_chair = "" if page.can_lead else chair_words(group)
        return page
    links = links_of(group, found, facts["scope"] or "", names=can_see_names(viewer, group))
    if asked.since:
        told = [(number_of(one), changes[one.text_id]) for one in found if one.text_id in changes]
        page.words = {number: change.words for number, change in told if change is not None}
    if facts["scope"]:
        change = changes.get(facts["scope_id"])
        page.scope = with_marks(change, links) or boxed(render(facts["scope"], link=links))
        page.scope_words = change.words if change else 0
    shown = [one for one in found if asked.number in {None, one.number}]
    if asked.since and asked.only_changed and asked.number is None:
        shown = [one for one in shown if one.text_id in changes or one.pk in fresh]
    electorate = facts["electorate"]
    tallies = stands(group, viewer, electorate)
    rendered = html_of_all([(version_of(one), kept(one)) for one in shown], links)
    for one, html in zip(shown, rendered, strict=True):
        change = changes.get(one.text_id)
        marked_html = with_marks(change, links)
        page.texts.append(
            Reading(
                technology=one,
                version=version_of(one),
                html=marked_html or html,
                title_marks=change.title_marks if change else "",
                tally=tally_words(tallies.get(one.question_id, Stand(Tally(electorate))).tally),
                actions=[action_words(action) for action in loaded(one).actions] if viewer.is_inside(group) else (),
                changed=one.text_id in changes,
                new=one.pk in fresh,
                change=change,
                too_large=change is not None and marked_html is None,
            )
        )
    return page


def group_facts(group: Group) -> dict[str, Any]:
    """The roadmap's title, due date and scope, how many ideas there are and who can answer. One query."""
    ideas = Count("technologies", Q(technologies__state="idea", technologies__taken_back_at__isnull=True))
    facts = (
        Group.objects.filter(pk=group.pk)
        .annotate(
            title=F("roadmap__title"),
            due_on=F("roadmap__due_on"),
            due_for=F("roadmap__due_for"),
            scope=F("roadmap__scope__head__body"),
            scope_id=F("roadmap__scope"),
            ideas=ideas,
            electorate=Coalesce(Subquery(electorate_of(group)), 0),
        )
        .values("title", "due_on", "due_for", "scope", "scope_id", "ideas", "electorate")
        .get()
    )
    return {**facts}


def changes_of(group: Group, asked: Asked, since: date | None) -> Mapping[int, Change | None]:
    """What changed since that day, by the text's id: with both wordings where they are asked for. One query."""
    if since is None:
        return {}
    texts = Text.objects.filter(Q(technology__isnull=False) | Q(kind=Text.Kind.ROADMAP), group=group)
    return changed_since(texts, since) if asked.since else dict.fromkeys(ids_changed_since(texts, since))


def new_since(found: Sequence[Technology], viewer: Viewer, since: date | None) -> set[int]:
    """Technologies that came after that day. Those that minutes of an earlier day speak of were there. One query."""
    late = [one.pk for one in found if since and timezone.localdate(one.created_at) > since]
    if not late or since is None:
        return set()
    return set(late) - spoken_of_by(late, since, viewer)


def links_of(group: Group, found: Sequence[Technology], scope: str, *, names: bool) -> Links:
    """What references in the texts lead to. One query where somebody of the group is mentioned."""
    texts = [scope, *(version_of(one).body for one in found)]
    ids = {int(number) for text in texts if "@[" in text for number in MENTION.findall(text)}
    people = [(pk, name if names else GUEST_NAME) for pk, name in names_of(ids, group).items()]
    return links_to(group, {number_of(one): one.text.title for one in found}, people)


def with_marks(change: Change | None, links: Links) -> SafeString | None:
    """The text with what changed in it; None when nothing did, or it is too large for that."""
    if change is None:
        return None
    html = marked(render(change.before, link=links), render(change.body, link=links))
    return None if html is None else boxed(html)


def number_of(technology: Technology) -> int:
    return technology.number or 0


def version_of(technology: Technology) -> Version:
    assert technology.text.head is not None  # noqa: S101 - every technology is made with its version 1
    return technology.text.head


def loaded(technology: Technology) -> Any:
    """With the annotations of :meth:`for_read`."""
    return technology


def kept(technology: Technology) -> str | None:
    html: str | None = loaded(technology).html
    return html


def action_words(action: Mapping[str, Any]) -> str:
    """``Ana Kováč, by 1 Mar``; the words of it where nobody is named."""
    who = ", ".join(name for name in (*action["who"], action["assigned_words"]) if name)
    due = f"by {day(date.fromisoformat(action['due']))}" if action["due"] else ""
    return ", ".join(filter(None, [who or action["words"], due]))
