"""What somebody is asked to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from meetings.models import Meeting
from members.models import Group, Member

if TYPE_CHECKING:
    from members.viewer import Viewer


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What somebody is asked to do is for the group itself."""
        return self.filter(group__in=viewer.group_ids, taken_back_at__isnull=True)

    def for_index(self, group: Group) -> list[dict[str, Any]]:
        """Every action of the group in few words: open ones first by due date, closed ones the newest first. One query.

        ``people`` are the ids and names of who is asked.
        """
        people = Member.objects.filter(action_items=OuterRef("pk")).order_by("name", "pk")
        columns = ("pk", "state", "due", "closed_at", "assigned_words", "people", "meeting_id")
        rows = (
            self.filter(group=group)
            .annotate(people=ArraySubquery(people.values(one=JSONObject(pk="pk", name="name"))))
            .order_by(
                models.Case(models.When(state="open", then=0), default=1),
                models.Case(models.When(state="open", then=F("due"))).asc(nulls_last=True),
                F("closed_at").desc(nulls_first=True),
                "-pk",
            )
            .values(*columns, "technology__number", "technology__text__title", "meeting__date", "meeting__title")
        )
        return [{**row} for row in rows]

    def open_with_people(self) -> Self:
        """The open ones by due date, each with the names of its people as ``who``."""
        return (
            self.filter(state=ActionItem.State.OPEN, taken_back_at__isnull=True)
            .annotate(who=ArrayAgg("assignees__name", filter=Q(assignees__isnull=False), default=[]))
            .order_by("due", "pk")
        )

    def for_page(self, group: Group, viewer: Viewer) -> Self:
        """The group's actions, open ones first by due date, with their people. Two queries."""
        return (
            self.visible_to(viewer)
            .filter(group=group)
            .select_related("technology__text", "meeting", "closed_by", "group")
            .prefetch_related("assignees")
            .order_by(models.Case(models.When(state="open", then=0), default=1), F("due").asc(nulls_last=True), "-pk")
        )


class ActionItem(models.Model):
    """What somebody is asked to do."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        DONE = "done", "done"
        DROPPED = "dropped", "dropped"

    group = models.ForeignKey(Group, models.PROTECT, related_name="action_items")
    technology = models.ForeignKey(
        "roadmap.Technology", models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="action_items")
    words = models.TextField()
    assignees = models.ManyToManyField(Member, blank=True, related_name="action_items")
    assigned_words = models.CharField(
        max_length=200, blank=True, help_text="who, as written, where it is not a person: a facility, “all”"
    )
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    closing_words = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="action_has_words"),
            models.CheckConstraint(condition=Q(state__in=["open", "done", "dropped"]), name="action_state_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["group", "state", "due"], name="action_by_state")]

    def __str__(self) -> str:
        return f"action {self.pk}"
