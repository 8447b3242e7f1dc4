"""Technologies: made, named, put in order, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Max
from django.utils import timezone

from activity.services import log
from decisions.models import Question
from members.models import Group, Member
from roadmap.models import Technology
from web.refusals import Refused
from web.transactions import atomic
from web.words import fold
from writing.models import Comment, Thread, Version
from writing.services import create_text, restore, save
from writing.services.texts import tidy

STANDING_QUESTION = "Should this stay in the roadmap?"
MAX_TITLE = 200
MAX_AT_ONCE = 300


def hold(group: Group) -> Group:
    """Numbers and ranks of a group are given out one at a time: hold its row until the transaction ends.

    Rows that only refer to the group can still be added meanwhile (FOR NO KEY UPDATE): a comment does not wait.
    """
    return Group.objects.select_for_update(no_key=True).get(pk=group.pk)


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


@atomic
def ensure_technology(*, group: Group, number: int, by: Member | None, title: str = "") -> tuple[Technology, bool]:
    """The technology of that number; made when there is none, brought back when it was taken back.

    Returns it and whether it is new on the roadmap. The group's row is locked.
    """
    hold(group)
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


@atomic
def make_idea(*, group: Group, words: str, by: Member | None, raised_by: Member | None = None) -> Technology:
    """An idea: a technology without a number. Its words are its text; its title is their beginning.

    The same words by the same person are the same idea: a second press adds nothing.
    """
    hold(group)
    words = tidy(words).strip()
    if not words:
        raise Refused("There is nothing written yet.", status=422)
    same = Technology.objects.filter(
        group=group,
        state=Technology.State.IDEA,
        raised_by=raised_by,
        text__head__body=words,
        taken_back_at__isnull=True,
    )
    if (idea := same.first()) is not None:
        return idea
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


@atomic
def take_back_idea(*, idea: Technology, by: Member, back: bool = False) -> bool:
    """Undo of raising one, or with ``back`` the undo of that; whether anything changed. The group's row is locked.

    Raises Refused when it became a technology or somebody has worked on it since.
    """
    hold(idea.group)
    locked = Technology.objects.select_for_update(of=("self",)).select_related("text__head").get(pk=idea.pk)
    if (locked.taken_back_at is None) == back:
        return False
    if not back:
        if locked.state != Technology.State.IDEA:
            raise Refused(f"This idea became T{locked.number} meanwhile.")
        head = locked.text.head
        written_on = head is not None and head.number > 1
        if written_on or Comment.objects.filter(thread=locked.thread_id, withdrawn_at__isnull=True).exists():
            raise Refused("Somebody has worked on this idea meanwhile, so it stays.")
    locked.taken_back_at = None if back else timezone.now()
    locked.save(update_fields=["taken_back_at"])
    log(kind="idea.put back" if back else "idea.taken back", group=locked.group_id, by=by, technology=locked.pk)
    return True


@atomic
def take_back_technology(*, technology: Technology, by: Member | None) -> None:
    """The minutes that made it were undone. The row and its texts stay; its number is its name for life."""
    technology.taken_back_at = timezone.now()
    technology.save(update_fields=["taken_back_at"])


@atomic
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


@atomic
def take_back_names(*, group: Group, versions: Sequence[int], by: Member) -> list[Technology]:
    """Undo of :func:`name_technologies`: each text goes back to what it was before ``versions`` named it.

    Raises Refused, and changes nothing, when one of them is not the newest any more.
    """
    found = (
        Technology.objects.listed(group)
        .filter(text__head__in=versions, text__head__origin=Version.Origin.NAMED)
        .select_related("text__head__based_on")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    changed = []
    for technology in found:
        head = technology.text.head
        if head is None or head.based_on is None:
            continue
        restore(text=technology.text, number=head.based_on.number, base=head.number, by=by)
        technology.working_title = head.based_on.origin == Version.Origin.INFERRED
        technology.save(update_fields=["working_title"])
        changed.append(technology)
    if len(changed) != len(set(versions)):
        raise Refused("Some of these texts were changed meanwhile. Nothing was taken back; look at their versions.")
    return changed


@atomic
def add_technologies(*, group: Group, titles: Sequence[str], by: Member) -> list[Technology]:
    """Add technologies of these names, in this order, numbered on from the highest number ever given.

    Blank names and names that are in the list already are left out, so that a second press adds nothing; returns
    those that are new. Raises Refused when no name was given or one is too long. The group's row is locked.
    """
    names = [" ".join(title.split()) for title in titles if title.strip()]
    if not names:
        raise Refused("There is no name yet. Type one a line.", status=422)
    if len(names) > MAX_AT_ONCE:
        raise Refused(f"Up to {MAX_AT_ONCE} names at a time; these are {len(names)}.", status=422)
    for name in names:
        if len(name) > MAX_TITLE:
            raise Refused(f"“{name[:40]}…” is longer than {MAX_TITLE} characters.", status=422)
    hold(group)
    there = {fold(title) for title in Technology.objects.listed(group).values_list("text__title", flat=True)}
    new = {fold(name) or name: name for name in reversed(names) if fold(name) not in there or not fold(name)}
    last = Technology.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    return [
        make(group=group, number=number, state="written", title=name, body="", by=by, origin=Version.Origin.NAMED)
        for number, name in enumerate(reversed(new.values()), start=last + 1)
    ]


@atomic
def save_text(
    *, technology: Technology, base: int, title: str, body: str, note: str, small: bool, by: Member
) -> Version:
    """Save the text of a technology. A title somebody saved is no working title any more once it was changed.

    Raises what :func:`writing.services.save` raises.
    """
    if technology.working_title:  # before its text, in the order in which all who need both take them
        Technology.objects.select_for_update().get(pk=technology.pk)
    before = technology.text.title
    version = save(text=technology.text, base=base, title=title, body=body, note=note, small=small, by=by)
    if technology.working_title and version.title and version.title != before:
        technology.working_title = False
        technology.save(update_fields=["working_title"])
        log(kind="technology.named", group=technology.group_id, by=by, technology=technology.pk)
    return version


@atomic
def move_technology(*, technology: Technology, by: Member, place: int | None = None, step: int = 0) -> tuple[int, int]:
    """Put a technology at ``place`` (1 is first) of the list, or ``step`` places on from where it is.

    Returns the place it had and the one it has. The group's row is locked, so that two who move at once both count.
    """
    hold(technology.group)
    order = list(Technology.objects.listed(technology.group).order_by("rank", "pk"))
    ids = [one.pk for one in order]
    if technology.pk not in ids:
        raise Refused("This technology is not in the list any more.")
    before = ids.index(technology.pk) + 1
    place = max(1, min(before + step if place is None else place, len(ids)))
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
