"""Meetings and attendance in the administration."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from meetings.models import Attendance, Meeting
from meetings.records import COUNTS
from web.administration import Correcting, Looking, Rows
from web.tables import csv_answer

PRESENT = (Attendance.Presence.PRESENT, Attendance.Presence.PART)


class AttendanceRows(Rows):
    model = Attendance
    fields = ("place", "member", "facility", "presence")
    related = ("meeting", "member", "facility")
    ordering = ("place", "pk")


def page_of(request: HttpRequest, meeting: Meeting) -> str:
    return request.build_absolute_uri(reverse("meeting", args=[meeting.group.slug, meeting.slug]))


@admin.register(Meeting)
class MeetingAdmin(Correcting):
    fields = ("group", "title", "date", "slug", "next_date", "next_words", "link", "taken_back_at")
    editable = ("title", "link", "next_date", "next_words")
    related = ("group",)
    list_display = ("date", "title", "group", "present", "apologies", "taken_back_at")
    counts: ClassVar = {
        "present": Count("attendances", filter=Q(attendances__presence__in=PRESENT)),
        "apologies": Count("attendances", filter=Q(attendances__presence="apologised")),
    }
    list_display_links = ("date", "title")
    list_filter = (("group", admin.RelatedOnlyFieldListFilter), ("taken_back_at", admin.EmptyFieldListFilter), "date")
    search_fields = ("title", "group__name", "attendances__member__name")
    date_hierarchy = "date"
    ordering = ("-date", "-pk")
    inlines = (AttendanceRows,)
    actions = ("as_csv",)

    @admin.display(ordering="present")
    def present(self, meeting: Any) -> int:
        return int(meeting.present)

    @admin.display(ordering="apologies")
    def apologies(self, meeting: Any) -> int:
        return int(meeting.apologies)

    @admin.action(description="Selected meetings as a table (CSV)", permissions=["view"])
    def as_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Date, title, who was there, who apologised, lines and link. Three queries, whatever the number."""
        meetings = list(queryset.select_related("group").order_by("date", "pk"))
        ids = [meeting.pk for meeting in meetings]
        people: dict[tuple[int, bool], list[str]] = defaultdict(list)
        rows = Attendance.objects.filter(meeting__in=ids).exclude(presence=Attendance.Presence.ABSENT)
        for meeting, presence, name in rows.order_by("place", "pk").values_list("meeting", "presence", "member__name"):
            people[meeting, presence in PRESENT].append(name)
        counts = {name: count(ids) for name, count in COUNTS.items()}
        return csv_answer(
            "meetings.csv",
            ["date", "title", "group", "present", "apologies", *counts, "link"],
            [
                [
                    meeting.date.isoformat(),
                    meeting.title,
                    meeting.group.name,
                    "; ".join(people[meeting.pk, True]),
                    "; ".join(people[meeting.pk, False]),
                    *(found.get(meeting.pk, 0) for found in counts.values()),
                    meeting.link
                    or request.build_absolute_uri(reverse("meeting", args=[meeting.group.slug, meeting.slug])),
                ]
                for meeting in meetings
            ],
        )


@admin.register(Attendance)
class AttendanceAdmin(Looking):
    fields = ("meeting", "member", "facility", "presence", "place")
    related = ("meeting__group", "member", "facility")
    list_display = ("member", "facility", "presence", "meeting", "group")
    list_filter = ("presence", ("meeting__group", admin.RelatedOnlyFieldListFilter))
    search_fields = ("member__name", "meeting__title", "facility__short_name")
    date_hierarchy = "meeting__date"
    ordering = ("-meeting__date", "-meeting_id", "place", "pk")

    @admin.display(ordering="meeting__group__name")
    def group(self, attendance: Attendance) -> Any:
        return attendance.meeting.group
