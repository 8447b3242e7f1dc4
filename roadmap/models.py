"""What is planned: the roadmap, its technologies, facilities' parts and action items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, JSONObject, Substr
from django.utils import timezone

from activity.models import Event
from decisions.models import Question
from meetings.models import Meeting
from members.models import Facility, Group, Member, Membership
from writing.models import Rendered, Text, Thread, Version

if TYPE_CHECKING:
    from members.viewer import Viewer


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


def related(end: str) -> JSONObject:
    """What is shown of the technology at one end of a relation."""
    return JSONObject(
        number=f"{end}__number", title=f"{end}__text__title", state=f"{end}__state", into=f"{end}__merged_into__number"
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


class Participation(models.Model):
    """A facility's part in a technology. The row without ``superseded_at`` is the one that holds."""

    class Part(models.TextChoices):
        LEADS = "leads", "leads"
        TAKES_PART = "takes_part", "takes part"
        WATCHES = "watches", "watches"
        DOES_NOT = "does_not", "does not take part"
        NOT_KNOWN = "not_known", "not known"

    technology = models.ForeignKey(Technology, models.PROTECT, related_name="participations")
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
    technology = models.ForeignKey(Technology, models.PROTECT, null=True, blank=True, related_name="action_items")
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

    technology = models.ForeignKey(Technology, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Technology, models.PROTECT, related_name="relations_inward")
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
