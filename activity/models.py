"""What happened: one line per act, only ever added to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from members.models import Group, Member


class EventQuerySet(models.QuerySet["Event"]):
    def for_feed(self, group: Group) -> EventQuerySet:
        return self.filter(group=group).select_related("group").order_by("-pk")


class Event(models.Model):
    """Who did what to what, when. ``data`` holds ids and numbers, never names or words."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="events")
    actor = models.ForeignKey(Member, models.PROTECT, null=True, related_name="events")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["group", "-id"], name="event_by_group"),
            models.Index(fields=["kind", "-id"], name="event_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
