"""What the roadmap promises of its rows, looked at again."""

from collections.abc import Iterator

from django.db.models import Count, F

from roadmap.models import Technology


def differences() -> Iterator[str]:
    """Technologies whose parts belong to another group, and places given out twice."""
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
