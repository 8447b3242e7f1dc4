"""The record of acts in the administration."""

from __future__ import annotations

from django.contrib import admin

from activity.models import Event
from web.administration import AppendOnly


@admin.register(Event)
class EventAdmin(AppendOnly):
    fields = ("at", "actor", "kind", "group", "data")
    related = ("group", "actor")
    list_display = ("at", "actor", "kind", "group", "data")
    list_filter = (
        "at",
        ("kind", admin.AllValuesFieldListFilter),
        ("actor", admin.RelatedOnlyFieldListFilter),
        ("group", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("kind", "actor__name")
    date_hierarchy = "at"
    ordering = ("-pk",)
