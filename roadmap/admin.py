"""Roadmaps, technologies, parts, relations and actions in the administration: to look at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from roadmap.models import ActionItem, Participation, Relation, Roadmap, Technology
from web.administration import Looking, Rows


@admin.register(Roadmap)
class RoadmapAdmin(Looking):
    fields = ("group", "title", "scope", "due_on", "due_for")
    related = ("group", "scope")
    list_display = ("title", "group", "due_on", "due_for")
    search_fields = ("title", "group__name")
    date_hierarchy = "due_on"
    ordering = ("group__name",)


class PartRows(Rows):
    model = Participation
    fields = ("facility", "part", "said_by", "said_on", "recorded_by", "confirmed_by", "confirmed_at", "superseded_at")
    related = ("technology", "facility", "said_by", "recorded_by", "confirmed_by")
    ordering = ("facility__short_name", "-pk")


class ActionRows(Rows):
    model = ActionItem
    fields = ("words", "assigned_words", "due", "state", "closed_by", "closed_at")
    related = ("technology", "closed_by")
    ordering = ("state", "due", "pk")


class RelationRows(Rows):
    model = Relation
    fk_name = "technology"
    fields = ("kind", "other", "noted_by", "at", "taken_back_at")
    related = ("technology", "other", "noted_by")
    ordering = ("kind", "pk")


@admin.register(Technology)
class TechnologyAdmin(Looking):
    fields = (
        "group", "number", "title", "rank", "state", "state_at", "working_title", "text", "question", "raised_by",
        "writers", "asked_of_directors", "agreed_version", "agreed_meeting", "merged_into", "created_at",
        "taken_back_at",
    )  # fmt: skip
    related = ("group", "text", "question", "raised_by", "agreed_version", "agreed_meeting", "merged_into")
    list_display = ("name", "title", "group", "state", "rank", "working_title", "raised_by", "created_at")
    list_display_links = ("name", "title")
    list_filter = (
        "state",
        "working_title",
        ("group", admin.RelatedOnlyFieldListFilter),
        ("taken_back_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("=number", "text__title", "group__name")
    date_hierarchy = "created_at"
    ordering = ("group__name", "rank", "pk")
    inlines = (PartRows, RelationRows, ActionRows)

    @admin.display(description="number", ordering="number")
    def name(self, technology: Technology) -> str:
        return str(technology)

    @admin.display(ordering="text__title")
    def title(self, technology: Technology) -> str:
        return technology.text.title


@admin.register(Participation)
class ParticipationAdmin(Looking):
    fields = (
        "technology", "facility", "part", "said_by", "said_on", "recorded_by", "at", "confirmed_by", "confirmed_at",
        "superseded_at", "taken_back",
    )  # fmt: skip
    related = ("technology__group", "technology__text", "facility", "said_by", "recorded_by", "confirmed_by")
    list_display = ("facility", "part", "technology", "title", "group", "said_by", "said_on", "confirmed_by", "holds")
    list_filter = (
        "part",
        ("superseded_at", admin.EmptyFieldListFilter),
        ("confirmed_at", admin.EmptyFieldListFilter),
        ("technology__group", admin.RelatedOnlyFieldListFilter),
        ("facility", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("facility__short_name", "=technology__number", "technology__text__title", "said_by__name")
    date_hierarchy = "said_on"
    ordering = ("-pk",)

    @admin.display(ordering="technology__text__title")
    def title(self, part: Participation) -> str:
        return part.technology.text.title

    @admin.display(ordering="technology__group__name")
    def group(self, part: Participation) -> object:
        return part.technology.group

    @admin.display(boolean=True)
    def holds(self, part: Participation) -> bool:
        return part.superseded_at is None


@admin.register(Relation)
class RelationAdmin(Looking):
    fields = ("technology", "kind", "other", "noted_by", "at", "taken_back_at")
    related = ("technology__group", "technology__text", "other__text", "noted_by")
    list_display = ("technology", "title", "kind", "other", "other_title", "group", "noted_by", "at", "taken_back_at")
    list_filter = (
        "kind",
        ("taken_back_at", admin.EmptyFieldListFilter),
        ("technology__group", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("technology__text__title", "other__text__title", "=technology__number", "=other__number")
    date_hierarchy = "at"
    ordering = ("-pk",)

    @admin.display(ordering="technology__text__title")
    def title(self, relation: Relation) -> str:
        return relation.technology.text.title

    @admin.display(ordering="other__text__title")
    def other_title(self, relation: Relation) -> str:
        return relation.other.text.title

    @admin.display(ordering="technology__group__name")
    def group(self, relation: Relation) -> object:
        return relation.technology.group


@admin.register(ActionItem)
class ActionItemAdmin(Looking):
    fields = (
        "group", "technology", "meeting", "words", "assignees", "assigned_words", "due", "state", "closing_words",
        "closed_by", "closed_at", "created_at", "taken_back_at",
    )  # fmt: skip
    related = ("group", "technology", "meeting", "closed_by")
    list_display = ("words_short", "people", "due", "state", "technology", "meeting", "group", "closed_by")
    list_filter = (
        "state",
        "due",
        ("group", admin.RelatedOnlyFieldListFilter),
        ("taken_back_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("words", "assigned_words", "assignees__name", "=technology__number")
    date_hierarchy = "created_at"
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ActionItem]:
        return super().get_queryset(request).prefetch_related("assignees")

    @admin.display(description="action", ordering="words")
    def words_short(self, action: ActionItem) -> str:
        return action.words[:120]

    @admin.display(description="who")
    def people(self, action: ActionItem) -> str:
        return ", ".join([*(member.name for member in action.assignees.all()), *filter(None, [action.assigned_words])])
