"""What people think: questions, positions and the stances that count."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import Group, Member
from writing.models import Comment, Version


class Value(models.TextChoices):
    """What a position says. ``withdrawn`` takes an earlier one back."""

    PRO = "pro", "Pro"
    CONTRA = "contra", "Contra"
    ABSTAIN = "abstain", "Abstain"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Heard(models.TextChoices):
    """How a position came here."""

    SITE = "site", "on the site"
    MINUTES = "minutes", "from the minutes"
    MEETING = "meeting", "in the meeting"
    TELEPHONE = "telephone", "by telephone"
    MAIL = "mail", "by mail"


class Question(models.Model):
    """What positions are about. The standing question of a technology is its owner's, one-to-one."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="questions")
    wording = models.CharField(max_length=300)
    standing = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(wording=""), name="question_has_wording")]

    def __str__(self) -> str:
        return self.wording


class Position(models.Model):
    """One act: what a member said on a question, on which wording, recorded by whom. Never changed."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="positions")
    member = models.ForeignKey(Member, models.PROTECT, related_name="positions")
    sequence = models.PositiveIntegerField(help_text="counts a question's positions from 1")
    value = models.CharField(max_length=9, choices=Value)
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="positions")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, blank=True, related_name="positions")
    recorded_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="recorded_positions")
    heard = models.CharField(max_length=9, choices=Heard, default=Heard.SITE)
    said_on = models.DateField(null=True, blank=True, help_text="the day it was said, when not the day it was recorded")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "sequence"], name="position_sequence_once"),
            models.CheckConstraint(condition=Q(value__in=Value.values), name="position_value_known"),
            models.CheckConstraint(condition=Q(heard__in=Heard.values), name="position_heard_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["question", "member", "-sequence"], name="position_latest")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.value}"

    @property
    def confirmed(self) -> bool:
        """Whether the member gave it in person."""
        return self.recorded_by_id == self.member_id


class StanceQuerySet(models.QuerySet["Stance"]):
    def counting(self) -> Self:
        return self.exclude(value=Value.WITHDRAWN)


class Stance(models.Model):
    """The position of a member that counts on a question: one row each, kept by the service, checked by ``verify``."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="stances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="stances")
    position = models.OneToOneField(Position, models.PROTECT, related_name="stance")
    value = models.CharField(max_length=9, choices=Value)

    objects = StanceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "member"], name="stance_once"),
            models.CheckConstraint(condition=Q(value__in=Value.values), name="stance_value_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.value}"
