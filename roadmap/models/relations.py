"""How technologies belong together."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from members.models import Member


class RelationQuerySet(models.QuerySet["Relation"]):
    def holding(self) -> Self:
        """Those that hold, between technologies that are there."""
        return self.filter(
            taken_back_at__isnull=True, technology__taken_back_at__isnull=True, other__taken_back_at__isnull=True
        )


class Relation(models.Model):
    """How two technologies belong together: ``technology`` overlaps with, needs, or is part of ``other``.

    An overlap is said once, from the technology that came first (the lower id); it reads the same both ways.
    """

    class Kind(models.TextChoices):
        OVERLAPS = "overlaps", "overlaps with"
        NEEDS = "needs", "needs"
        PART_OF = "part_of", "is part of"

    technology = models.ForeignKey("roadmap.Technology", models.PROTECT, related_name="relations")
    other = models.ForeignKey("roadmap.Technology", models.PROTECT, related_name="relations_inward")
    kind = models.CharField(max_length=8, choices=Kind)
    noted_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["technology", "other", "kind"],
                condition=Q(taken_back_at__isnull=True),
                name="relation_holds_once",
            ),
            models.CheckConstraint(condition=~Q(technology=F("other")), name="relation_between_two"),
            models.CheckConstraint(condition=Q(kind__in=["overlaps", "needs", "part_of"]), name="relation_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="overlaps") | Q(technology__lt=F("other")), name="relation_overlap_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.technology_id} {self.kind} {self.other_id}"


def related(end: str) -> JSONObject:
    """What is shown of the technology at one end of a relation."""
    return JSONObject(
        number=f"{end}__number", title=f"{end}__text__title", state=f"{end}__state", into=f"{end}__merged_into__number"
    )
