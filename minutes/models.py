"""What was said: minutes, their lines, and what people corrected in the reading of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from decisions.models import Position
from meetings.models import Meeting
from members.models import Group, Member
from roadmap.models import ActionItem, Participation, Technology
from web.full_text import Words
from writing.models import Text, Thread

if TYPE_CHECKING:
    from members.viewer import Viewer


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(viewer), undone_at__isnull=True)


class Minutes(models.Model):
    """The recorded text of a meeting. What was made from it hangs on its entries."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    text = models.OneToOneField(Text, models.PROTECT, related_name="minutes")
    recorded_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    made = models.JSONField(default=dict, help_text="ids of what recording made, so that undo can take it back")

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"minutes of meeting {self.meeting_id}"


class Section(models.Model):
    """A heading of the minutes, with who presented."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="sections")
    place = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    presenter = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    presenter_as_written = models.CharField(max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(default=1)
    line = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["minutes", "place"], name="section_place_once", deferrable=models.Deferrable.DEFERRED
            )
        ]
        indexes: ClassVar = [GinIndex(Words("title"), name="section_by_words")]

    def __str__(self) -> str:
        return self.title


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Entries the viewer may see: of visible minutes, still standing, and lines kept inside only from inside."""
        visible = self.filter(minutes__in=Minutes.objects.visible_to(viewer), retired_at__isnull=True)
        return visible.filter(Q(inside=False) | Q(minutes__meeting__group__in=viewer.group_ids))

    def as_shown(self) -> Self:
        """With all that :mod:`minutes.shown` needs of a line.

        ``asked`` is who its action asks, ``part_now`` what holds today of the part it noted.
        """
        people = Member.objects.filter(action_items=OuterRef("action_item")).order_by("name", "pk")
        holds = Participation.objects.filter(
            technology=OuterRef("participation__technology"),
            facility=OuterRef("participation__facility"),
            superseded_at__isnull=True,
        )
        return self.select_related(
            "minutes__meeting__group",
            "minutes__recorded_by",
            "speaker",
            "technology__text",
            "action_item",
            "participation__facility",
        ).annotate(
            asked=ArraySubquery(people.values(one=JSONObject(id=F("pk"), name=F("name")))),
            part_now=Subquery(holds.values(one=JSONObject(part="part", at="at", confirmed="confirmed_at"))[:1]),
        )

    def for_meeting(self, minutes: Minutes, viewer: Viewer) -> Self:
        """The lines of a meeting's page in the order they were said. One query."""
        return self.visible_to(viewer).filter(minutes=minutes).as_shown().order_by("place", "lost_line", "pk")


class Entry(models.Model):
    """One thing the minutes say. Shown in its meeting and in its technology's history: one row, two places."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", "statement"
        VOTE = "vote", "vote"
        DECISION = "decision", "decision"
        ACTION = "action", "action"
        IDEA = "idea", "idea"
        NOTE = "note", "note"

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="entries")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="entries")
    place = models.PositiveIntegerField(help_text="order in which it was said")
    kind = models.CharField(max_length=9, choices=Kind)
    technology = models.ForeignKey(Technology, models.PROTECT, null=True, blank=True, related_name="entries")
    topic_title = models.CharField(max_length=300, blank=True)
    speaker = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="entries")
    speaker_as_written = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    question = models.TextField(blank=True, help_text="what a vote was about, in the words of the minutes")
    votes = models.JSONField(default=dict, blank=True, help_text="names as written by stance, and counts")
    line_first = models.PositiveIntegerField()
    line_last = models.PositiveIntegerField()
    certain = models.BooleanField(default=True)
    inside = models.BooleanField("kept inside the group", default=False)
    references = models.ManyToManyField(Technology, blank=True, related_name="referring_entries")
    positions = models.ManyToManyField(Position, blank=True, related_name="entries")
    action_item = models.OneToOneField(ActionItem, models.PROTECT, null=True, blank=True, related_name="entry")
    participation = models.OneToOneField(Participation, models.PROTECT, null=True, blank=True, related_name="entry")
    idea = models.OneToOneField(Technology, models.PROTECT, null=True, blank=True, related_name="idea_entry")
    thread = models.OneToOneField(Thread, models.PROTECT, null=True, blank=True, related_name="entry")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="no longer in the minutes")
    lost_line = models.BooleanField(default=False, help_text="kept though its words left the minutes")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(line_last__gte=models.F("line_first")), name="entry_lines_in_order"),
            models.CheckConstraint(
                condition=Q(kind__in=["statement", "vote", "decision", "action", "idea", "note"]),
                name="entry_kind_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["minutes", "place"], name="entry_as_spoken"),
            models.Index(fields=["technology", "minutes", "place"], name="entry_by_technology"),
            models.Index(fields=["speaker", "minutes"], name="entry_by_speaker"),
            GinIndex(Words("text"), name="entry_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in line {self.line_first}"


class MinutesDraft(models.Model):
    """Pasted minutes on their way into the record, or recorded ones being corrected (``corrects``)."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="minutes_drafts")
    by = models.ForeignKey(Member, models.PROTECT, related_name="minutes_drafts")
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    notices = models.JSONField(default=list, blank=True)
    corrects = models.ForeignKey(Minutes, models.PROTECT, null=True, blank=True, related_name="drafts")
    recorded_as = models.ForeignKey(Minutes, models.PROTECT, null=True, blank=True, related_name="came_from")
    is_trial = models.BooleanField(default=False, help_text="the sample, to look at; never recorded")
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["group", "by", "-changed_at"], name="minutes_draft_newest")]

    def __str__(self) -> str:
        return f"draft of minutes {self.pk}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def holding(self) -> Self:
        """Those not taken back, in the order they were made."""
        return self.filter(undone_at__isnull=True).order_by("pk")

    def copy_to(self, *, draft: MinutesDraft | None = None, minutes: Minutes | None = None) -> None:
        """The same corrections for a draft or for recorded minutes, with who made them and when. Two queries."""
        Correction.objects.bulk_create(
            [
                Correction(
                    draft=draft,
                    minutes=minutes,
                    kind=one.kind,
                    key=one.key,
                    quote=one.quote,
                    line=one.line,
                    value=one.value,
                    by_id=one.by_id,
                    at=one.at,
                )
                for one in self
            ],
            batch_size=500,
        )


class Correction(models.Model):
    """What a person said about the reading: who and when. It beats the reader for ever.

    A *pin* sets a field of the entry found by quote and line, a *cut* is a boundary between entries (or its
    absence), an *answer* settles a doubt or an offer by its key. ``undone_at`` takes it back.
    """

    class Kind(models.TextChoices):
        PIN = "pin", "field"
        CUT = "cut", "boundary"
        ANSWER = "answer", "answer"

    draft = models.ForeignKey(MinutesDraft, models.PROTECT, null=True, blank=True, related_name="corrections")
    minutes = models.ForeignKey(Minutes, models.PROTECT, null=True, blank=True, related_name="corrections")
    kind = models.CharField(max_length=6, choices=Kind)
    key = models.CharField(max_length=200, blank=True, help_text="an answer's doubt or offer; a pin's field")
    quote = models.TextField(blank=True)
    line = models.PositiveIntegerField(default=0)
    value = models.JSONField(null=True, blank=True)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False, minutes__isnull=True) | Q(draft__isnull=True, minutes__isnull=False),
                name="correction_of_draft_or_minutes",
            ),
            models.CheckConstraint(condition=Q(kind__in=["pin", "cut", "answer"]), name="correction_kind_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["draft", "id"], name="correction_by_draft"),
            models.Index(fields=["minutes", "id"], name="correction_by_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} at line {self.line}"
