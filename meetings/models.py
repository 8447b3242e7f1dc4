"""When people meet, and who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from members.models import Facility, Group, Member
from web.full_text import Words

if TYPE_CHECKING:
    from members.viewer import Viewer


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(group__in=Group.objects.visible_to(viewer), taken_back_at__isnull=True)

    def held(self, group: Group | OuterRef) -> Self:
        """The group's meetings up to today, newest first: the first is the last meeting."""
        past = self.filter(group=group, taken_back_at__isnull=True, date__lte=timezone.localdate())
        return past.order_by("-date", "-pk")

    def for_list(self, group: Group) -> Self:
        present = Q(attendances__presence__in=[Attendance.Presence.PRESENT, Attendance.Presence.PART])
        return (
            self.filter(group=group)
            .annotate(present_count=models.Count("attendances", filter=present))
            .order_by("-date", "-pk")
        )

    def for_page(self, group: Group) -> Self:
        """The group's meetings, each with the slug and day of its neighbours as ``before`` and ``after``."""
        near = Meeting.objects.filter(group=OuterRef("group"), taken_back_at__isnull=True)
        one = JSONObject(slug="slug", date="date")
        same_day = Q(date=OuterRef("date"))
        before = near.filter(Q(date__lt=OuterRef("date")) | same_day & Q(pk__lt=OuterRef("pk"))).order_by(
            "-date", "-pk"
        )
        after = near.filter(Q(date__gt=OuterRef("date")) | same_day & Q(pk__gt=OuterRef("pk"))).order_by("date", "pk")
        return self.filter(group=group).annotate(
            before=Subquery(before.values(one=one)[:1]), after=Subquery(after.values(one=one)[:1])
        )


class Meeting(models.Model):
    """One meeting of a group. ``slug`` is its date (``2025-02-12``, a second one ``2025-02-12-2``)."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    date = models.DateField()
    slug = models.SlugField(max_length=20, editable=False)
    next_date = models.DateField("next meeting", null=True, blank=True)
    next_words = models.CharField("next meeting, in words", max_length=300, blank=True)
    link = models.URLField("page elsewhere", max_length=500, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "slug"], name="meeting_slug_once"),
            models.CheckConstraint(condition=~Q(title=""), name="meeting_has_title"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["group", "-date"], name="meeting_by_date"),
            GinIndex(Words("title", "slug"), name="meeting_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.date:%Y-%m-%d}"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def for_meeting(self, meeting: Meeting) -> Self:
        """The list of a meeting in its order: who was there, part of the time, apologised, absent."""
        return (
            self.filter(meeting=meeting)
            .select_related("member", "facility")
            .order_by(
                models.Case(
                    models.When(presence="apologised", then=1), models.When(presence="absent", then=2), default=0
                ),
                "place",
                "pk",
            )
        )


class Attendance(models.Model):
    """Who was at a meeting, and for which facility that day."""

    class Presence(models.TextChoices):
        PRESENT = "present", "present"
        PART = "part", "part of the time"
        APOLOGISED = "apologised", "apologised"
        ABSENT = "absent", "absent"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances")
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, blank=True, related_name="+")
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.PRESENT)
    place = models.PositiveSmallIntegerField("place on the list", default=0)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(presence__in=["present", "part", "apologised", "absent"]), name="attendance_presence_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.meeting_id}: {self.presence}"
