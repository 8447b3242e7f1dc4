"""The ground of the administration: pages to look at the record and to repair plain fields, for staff accounts.

Rows come and go by the acts of the site alone, so nothing can be added or deleted here. What an app lets be
corrected it names in ``editable``; each correction is told to whoever registered with :func:`register_recorder`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db.models import Aggregate, Model, QuerySet, URLField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver

from web.refusals import require

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline

NOT_STAFF = "The administration is for accounts that may use it."
BY_ACTS = "This is to look at. It is changed by acts on the site’s pages only, so that the record of acts stays whole."
APPEND_ONLY = "This is only ever added to. Nobody can change or delete it, here or anywhere else."
SOME = "Fields can be corrected, and each correction is recorded; the rest changes by acts on the site’s pages only."

Recorder = Callable[[HttpRequest, Model, Sequence[str]], None]
RECORDERS: list[Recorder] = []


def register_recorder(recorder: Recorder) -> None:
    """``recorder`` is told of every correction, in its transaction: the request, the row and the fields' names."""
    RECORDERS.append(recorder)


class Administration(admin.AdminSite):
    """Django's admin behind the site's own sign-in; who is signed in without being staff gets 403."""

    site_title = "Waymark"
    site_header = "Waymark – administration"
    index_title = "Records"
    index_template = "administration/index.html"
    enable_nav_sidebar = False

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def for_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), resolve_url("sign_in"))
            require(self.has_permission(request), NOT_STAFF)
            return inner(request, *args, **kwargs)

        update_wrapper(for_staff, inner)
        return for_staff

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what is made for it: Django's own groups and permissions decide nothing on this site."""
        if admin_class is not None and issubclass(admin_class, Looking):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[Any]:
        """Signing in and out and passwords are the site's own."""
        own = {"login", "logout", "password_change", "password_change_done", "view_on_site"}
        urls: list[URLPattern | URLResolver] = super().get_urls()
        return [one for one in urls if getattr(one, "name", None) not in own]


class Looking(ModelAdmin):
    """Rows to look at. ``related`` are the foreign keys shown, ``counts`` the numbers: both loaded with the rows."""

    related: ClassVar[tuple[str, ...]] = ()
    counts: ClassVar[Mapping[str, Aggregate]] = {}
    editable: ClassVar[tuple[str, ...]] = ()
    why = BY_ACTS
    actions: Sequence[str] | None = None
    list_per_page = 100
    show_full_result_count = False
    view_on_site = False
    formfield_overrides: ClassVar = {URLField: {"assume_scheme": "https"}}
    change_form_template = "administration/change_form.html"
    change_list_template = "administration/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**self.counts)
        return rows.select_related(*self.related) if self.related else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [name for name in self.flat_fields() if name not in self.editable]

    def flat_fields(self) -> list[Any]:
        return list(self.fields or ())

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "why": self.why})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), "why": self.why})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's own log is not kept: what was done here stands in the record of acts."""
        raise Http404("The record of acts says what was done.")


class AppendOnly(Looking):
    """Rows that are only ever added to."""

    why = APPEND_ONLY


class Correcting(Looking):
    """Rows some plain fields of which may be corrected, each correction an event."""

    why = SOME

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Instead of Django's log: whoever registered writes the event, in the transaction of the change."""
        changed = [name for one in message for name in one.get("changed", {}).get("fields", [])]
        for recorder in RECORDERS if changed else ():
            recorder(request, obj, changed)


class Rows(TabularInline):
    """Rows of another table on the page of their owner: to look at, in a fixed number of queries."""

    related: ClassVar[tuple[str, ...]] = ()
    extra = max_num = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return list(self.fields or ())

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
