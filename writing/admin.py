"""Texts, versions and comments in the administration: to look at."""

from __future__ import annotations

from django.contrib import admin

from web.administration import AppendOnly, Looking, Rows
from writing.models import Comment, CommentEdit, Text, Version


class VersionRows(Rows):
    model = Version
    fields = ("number", "title", "author", "at", "origin", "words_changed", "small", "note")
    related = ("text", "author")
    ordering = ("-number",)


@admin.register(Text)
class TextAdmin(Looking):
    fields = ("group", "kind", "title", "head")
    related = ("group", "head__author")
    list_display = ("title_or_id", "kind", "group", "version", "last_written", "author")
    list_filter = ("kind", ("group", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "head__author__name")
    date_hierarchy = "head__at"
    ordering = ("title", "pk")
    inlines = (VersionRows,)

    @admin.display(description="title", ordering="title")
    def title_or_id(self, text: Text) -> str:
        return str(text)

    @admin.display(ordering="head__number")
    def version(self, text: Text) -> int | None:
        return text.head.number if text.head else None

    @admin.display(ordering="head__at")
    def last_written(self, text: Text) -> object:
        return text.head.at if text.head else None

    @admin.display(ordering="head__author__name")
    def author(self, text: Text) -> object:
        return text.head.author if text.head else None


@admin.register(Version)
class VersionAdmin(AppendOnly):
    fields = (
        "text", "number", "title", "author", "at", "origin", "based_on", "small", "words_changed", "note", "body",
    )  # fmt: skip
    related = ("text__group", "author", "based_on")
    list_display = ("text", "number", "title", "author", "at", "origin", "words_changed", "small")
    list_display_links = ("number", "title")
    list_filter = (
        "origin",
        "small",
        ("text__group", admin.RelatedOnlyFieldListFilter),
        ("author", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("title", "note", "author__name")
    date_hierarchy = "at"
    ordering = ("-pk",)


class CommentEditRows(Rows):
    model = CommentEdit
    fields = ("body", "replaced_at")
    related = ("comment",)
    ordering = ("-pk",)
    verbose_name_plural = "earlier words"


@admin.register(Comment)
class CommentAdmin(Looking):
    fields = ("thread", "reply_to", "author", "body", "at", "edited_at", "withdrawn_at")
    related = ("thread__group", "author", "reply_to")
    list_display = ("at", "author", "words", "group", "edited_at", "withdrawn_at")
    list_filter = (
        ("withdrawn_at", admin.EmptyFieldListFilter),
        ("edited_at", admin.EmptyFieldListFilter),
        ("thread__group", admin.RelatedOnlyFieldListFilter),
        ("author", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("body", "author__name")
    date_hierarchy = "at"
    ordering = ("-pk",)
    inlines = (CommentEditRows,)

    @admin.display(description="comment", ordering="body")
    def words(self, comment: Comment) -> str:
        return comment.body[:120]

    @admin.display(ordering="thread__group__name")
    def group(self, comment: Comment) -> object:
        return comment.thread.group


@admin.register(CommentEdit)
class CommentEditAdmin(AppendOnly):
    fields = ("comment", "body", "replaced_at")
    related = ("comment__author",)
    list_display = ("replaced_at", "comment", "author", "words")
    search_fields = ("body", "comment__author__name")
    date_hierarchy = "replaced_at"
    ordering = ("-pk",)

    @admin.display(ordering="comment__author__name")
    def author(self, edit: CommentEdit) -> object:
        return edit.comment.author

    @admin.display(description="earlier words")
    def words(self, edit: CommentEdit) -> str:
        return edit.body[:120]
