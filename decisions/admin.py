"""Questions, positions and stances in the administration: to look at."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import Count, Q

from decisions.models import Position, Question, Stance
from web.administration import AppendOnly, Looking, Rows


class StanceRows(Rows):
    model = Stance
    fields = ("member", "value", "position")
    related = ("question", "member", "position")
    ordering = ("member__name", "pk")


@admin.register(Question)
class QuestionAdmin(Looking):
    fields = ("group", "wording", "standing", "opened_at", "closed_at")
    related = ("group",)
    list_display = ("wording", "group", "standing", "pro", "contra", "abstain", "opened_at", "closed_at")
    counts: ClassVar = {
        "n_pro": Count("stances", filter=Q(stances__value="pro")),
        "n_contra": Count("stances", filter=Q(stances__value="contra")),
        "n_abstain": Count("stances", filter=Q(stances__value="abstain")),
    }
    list_filter = ("standing", ("closed_at", admin.EmptyFieldListFilter), ("group", admin.RelatedOnlyFieldListFilter))
    search_fields = ("wording",)
    date_hierarchy = "opened_at"
    ordering = ("-pk",)
    inlines = (StanceRows,)

    @admin.display(ordering="n_pro")
    def pro(self, question: Question) -> object:
        return getattr(question, "n_pro", None)

    @admin.display(ordering="n_contra")
    def contra(self, question: Question) -> object:
        return getattr(question, "n_contra", None)

    @admin.display(ordering="n_abstain")
    def abstain(self, question: Question) -> object:
        return getattr(question, "n_abstain", None)


@admin.register(Position)
class PositionAdmin(AppendOnly):
    fields = (
        "question", "sequence", "member", "value", "version", "comment", "recorded_by", "heard", "said_on", "at",
    )  # fmt: skip
    related = ("question__group", "member", "recorded_by", "version", "comment")
    list_display = ("at", "member", "value", "question", "group", "version", "recorded_by", "heard")
    list_filter = (
        "value",
        "heard",
        ("question__group", admin.RelatedOnlyFieldListFilter),
        ("member", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("member__name", "recorded_by__name", "question__wording")
    date_hierarchy = "at"
    ordering = ("-pk",)

    @admin.display(ordering="question__group__name")
    def group(self, position: Position) -> object:
        return position.question.group


@admin.register(Stance)
class StanceAdmin(Looking):
    fields = ("question", "member", "position", "value")
    related = ("question__group", "member", "position")
    list_display = ("member", "value", "question", "group", "since")
    list_filter = ("value", ("question__group", admin.RelatedOnlyFieldListFilter))
    search_fields = ("member__name", "question__wording")
    date_hierarchy = "position__at"
    ordering = ("-position_id",)

    @admin.display(ordering="question__group__name")
    def group(self, stance: Stance) -> object:
        return stance.question.group

    @admin.display(ordering="position__at")
    def since(self, stance: Stance) -> object:
        return stance.position.at
