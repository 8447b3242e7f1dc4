"""Documents on their way into the roadmap."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import Group, Member


class DocumentDraft(models.Model):
    """A document on its way into the roadmap, and what recording it made.

    ``source`` is the whole document as Markdown, as it was read; ``sections`` is how it is cut and what each part
    becomes, as its author corrected it (see :mod:`roadmap.bringing_in`). ``made`` has what undo needs.
    """

    group = models.ForeignKey(Group, models.PROTECT, related_name="document_drafts")
    by = models.ForeignKey(Member, models.PROTECT, related_name="document_drafts")
    file_name = models.CharField(max_length=255, blank=True)
    source = models.TextField()
    notices = models.JSONField(default=list, blank=True)
    sections = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    made = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(recorded_at__isnull=False), name="document_undone_once_recorded"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["group", "by", "-changed_at"], name="document_draft_newest")]

    def __str__(self) -> str:
        return f"document draft {self.pk}"
