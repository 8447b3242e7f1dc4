"""What minutes make on the roadmap, many rows at a time: technologies by number, ideas, action items.

The same rows as the single services beside make, with the same events, in a fixed number of queries however
many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone

from activity.models import Event
from decisions.models import Question
from meetings.models import Meeting
from members.models import Group, Member
from roadmap.models import ActionItem, Technology
from roadmap.services.technologies import MAX_TITLE, STANDING_QUESTION, hold
from web.transactions import atomic
from writing.models import Text, Thread, Version
from writing.services.texts import tidy


@dataclass(frozen=True, slots=True)
class NewTechnology:
    """A technology to be made; without a number it is an idea."""

    number: int | None
    title: str = ""
    body: str = ""
    raised_by: Member | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action item to be made."""

    words: str
    technology: Technology | None = None
    assignees: Sequence[Member] = ()
    assigned_words: str = ""
    due: date | None = None


def shortened(words: str) -> str:
    """The beginning of ``words`` that fits a title."""
    return words if len(words) <= MAX_TITLE else f"{words[: MAX_TITLE - 1].rsplit(' ', 1)[0]}…"


def tell_made(group: Group, by: Member | None, kind: str, key: str, ids: Iterable[int]) -> None:
    Event.objects.bulk_create([Event(group=group, actor=by, kind=kind, data={key: pk}) for pk in ids])


def make_all(
    group: Group, wanted: Sequence[NewTechnology], by: Member | None, *, tell: bool = True
) -> list[Technology]:
    """Nine queries for any number; the group's row must be locked. Without ``tell`` the caller writes the event."""
    if not wanted:
        return []
    last = Technology.objects.filter(group=group).aggregate(last=Max("rank"))["last"] or 0
    texts = Text.objects.bulk_create(
        [Text(group=group, kind=Text.Kind.TECHNOLOGY, title=shortened(one.title)) for one in wanted]
    )
    versions = Version.objects.bulk_create(
        [
            Version(
                text=text,
                number=1,
                title=text.title,
                body=tidy(one.body),
                author=by,
                origin=Version.Origin.IMPORTED if one.title or one.body else Version.Origin.WRITTEN,
                note=one.note[:300],
            )
            for one, text in zip(wanted, texts, strict=True)
        ]
    )
    for text, version in zip(texts, versions, strict=True):
        text.head = version
    Text.objects.bulk_update(texts, ["head"])
    questions = Question.objects.bulk_create(
        [Question(group=group, wording=STANDING_QUESTION, standing=True) for _ in wanted]
    )
    threads = Thread.objects.bulk_create([Thread(group=group, kind=Thread.Kind.TECHNOLOGY) for _ in wanted])
    made = Technology.objects.bulk_create(
        [
            Technology(
                group=group,
                number=one.number,
                rank=last + place,
                state=Technology.State.WRITTEN if one.number else Technology.State.IDEA,
                text=texts[place - 1],
                question=questions[place - 1],
                thread=threads[place - 1],
                raised_by=one.raised_by,
            )
            for place, one in enumerate(wanted, start=1)
        ]
    )
    if tell:
        tell_made(group, by, "technology.made", "technology", [one.pk for one in made])
    return made


@atomic
def ensure_technologies(
    *, group: Group, titles: Mapping[int, str], by: Member | None
) -> tuple[dict[int, Technology], list[Technology]]:
    """The technologies of these numbers (number → title, empty if nobody gave one), by number.

    Missing ones are made, taken back ones come back with the texts they had. Returns all of them and those that
    are new on the roadmap. At most twelve queries for any number; the group's row is locked.
    """
    hold(group)
    found = {
        one.number: one
        for one in Technology.objects.select_related("text__head", "question", "group").filter(
            group=group, number__in=titles
        )
        if one.number is not None
    }
    back = [one for one in found.values() if one.taken_back_at is not None]
    for one in back:
        one.taken_back_at = None
    if back:
        Technology.objects.bulk_update(back, ["taken_back_at"])
        tell_made(group, by, "technology.made", "technology", [one.pk for one in back])
    missing = [NewTechnology(number, titles[number]) for number in sorted(titles) if number not in found]
    made = make_all(group, missing, by)
    found.update({one.number: one for one in made if one.number is not None})
    return found, [*back, *made]


@atomic
def make_ideas(*, group: Group, ideas: Sequence[tuple[str, Member | None]], by: Member | None) -> list[Technology]:
    """An idea each, from its words and who raised it. At most eleven queries for any number."""
    hold(group)
    return make_all(group, [NewTechnology(None, words, words, raised_by) for words, raised_by in ideas], by)


@atomic
def make_actions(
    *, group: Group, actions: Sequence[NewAction], by: Member | None, meeting: Meeting | None = None
) -> list[ActionItem]:
    """Note what people are asked to do; nobody is mailed. Three queries for any number."""
    if not actions:
        return []
    made = ActionItem.objects.bulk_create(
        [
            ActionItem(
                group=group,
                technology=one.technology,
                meeting=meeting,
                words=one.words,
                assigned_words=one.assigned_words[:200],
                due=one.due,
            )
            for one in actions
        ]
    )
    asked = ActionItem.assignees.through
    asked.objects.bulk_create(
        [
            asked(actionitem_id=item.pk, member_id=pk)
            for item, one in zip(made, actions, strict=True)
            for pk in dict.fromkeys(member.pk for member in one.assignees)
        ]
    )
    tell_made(group, by, "action.made", "action", [item.pk for item in made])
    return made


@atomic
def take_back_actions(*, ids: Iterable[int]) -> None:
    """The minutes that made them were undone. The rows stay."""
    ActionItem.objects.filter(pk__in=list(ids), taken_back_at__isnull=True).update(taken_back_at=timezone.now())


@atomic
def take_back_technologies(*, ids: Iterable[int]) -> None:
    """The same for technologies and ideas; a number stays its technology's for life."""
    Technology.objects.filter(pk__in=list(ids), taken_back_at__isnull=True).update(taken_back_at=timezone.now())
