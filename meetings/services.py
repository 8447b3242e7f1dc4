"""Writes over meetings."""

from datetime import date

from meetings.models import Meeting
from members.models import Group


def free_slug(group: Group, day: date) -> str:
    """The address of a new meeting of that day: its date, with -2, -3 … when the day has meetings already.

    Meetings that were taken back keep their address. One query.
    """
    taken = set(Meeting.objects.filter(group=group, date=day).values_list("slug", flat=True))
    slug = day.isoformat()
    number = 1
    while slug in taken:
        number += 1
        slug = f"{day.isoformat()}-{number}"
    return slug
