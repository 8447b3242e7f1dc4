"""What is written: texts and their versions, threads and their comments."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import Group, Member
from web.full_text import Words


class Text(models.Model):
    """A title and Markdown that keeps every version. ``kind`` names its host (see :mod:`writing.hosts`)."""

    class Kind(models.TextChoices):
        TECHNOLOGY = "technology", "technology"
        MINUTES = "minutes", "minutes"
        ROADMAP = "roadmap", "scope of a roadmap"

    group = models.ForeignKey(Group, models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200, blank=True, help_text="the title of the newest version")
    head = models.OneToOneField("Version", models.PROTECT, null=True, related_name="head_of", editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["technology", "minutes", "roadmap"]), name="text_kind_known")
        ]

    def __str__(self) -> str:
        return self.title or f"text {self.pk}"


class Version(models.Model):
    """One save of a text; never changed."""

    class Origin(models.TextChoices):
        WRITTEN = "written", "written"
        IMPORTED = "imported", "brought in"
        REIMPORTED = "reimported", "brought in again"
        RESTORED = "restored", "restored"
        INFERRED = "inferred", "inferred from the minutes"
        NAMED = "named", "named"

    text = models.ForeignKey(Text, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    author = models.ForeignKey(Member, models.PROTECT, null=True, related_name="versions")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.WRITTEN)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    small = models.BooleanField("small correction", default=False)
    words_changed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_numbers_from_one"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["text", "-at"], name="version_by_time"),
            GinIndex(Words("title", "body"), name="version_by_words"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class Rendered(models.Model):
    """The HTML of a version: a cache that may be dropped and is rebuilt."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="rendered")
    renderer = models.PositiveSmallIntegerField()
    html = models.TextField()

    class Meta:
        verbose_name_plural = "rendered versions"
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "renderer"], name="rendered_once")]

    def __str__(self) -> str:
        return f"version {self.version_id} by renderer {self.renderer}"


class Thread(models.Model):
    """A discussion. Its owner (a technology, a line of the minutes …) has it one-to-one."""

    class Kind(models.TextChoices):
        TECHNOLOGY = "technology", "technology"
        ENTRY = "entry", "line of the minutes"
        ROADMAP = "roadmap", "roadmap"

    group = models.ForeignKey(Group, models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=12, choices=Kind)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["technology", "entry", "roadmap"]), name="thread_kind_known")
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"


class Comment(models.Model):
    """What somebody said in a thread: its words now; earlier words are its edits."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="comments")
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(Member, models.PROTECT, related_name="comments")
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    send_key = models.UUIDField(null=True, unique=True, editable=False, help_text="so that a second send adds nothing")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(body=""), name="comment_has_words")]
        indexes: ClassVar = [
            models.Index(fields=["thread", "-at", "-id"], name="comment_by_time"),
            GinIndex(Words("body"), name="comment_by_words"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class CommentEdit(models.Model):
    """The words a comment had before they were edited; never changed."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="edits")
    body = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"earlier words of comment {self.comment_id}"
