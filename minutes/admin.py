"""Minutes and their lines in the administration: to look at."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import Count, Q

from minutes.models import Entry, Minutes
from web.administration import Looking, Rows


class EntryRows(Rows):
    model = Entry
    fields = (
        "place",
        "kind",
        "technology",
        "speaker",
        "speaker_as_written",
        "text",
        "line_first",
        "inside",
        "retired_at",
    )
    related = ("minutes", "technology", "speaker")
    ordering = ("place", "pk")


@admin.register(Minutes)
class MinutesAdmin(Looking):
    fields = ("meeting", "text", "recorded_by", "recorded_at", "undone_at", "undone_by")
    related = ("meeting__group", "text", "recorded_by", "undone_by")
    list_display = ("meeting", "group", "lines", "recorded_by", "recorded_at", "undone_at")
    counts: ClassVar = {"n_lines": Count("entries", filter=Q(entries__retired_at=None))}
    list_filter = (
        ("undone_at", admin.EmptyFieldListFilter),
        ("meeting__group", admin.RelatedOnlyFieldListFilter),
        "recorded_at",
    )
    search_fields = ("meeting__title", "recorded_by__name")
    date_hierarchy = "meeting__date"
    ordering = ("-meeting__date", "-pk")
    inlines = (EntryRows,)

    @admin.display(ordering="meeting__group__name")
    def group(self, minutes: Minutes) -> object:
        return minutes.meeting.group

    @admin.display(ordering="n_lines")
    def lines(self, minutes: Minutes) -> object:
        return getattr(minutes, "n_lines", None)


@admin.register(Entry)
class EntryAdmin(Looking):
    fields = (
        "minutes", "section", "place", "kind", "technology", "topic_title", "speaker", "speaker_as_written", "text",
        "question", "votes", "line_first", "line_last", "certain", "inside", "references", "action_item",
        "participation", "idea", "retired_at", "lost_line",
    )  # fmt: skip
    related = (
        "minutes__meeting__group", "section", "technology", "speaker", "action_item", "participation", "idea",
    )  # fmt: skip
    list_display = ("meeting", "line_first", "kind", "who", "words", "technology", "inside", "certain")
    list_display_links = ("line_first", "words")
    list_filter = (
        "kind",
        "inside",
        "certain",
        ("retired_at", admin.EmptyFieldListFilter),
        ("minutes__meeting__group", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("text", "speaker__name", "speaker_as_written", "=technology__number")
    date_hierarchy = "minutes__meeting__date"
    ordering = ("-minutes__meeting__date", "minutes_id", "place", "pk")

    @admin.display(ordering="minutes__meeting__date")
    def meeting(self, entry: Entry) -> object:
        return entry.minutes.meeting

    @admin.display(ordering="speaker__name")
    def who(self, entry: Entry) -> str:
        return entry.speaker.name if entry.speaker else entry.speaker_as_written

    @admin.display(description="text", ordering="text")
    def words(self, entry: Entry) -> str:
        return entry.text[:120]
