"""What the page of a technology shows, put together from seven queries and the sources of its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils.safestring import SafeString

from decisions.models import Value
from decisions.tallies import Tally
from members.models import Group, Member
from members.permissions import GUEST_NAME, can_see_names, can_take_part
from members.viewer import Viewer
from roadmap import history_sources
from roadmap.changes import changed_since
from roadmap.history import Asked, DayOfHistory, History, Key, Kind, cursor_of, days_of, history, related
from roadmap.models import GONE, WRITTEN_ORIGINS, Participation, Technology
from roadmap.permissions import (
    can_answer_question,
    can_comment_technology,
    can_edit_technology,
    can_record_position,
    can_relate_technology,
    can_set_participation,
)
from roadmap.relations import SeeAlso, see_also
from roadmap.rendering import html_of, links_to
from roadmap.said import ByFacility, Side, Voice, by_facility, counted_tally, sides, voices
from roadmap.sentences import PartSaid, left_out_sentence, standing
from roadmap.states import Asked as AskedOfThem
from roadmap.states import StateSaid, Writers, asked_of, state_of, writers_of
from roadmap.tallied import left_out_of
from web.markdown import RENDERER, Links, render
from web.words import counted, day
from writing.models import Text, Version

PART_CHOICES = [("leads", "leads"), ("takes_part", "takes part"), ("watches", "watches"), ("does_not", "does not")]


@dataclass(frozen=True, slots=True)
class Step:
    """A version without its words."""

    number: int
    at: datetime
    words: int
    small: bool
    origin: str

    @property
    def of_substance(self) -> bool:
        """Whether somebody who spoke of an earlier wording should look again."""
        return self.number > 1 and not self.small and self.words > 0 and self.origin in WRITTEN_ORIGINS


@dataclass(frozen=True, slots=True)
class FacilityPart:
    """A facility's part as it holds."""

    pk: int
    facility: str
    facility_id: int
    part: str
    said_on: date
    said_by: str
    confirmed: bool

    @property
    def words(self) -> str:
        return Participation.Part(self.part).label

    @property
    def remark(self) -> str:
        who = f", by {self.said_by}" if self.said_by else ""
        return f"Said on {day(self.said_on)}{who}; nobody at {self.facility} has confirmed it yet"


@dataclass(frozen=True, slots=True)
class OpenAction:
    pk: int
    words: str
    due: date | None
    who: str


@dataclass(slots=True)
class ForYou:
    """What the viewer may do here: ``asks`` is False once everything is answered."""

    voice: Voice | None
    part: FacilityPart | None
    facility: str
    may_answer: bool
    may_part: bool
    changing: bool
    just_said: bool
    words_changed: int
    compare: str

    @property
    def asks_position(self) -> bool:
        if not self.may_answer:
            return False
        return (
            self.changing or self.voice is None or not self.voice.value or bool(self.words_changed) or self.unconfirmed
        )

    @property
    def unconfirmed(self) -> bool:
        """Whether somebody else noted what the viewer said."""
        return self.voice is not None and bool(self.voice.value) and not self.voice.confirmed

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """The three answers: value, what the button says, and whether it is what counts now."""
        now = self.voice.value if self.voice else ""
        word = "Still" if self.words_changed else "Right," if self.unconfirmed and not self.changing else ""
        return [
            (value.value, f"{word} {value.label.lower()}" if word and value == now else str(value.label), value == now)
            for value in (Value.PRO, Value.CONTRA, Value.ABSTAIN)
        ]

    @property
    def asks_part(self) -> bool:
        if not self.may_part:
            return False
        return self.changing or self.part is None or self.part.part == "not_known" or not self.part.confirmed

    @property
    def asks(self) -> bool:
        return self.asks_position or self.asks_part or self.just_said

    @property
    def said(self) -> str:
        """``You: pro, on version 4``"""
        if self.voice is None or not self.voice.value:
            return ""
        version = f", on version {self.voice.version}" if self.voice.version else ""
        return f"{self.voice.value}{version}"


@dataclass(slots=True)
class TechnologyPage:
    """The page, for one viewer. Templates only lay it out."""

    technology: Technology
    version: Version
    html: SafeString
    tally: Tally
    sentence: str
    sides: list[Side]
    silent: list[Voice]
    uncounted: list[Voice]
    by_facility: list[ByFacility]
    parts: list[FacilityPart]
    actions: list[OpenAction]
    see_also: SeeAlso
    can_relate: bool
    for_you: ForYou
    history: History
    days: list[DayOfHistory]
    steps: list[Step]
    before: int | None
    after: int | None
    names: bool
    inside: bool
    can_edit: bool
    can_comment: bool
    can_answer: bool
    can_record: bool
    everybody: list[Voice]
    since_words: str
    since_query: str
    met_on: date | None
    left_out: str
    state: StateSaid
    writers: Writers
    asked: AskedOfThem

    @property
    def title(self) -> str:
        return self.technology.text.title

    @property
    def answered(self) -> str:
        return f"{self.tally.electorate - self.tally.silent} of {self.tally.electorate}"

    @property
    def older_cursor(self) -> str:
        return cursor_of(self.history.next_key) if self.history.next_key else ""


def load(viewer: Viewer, group: Group, number: int) -> Technology:
    """The technology of that number with all that :meth:`for_page` brings; Http404 when there is none to see."""
    found = (
        Technology.objects.visible_to(viewer)
        .for_page(group, renderer=RENDERER)
        .annotate(left_out=left_out_of(group.pk))
        .filter(number=number)
        .first()
    )
    if found is None:
        raise Http404("There is no such technology here.")
    found.group = group
    return found


def find(viewer: Viewer, group: Group, number: int) -> Technology:
    """The technology that an act is about, with its text's head, question and discussion; Http404 as :func:`load`."""
    found = (
        Technology.objects.visible_to(viewer)
        .filter(group=group, number=number)
        .select_related("text__head", "question", "thread")
        .first()
    )
    if found is None:
        raise Http404("There is no such technology here.")
    found.group = group
    return found


def page_of(
    technology: Technology,
    viewer: Viewer,
    *,
    older_than: Key | None = None,
    only: Kind | None = None,
    changing: bool = False,
    said: int | None = None,
    whole: bool = True,
) -> TechnologyPage:
    """Everything the page shows; not ``whole``: without its history and what it says of other technologies.

    ``said`` is the position the viewer has just given.
    """
    group = technology.group
    version = technology.text.head
    if version is None:
        raise Http404("This technology has no text.")
    loaded: Any = technology  # the annotations of for_page
    steps = [step_of(one) for one in loaded.steps]
    parts = [part_of(one) for one in loaded.parts]
    everybody = voices(group, technology.question_id)
    count = counted_tally(everybody)
    names = can_see_names(viewer, group)
    inside = viewer.is_inside(group)
    links = links_of(technology, everybody, names=names)
    past = history_of(technology, viewer, links, older_than=older_than, only=only) if whole else History([], 0)
    year = loaded.met_on.year if loaded.met_on else None
    substance = max((step.number for step in steps if step.of_substance), default=0)
    asks = technology.state not in GONE  # whether it should stay is no question any more
    before, after = neighbours_of([one["number"] for one in loaded.neighbours], technology.number)
    since_words, since_query = since_meeting(technology, loaded.met_on)
    return TechnologyPage(
        technology=technology,
        version=version,
        html=html_of(version, loaded.html, links),
        tally=count,
        sentence=standing(count, [PartSaid(p.facility, p.part, p.said_on, p.confirmed) for p in parts], year=year),
        sides=sides(everybody, substance),
        silent=[voice for voice in everybody if voice.counts and not voice.value],
        uncounted=[voice for voice in everybody if not voice.counts and voice.value],
        by_facility=by_facility(everybody),
        parts=[part for part in parts if part.part != "not_known"],
        actions=[action_of(one) for one in loaded.actions] if inside else [],
        see_also=see_also(technology, loaded.belongs, related(technology, viewer) if whole else []),
        can_relate=can_relate_technology(viewer, technology),
        for_you=for_you(technology, viewer, everybody, parts, steps, changing=changing, said=said),
        history=past,
        days=days_of(past.lines),
        steps=steps,
        before=before,
        after=after,
        names=names,
        inside=inside,
        can_edit=can_edit_technology(viewer, technology),
        can_comment=can_comment_technology(viewer, technology),
        can_answer=asks and can_answer_question(viewer, technology),
        can_record=asks and can_record_position(viewer, technology),
        everybody=everybody,
        since_words=since_words,
        since_query=since_query,
        met_on=loaded.met_on,
        left_out=left_out_sentence(loaded.left_out),
        state=state_of(technology, viewer),
        writers=writers_of(technology, viewer),
        asked=asked_of(technology, viewer),
    )


def links_of(technology: Technology, everybody: Sequence[Voice], *, names: bool) -> Links:
    loaded: Any = technology
    titles = {one["number"]: one["title"] for one in loaded.neighbours}
    people = [(voice.pk, voice.name if names else GUEST_NAME) for voice in everybody]
    return links_to(technology.group, titles, people)


def history_of(
    technology: Technology,
    viewer: Viewer,
    links: Links,
    *,
    older_than: Key | None = None,
    only: Kind | None = None,
) -> History:
    own = [
        history_sources.comments(lambda body: render(body, link=links)),
        history_sources.positions,
        history_sources.versions,
        history_sources.states,
    ]
    return history(Asked(technology, viewer, older_than=older_than, only=only), own)


def for_you(
    technology: Technology,
    viewer: Viewer,
    everybody: Sequence[Voice],
    parts: Sequence[FacilityPart],
    steps: Sequence[Step],
    *,
    changing: bool,
    said: int | None,
) -> ForYou:
    member: Member | None = viewer.member
    mine = next((voice for voice in everybody if voice.pk == viewer.member_id), None)
    facility = member.facility if member else None
    spoken = mine.version if mine and mine.value else None
    later = [step for step in steps if spoken is not None and step.number > spoken and step.of_substance]
    return ForYou(
        voice=mine,
        part=next((part for part in parts if facility and part.facility_id == facility.pk), None),
        facility=facility.short_name if facility else "",
        may_answer=technology.state not in GONE and can_answer_question(viewer, technology),
        may_part=facility is not None and can_set_participation(viewer, technology.group),
        changing=changing and can_take_part(viewer, technology.group),
        just_said=said is not None and mine is not None and bool(mine.value) and mine.position_id == said,
        words_changed=sum(step.words for step in later),
        compare=f"?from={spoken}&to={steps[0].number}" if steps else "",
    )


def since_meeting(technology: Technology, met_on: date | None) -> tuple[str, str]:
    """``14 words since 12 Feb`` and the query that compares; "" when nothing changed since. One query."""
    if met_on is None:
        return "", ""
    change = changed_since(Text.objects.filter(pk=technology.text_id), met_on).get(technology.text_id)
    return (f"{counted(change.words, 'word')} since {day(met_on)}", change.query) if change else ("", "")


def neighbours_of(numbers: Sequence[int], number: int | None) -> tuple[int | None, int | None]:
    """The technologies before and after it in the group's order."""
    if number is None or number not in numbers:
        return None, None
    at = list(numbers).index(number)
    return (numbers[at - 1] if at else None), (numbers[at + 1] if at + 1 < len(numbers) else None)


def step_of(one: dict[str, Any]) -> Step:
    return Step(one["number"], datetime.fromisoformat(one["at"]), one["words"], one["small"], one["origin"])


def part_of(one: dict[str, Any]) -> FacilityPart:
    return FacilityPart(
        pk=one["pk"],
        facility=one["facility"],
        facility_id=one["facility_id"],
        part=one["part"],
        said_on=date.fromisoformat(one["said_on"]),
        said_by=one["said_by"] or "",
        confirmed=one["confirmed"] is not None,
    )


def action_of(one: dict[str, Any]) -> OpenAction:
    who = [*one["who"], one["assigned_words"]]
    due = date.fromisoformat(one["due"]) if one["due"] else None
    return OpenAction(one["pk"], one["words"], due, ", ".join(name for name in who if name))
