"""What the roadmap promises of its rows, looked at again."""

from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Q, Subquery

from roadmap.models import AskedOfDirectors, Technology


def differences() -> Iterator[str]:
    """Technologies whose parts belong to another group, places given out twice, and states that cannot be."""
    yield from of_places()
    yield from of_states()
    yield from of_asked_lines()


def of_places() -> Iterator[str]:
    for technology in Technology.objects.exclude(
        text__group=F("group"), question__group=F("group"), thread__group=F("group")
    ).order_by("pk"):
        yield f"technology {technology.pk}: its text, question or discussion belongs to another group"
    twice = (
        Technology.objects.values("group_id", "rank")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .order_by("group_id")
    )
    for place in twice:
        yield f"group {place['group_id']}: place {place['rank']} of the list is given to {place['count']} technologies"


def of_states() -> Iterator[str]:
    """Agreed on a version of another text or at another group's meeting; merged across groups or in a ring."""
    agreed = Technology.objects.filter(agreed_version__isnull=False)
    for technology in agreed.exclude(agreed_version__text=F("text")).order_by("pk"):
        yield f"technology {technology.pk}: the version it is agreed on is of another text"
    at_meeting = agreed.filter(agreed_meeting__isnull=False)
    for technology in at_meeting.exclude(agreed_meeting__group=F("group")).order_by("pk"):
        yield f"technology {technology.pk}: it is agreed at a meeting of another group"
    merged = Technology.objects.filter(merged_into__isnull=False)
    wrong = ~Q(merged_into__group=F("group")) | Q(merged_into__number__isnull=True)
    for technology in merged.filter(wrong).order_by("pk"):
        yield f"technology {technology.pk}: it is part of what is no technology of its group"
    into = dict(merged.values_list("pk", "merged_into"))
    for first in sorted(into):
        seen, now = {first}, into[first]
        while now in into and now not in seen:
            seen.add(now)
            now = into[now]
        if now == first:
            yield f"technology {first}: it is part of itself, by way of others"


def of_asked_lines() -> Iterator[str]:
    """A line for the directors that is not its newest wording."""
    newest = AskedOfDirectors.objects.filter(technology=OuterRef("pk")).order_by("-pk").values("words")[:1]
    for technology in (
        Technology.objects.annotate(newest=Subquery(newest))
        .filter(newest__isnull=False)
        .exclude(asked_of_directors=F("newest"))
        .order_by("pk")
    ):
        yield f"technology {technology.pk}: its line for the directors is not the newest wording"
