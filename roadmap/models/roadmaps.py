"""The roadmap as a document of its own: its title, its scope, its discussion, and when it is due."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from members.models import Group, Membership
from roadmap.models.technologies import Technology
from writing.models import Rendered, Text, Thread


class RoadmapQuerySet(models.QuerySet["Roadmap"]):
    def for_about(self, group: Group, *, renderer: int) -> Self:
        """A group's roadmap with all that its page about itself says, but the discussion. One query.

        ``html`` is the rendered scope when it was kept, ``titles`` number and title of what text may refer to,
        ``people`` id and name of the group's members, ``ideas`` a count.
        """
        people = Membership.objects.current().filter(group=group).order_by("member__name", "member")
        listed = Technology.objects.listed(group)
        ideas = Technology.objects.ideas(group).order_by().values("group").annotate(n=models.Count("pk")).values("n")
        return (
            self.filter(group=group)
            .select_related("scope__head__author", "thread")
            .annotate(
                html=Subquery(
                    Rendered.objects.filter(version=OuterRef("scope__head"), renderer=renderer).values("html")[:1]
                ),
                titles=ArraySubquery(listed.values(json=JSONObject(number="number", title="text__title"))),
                people=ArraySubquery(people.values(json=JSONObject(pk="member_id", name="member__name"))),
                ideas=Subquery(ideas),
            )
        )


def usual_title(group: Group) -> str:
    """What a group's roadmap is called until somebody gives it a title."""
    return f"{group.name} Technology Roadmap"


class Roadmap(models.Model):
    """A group's roadmap as a document: its title, what it is about, its own discussion, and when it is due."""

    group = models.OneToOneField(Group, models.PROTECT, related_name="roadmap")
    title = models.CharField(max_length=200)
    scope = models.OneToOneField(Text, models.PROTECT, related_name="roadmap")
    thread = models.OneToOneField(Thread, models.PROTECT, related_name="roadmap")
    due_on = models.DateField(null=True, blank=True)
    due_for = models.CharField(max_length=200, blank=True, help_text="what it is due for, such as a meeting")

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(title=""), name="roadmap_has_title")]

    def __str__(self) -> str:
        return self.title
