"""Technologies: what each is, in which state, and all that a page needs of many or of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, JSONObject, Substr
from django.utils import timezone

from activity.models import Event
from decisions.models import Question
from meetings.models import Meeting
from members.models import Group, Member
from roadmap.models.actions import ActionItem
from roadmap.models.parts import Participation
from roadmap.models.relations import Relation, related
from writing.models import Rendered, Text, Thread, Version

if TYPE_CHECKING:
    from members.viewer import Viewer


class TechnologyQuerySet(models.QuerySet["Technology"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(group__in=Group.objects.visible_to(viewer), taken_back_at__isnull=True)

    def listed(self, group: Group) -> Self:
        """The group's technologies as its roadmap counts them: numbered, neither withdrawn nor merged.

        An idea has a number too when its promotion was undone: it keeps it, and is no technology.
        """
        return self.filter(group=group, taken_back_at__isnull=True, number__isnull=False).exclude(
            state__in=[Technology.State.IDEA, *GONE]
        )

    def ideas(self, group: Group) -> Self:
        """The group's ideas: raised, not taken back, and no technology yet."""
        return self.filter(group=group, state=Technology.State.IDEA, taken_back_at__isnull=True)

    def for_list(self, group: Group, *, member_id: int | None = None) -> list[dict[str, Any]]:
        """Every technology and idea of the group in its order: what a row of the list shows.

        ``beginning`` is the start of the text, ``changed_at`` when somebody last wrote in it, ``open_actions`` a
        count, ``edited_since`` whether its words are no longer those agreed on, ``i_write`` whether the member is one
        of its writers. One query.
        """
        written = Version.objects.filter(text=OuterRef("text"), number__gt=1, origin__in=WRITTEN_ORIGINS)
        actions = (
            ActionItem.objects.filter(technology=OuterRef("pk"), state="open", taken_back_at__isnull=True)
            .order_by()
            .values("technology")
            .annotate(n=models.Count("pk"))
            .values("n")
        )
        rows = (
            self.filter(group=group, taken_back_at__isnull=True)
            .annotate(
                title=F("text__title"),
                beginning=Substr("text__head__body", 1, 600),
                changed_at=Subquery(written.order_by("-number").values("at")[:1]),
                open_actions=Subquery(actions),
                edited_since=edited_since(),
                into=F("merged_into__number"),
                i_write=models.Exists(
                    Technology.writers.through.objects.filter(technology=OuterRef("pk"), member=member_id or 0)
                ),
            )
            .values(
                "pk",
                "number",
                "state",
                "working_title",
                "question_id",
                "raised_by__name",
                "raised_by_id",
                "created_at",
                "text_id",
                "title",
                "beginning",
                "changed_at",
                "open_actions",
                "edited_since",
                "i_write",
                "into",
            )
            .order_by("rank", "pk")
        )
        return [{**row} for row in rows]

    def for_read(self, group: Group, *, renderer: int) -> Self:
        """Every text of the roadmap in its order, with what the margin says beside it, in one query.

        ``html`` is the rendered text when it was kept; ``actions`` are the open ones, lists of dicts;
        ``edited_since`` is whether its words are no longer those agreed on.
        """
        return (
            self.listed(group)
            .select_related("text__head", "agreed_version")
            .annotate(
                html=Subquery(
                    Rendered.objects.filter(version=OuterRef("text__head"), renderer=renderer).values("html")[:1]
                ),
                actions=ArraySubquery(
                    ActionItem.objects.open_with_people()
                    .filter(technology=OuterRef("pk"))
                    .values(json=JSONObject(words="words", due="due", who="who", assigned_words="assigned_words"))
                ),
                edited_since=edited_since(),
            )
            .order_by("rank", "pk")
        )

    def for_ideas(self, group: Group, promoted: Iterable[int] = ()) -> Self:
        """The group's ideas and ``promoted`` ones, newest first, with their words and who raised them. One query."""
        return (
            self.filter(Q(state=Technology.State.IDEA) | Q(pk__in=promoted, number__isnull=False), group=group)
            .select_related("text__head", "raised_by")
            .order_by("-created_at", "-pk")
        )

    def for_page(self, group: Group, *, renderer: int) -> Self:
        """A technology with all that its page says of itself, in one query.

        ``parts``, ``actions``, ``steps`` (versions without words, newest first) are lists of dicts; ``html`` is the
        rendered text when it was kept; ``neighbours`` are number and title of the whole list in order; ``met_on``
        is the day of the group's last meeting, ``last_meeting`` that meeting. ``who_write`` are its writers,
        ``asked`` the lines for the directors, newest first, ``agreed_number`` the version agreed on;
        ``belongs`` are its relations, with both ends; ``turns`` the changes of its state, newest first.
        """
        parts = Participation.objects.filter(technology=OuterRef("pk"), superseded_at__isnull=True)
        actions = ActionItem.objects.open_with_people().filter(technology=OuterRef("pk"))
        steps = Version.objects.filter(text=OuterRef("text")).order_by("-number")
        neighbours = Technology.objects.listed(group).order_by("rank", "pk")
        relations = Relation.objects.holding().filter(Q(technology=OuterRef("pk")) | Q(other=OuterRef("pk")))
        turns = (
            Event.objects.filter(group=group, kind__in=TURNS)
            .alias(of=Cast(KT("data__technology"), models.BigIntegerField()))
            .filter(of=OuterRef("pk"))
            .alias(meeting=Cast(KT("data__meeting"), models.BigIntegerField()))
            .alias(into=Cast(KT("data__into"), models.BigIntegerField()))
            .order_by("-at", "-pk")
        )
        held = Meeting.objects.held(group)
        writers = Technology.writers.through.objects.filter(technology=OuterRef("pk")).order_by(
            "member__name", "member"
        )
        asked = AskedOfDirectors.objects.filter(technology=OuterRef("pk")).order_by("-pk")
        return (
            self.filter(group=group)
            .select_related("text__head__author", "question", "thread", "merged_into__text", "agreed_meeting")
            .annotate(
                parts=ArraySubquery(
                    parts.order_by("facility__short_name").values(
                        json=JSONObject(
                            pk="pk",
                            facility="facility__short_name",
                            facility_id="facility_id",
                            part="part",
                            said_on="said_on",
                            said_by="said_by__name",
                            confirmed="confirmed_at",
                        )
                    )
                ),
                actions=ArraySubquery(
                    actions.values(
                        json=JSONObject(pk="pk", words="words", due="due", who="who", assigned_words="assigned_words")
                    )
                ),
                steps=ArraySubquery(
                    steps.values(
                        json=JSONObject(number="number", at="at", words="words_changed", small="small", origin="origin")
                    )
                ),
                belongs=ArraySubquery(
                    relations.values(
                        json=JSONObject(
                            pk="pk",
                            kind="kind",
                            technology="technology_id",
                            outward=related("other"),
                            inward=related("technology"),
                        )
                    )
                ),
                neighbours=ArraySubquery(neighbours.values(json=JSONObject(number="number", title="text__title"))),
                html=Subquery(
                    Rendered.objects.filter(version=OuterRef("text__head"), renderer=renderer).values("html")[:1]
                ),
                met_on=Subquery(held.values("date")[:1]),
                last_meeting=Subquery(held.values(json=JSONObject(pk="pk", date="date"))[:1]),
                who_write=ArraySubquery(writers.values(json=JSONObject(pk="member_id", name="member__name"))),
                asked=ArraySubquery(
                    asked.values(json=JSONObject(pk="pk", words="words", at="at", by="by__name", by_id="by_id"))
                ),
                turns=ArraySubquery(
                    turns.values(
                        json=JSONObject(
                            pk="pk",
                            at="at",
                            kind="kind",
                            who="actor__name",
                            version="data__version",
                            state="data__to__state",
                            met_on=Subquery(Meeting.objects.filter(pk=OuterRef("meeting")).values("date")),
                            into=Subquery(Technology.objects.filter(pk=OuterRef("into")).values("number")),
                        )
                    )
                ),
                agreed_number=F("agreed_version__number"),
                edited_since=edited_since(),
            )
        )


TURNS = [
    f"technology.{act}" for act in ("ready", "written", "agreed", "withdrawn", "merged", "promoted", "state_undone")
]
"""The acts that change a technology's state, as the record of acts has them."""

WRITTEN_ORIGINS = (Version.Origin.WRITTEN, Version.Origin.RESTORED, Version.Origin.REIMPORTED)
"""What counts as writing: naming, bringing in first words and inferring change no wording somebody thought about."""


def edited_since() -> Q:
    """Whether an agreed technology's words are no longer those agreed on.

    Small corrections do not count, nor does what was put back as it had been.
    """
    of_substance = Version.objects.filter(
        text=OuterRef("text"),
        number__gt=OuterRef("agreed_version__number"),
        small=False,
        words_changed__gt=0,
        origin__in=WRITTEN_ORIGINS,
    )
    as_agreed = Q(text__head__title=F("agreed_version__title"), text__head__body=F("agreed_version__body"))
    return Q(models.Exists(of_substance)) & ~as_agreed


class Technology(models.Model):
    """One item of the roadmap. ``number`` is its name for life; ``rank`` its place in the list.

    An idea has no number until it is promoted. ``taken_back_at``: the minutes that made it were undone; the row
    stays (its number is its name) and comes back when its number is recorded again.
    """

    class State(models.TextChoices):
        IDEA = "idea", "Idea"
        WRITTEN = "written", "Being written"
        READY = "ready", "Ready"
        AGREED = "agreed", "Agreed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        MERGED = "merged", "Merged"

    group = models.ForeignKey(Group, models.PROTECT, related_name="technologies")
    number = models.PositiveIntegerField(null=True, blank=True)
    rank = models.PositiveIntegerField(help_text="place in the list")
    state = models.CharField(max_length=10, choices=State, default=State.WRITTEN)
    working_title = models.BooleanField(default=False, help_text="the title was inferred; nobody chose it")
    text = models.OneToOneField(Text, models.PROTECT, related_name="technology")
    question = models.OneToOneField(Question, models.PROTECT, related_name="technology")
    thread = models.OneToOneField(Thread, models.PROTECT, related_name="technology")
    raised_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="ideas")
    writers = models.ManyToManyField(Member, blank=True, related_name="writes", help_text="who write its text")
    asked_of_directors = models.CharField(max_length=500, blank=True)
    agreed_version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="agreed_by")
    agreed_meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="agreed")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    state_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="since when it is in this state")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TechnologyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "technologies"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "number"], name="technology_number_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(state__in=["idea", "withdrawn", "merged"]),
                name="technology_numbered_unless_idea",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1), name="technology_number_positive"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["idea", "written", "ready", "agreed", "withdrawn", "merged"]),
                name="technology_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed", agreed_version__isnull=False)
                | (~Q(state="agreed") & Q(agreed_version__isnull=True, agreed_meeting__isnull=True)),
                name="technology_agreed_on_a_version",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="technology_merged_into_one",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="technology_not_into_itself"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["group", "rank"], name="technology_by_rank")]

    def __str__(self) -> str:
        return f"T{self.number}" if self.number else "an idea"


GONE = (Technology.State.WITHDRAWN, Technology.State.MERGED)
"""States of what the roadmap no longer counts; its page stays."""


class AskedOfDirectors(models.Model):
    """One wording of the line that a technology asks of the directors; never changed, so that no wording is lost.

    The newest is the technology's ``asked_of_directors``; without words, the line was taken away.
    """

    technology = models.ForeignKey(Technology, models.PROTECT, related_name="asked_lines")
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "lines asked of the directors"

    def __str__(self) -> str:
        return self.words
