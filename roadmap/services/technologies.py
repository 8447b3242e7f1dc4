"""Technologies: made, named, put in order, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from activity.services import log
from decisions.models import Question
from members.models import Group, Member
from roadmap.models import Roadmap, Technology
from web.refusals import Refused
from writing.models import Thread, Version
from writing.services import create_text, save

STANDING_QUESTION = "Should this stay in the roadmap?"
MAX_TITLE = 200


def locked_group(group: Group) -> Group:
    """Numbers and ranks of a group are given out one at a time."""
    return Group.objects.select_for_update().get(pk=group.pk)


def make(
    *,
    group: Group,
    number: int | None,
    state: str,
    title: str,
    body: str,
    by: Member | None,
    origin: str,
    working_title: bool = False,
    raised_by: Member | None = None,
) -> Technology:
    last = Technology.objects.filter(group=group).aggregate(last=Max("rank"))["last"] or 0
    technology = Technology.objects.create(
        group=group,
        number=number,
        rank=last + 1,
        state=state,
        working_title=working_title,
        text=create_text(group=group, kind="technology", title=title, body=body, by=by, origin=origin),
        question=Question.objects.create(group=group, wording=STANDING_QUESTION, standing=True),
        thread=Thread.objects.create(group=group, kind=Thread.Kind.TECHNOLOGY),
        raised_by=raised_by,
    )
    log(kind="technology.made", group=group, by=by, technology=technology.pk)
    return technology


@transaction.atomic
def ensure_technology(*, group: Group, number: int, by: Member | None, title: str = "") -> tuple[Technology, bool]:
    """The technology of that number; made when there is none, brought back when it was taken back.

    Returns it and whether it is new on the roadmap. The group's row is locked.
    """
    locked_group(group)
    technology = Technology.objects.select_related("text__head").filter(group=group, number=number).first()
    if technology is None:
        origin = Version.Origin.IMPORTED if title else Version.Origin.WRITTEN
        made = make(group=group, number=number, state="written", title=title, body="", by=by, origin=origin)
        return made, True
    if technology.taken_back_at is not None:
        technology.taken_back_at = None
        technology.save(update_fields=["taken_back_at"])
        log(kind="technology.made", group=group, by=by, technology=technology.pk)
        return technology, True
    return technology, False


@transaction.atomic
def make_idea(*, group: Group, words: str, by: Member | None, raised_by: Member | None = None) -> Technology:
    """An idea: a technology without a number. Its words are its text; its title is their beginning."""
    locked_group(group)
    words = words.strip()
    if not words:
        raise Refused("There is nothing written yet.", status=422)
    title = words if len(words) <= MAX_TITLE else f"{words[: MAX_TITLE - 1].rsplit(' ', 1)[0]}…"
    return make(
        group=group,
        number=None,
        state=Technology.State.IDEA,
        title=title,
        body=words,
        by=by,
        origin=Version.Origin.IMPORTED,
        raised_by=raised_by,
    )


@transaction.atomic
def take_back_technology(*, technology: Technology, by: Member | None) -> None:
    """The minutes that made it were undone. The row and its texts stay; its number is its name for life."""
    technology.taken_back_at = timezone.now()
    technology.save(update_fields=["taken_back_at"])


@transaction.atomic
def name_technologies(*, group: Group, titles: Mapping[int, str], by: Member) -> list[Technology]:
    """Give technologies (number → title) their names: a version each. Empty titles are left alone.

    Returns those whose title changed. Raises Refused for a number there is not and a title too long.
    """
    wanted = {number: " ".join(title.split()) for number, title in titles.items() if title.strip()}
    found = {
        technology.number: technology
        for technology in Technology.objects.listed(group)
        .filter(number__in=wanted)
        .select_related("text__head", "group")
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    changed = []
    for number, title in wanted.items():
        technology = found.get(number)
        if technology is None:
            raise Refused(f"There is no technology {number} here.", status=422)
        if len(title) > MAX_TITLE:
            raise Refused(f"The title of T{number} is longer than {MAX_TITLE} characters.", status=422)
        head = technology.text.head
        if head is None or (head.title == title and not technology.working_title):
            continue
        save(
            text=technology.text,
            base=head.number,
            title=title,
            body=head.body,
            by=by,
            origin=Version.Origin.NAMED,
        )
        technology.working_title = False
        technology.save(update_fields=["working_title"])
        log(kind="technology.named", group=group, by=by, technology=technology.pk)
        changed.append(technology)
    return changed


@transaction.atomic
def move_technology(*, technology: Technology, place: int, by: Member) -> tuple[int, int]:
    """Put a technology at ``place`` (1 is first) of the list. Returns the place it had and the one it has."""
    locked_group(technology.group)
    order = list(Technology.objects.listed(technology.group).order_by("rank", "pk"))
    ids = [one.pk for one in order]
    if technology.pk not in ids:
        raise Refused("This technology is not in the list any more.")
    before = ids.index(technology.pk) + 1
    place = max(1, min(place, len(ids)))
    if place == before:
        return before, place
    ranks = sorted(one.rank for one in order)
    moved = order.pop(before - 1)
    order.insert(place - 1, moved)
    for rank, one in zip(ranks, order, strict=True):
        if one.rank != rank:
            Technology.objects.filter(pk=one.pk).update(rank=rank)
    log(
        kind="technology.moved",
        group=technology.group_id,
        by=by,
        technology=technology.pk,
        to=place,
        **{"from": before},
    )
    return before, place


@transaction.atomic
def set_due(*, group: Group, due_on: date | None, due_for: str, by: Member) -> Roadmap:
    """When the roadmap is due and for what."""
    roadmap, _ = Roadmap.objects.select_for_update().get_or_create(
        group=group, defaults={"title": f"{group.name} Technology Roadmap"}
    )
    Roadmap.objects.filter(pk=roadmap.pk).update(due_on=due_on, due_for=due_for.strip())
    roadmap.refresh_from_db()
    log(kind="roadmap.due", group=group, by=by)
    return roadmap
