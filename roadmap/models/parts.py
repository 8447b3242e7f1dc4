"""The parts that facilities take in technologies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import Facility, Member


class Participation(models.Model):
    """A facility's part in a technology. The row without ``superseded_at`` is the one that holds."""

    class Part(models.TextChoices):
        LEADS = "leads", "leads"
        TAKES_PART = "takes_part", "takes part"
        WATCHES = "watches", "watches"
        DOES_NOT = "does_not", "does not take part"
        NOT_KNOWN = "not_known", "not known"

    technology = models.ForeignKey("roadmap.Technology", models.PROTECT, related_name="participations")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="participations")
    part = models.CharField(max_length=10, choices=Part)
    said_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    said_on = models.DateField()
    recorded_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_back = models.BooleanField(default=False, editable=False, help_text="undone: it never holds again")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["technology", "facility"],
                condition=Q(superseded_at__isnull=True),
                name="participation_one_holds",
            ),
            models.CheckConstraint(
                condition=Q(part__in=["leads", "takes_part", "watches", "does_not", "not_known"]),
                name="participation_part_known",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="participation_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.part} in {self.technology_id}"

    @property
    def confirmed_later(self) -> bool:
        """Whether it was noted first and confirmed afterwards; undoing that takes only the confirmation back."""
        return self.confirmed_at is not None and self.confirmed_at > self.at
