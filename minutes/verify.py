"""What recorded minutes promise of their lines, looked at again."""

from collections.abc import Iterator

from django.db.models import F

from minutes.models import Entry, Minutes


def differences() -> Iterator[str]:
    """Lines whose technology or action belongs to another group, and minutes whose text is not of their group."""
    for minutes in Minutes.objects.exclude(text__group=F("meeting__group")).order_by("pk"):
        yield f"minutes {minutes.pk}: their text belongs to another group"
    entries = Entry.objects.filter(technology__isnull=False).exclude(technology__group=F("minutes__meeting__group"))
    for entry in entries.order_by("pk"):
        yield f"line {entry.pk}: its technology belongs to another group"
    strayed = Entry.objects.filter(section__isnull=False).exclude(section__minutes=F("minutes"))
    for entry in strayed.order_by("pk"):
        yield f"line {entry.pk}: its section belongs to other minutes"
