"""People, facilities, groups and accounts in the administration."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from members.models import Account, Alias, Facility, Group, GroupFacility, Member, Membership
from web.administration import Correcting, Looking, Rows


class AliasRows(Rows):
    model = Alias
    fk_name = "member"
    fields = ("name", "group", "added_by", "added_at")
    related = ("group", "member", "added_by")


class MembershipRows(Rows):
    model = Membership
    fields = ("group", "role", "takes_minutes", "speaks_for_facility", "since", "ended_at")
    related = ("group", "member")


class GroupMembershipRows(Rows):
    model = Membership
    fields = ("member", "role", "takes_minutes", "speaks_for_facility", "since", "ended_at")
    related = ("group", "member")


class GroupFacilityRows(Rows):
    model = GroupFacility
    fields = ("facility", "counts")
    related = ("group", "facility")


class MemberRows(Rows):
    model = Member
    fields = ("name", "account")
    related = ("facility", "account")


@admin.register(Account)
class AccountAdmin(Correcting):
    """Who may use the administration is said by a superuser alone."""

    fields = ("email", "member", "is_active", "is_staff", "is_superuser", "last_login", "date_joined")
    editable = ("is_active", "is_staff")
    related = ("member",)
    list_display = ("email", "member", "is_active", "is_staff", "last_login", "date_joined")
    list_filter = ("is_staff", "is_active", "last_login")
    search_fields = ("email", "member__name")
    date_hierarchy = "date_joined"
    ordering = ("email",)

    @admin.display(description="person")
    def member(self, account: Account) -> Member | None:
        return getattr(account, "member", None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and bool(getattr(request.user, "is_superuser", False))


@admin.register(Facility)
class FacilityAdmin(Correcting):
    fields = ("short_name", "full_name", "country", "website")
    editable = fields
    list_display = ("short_name", "full_name", "country", "people")
    counts: ClassVar = {"people": Count("members")}
    search_fields = ("short_name", "full_name")
    ordering = ("short_name",)
    inlines = (MemberRows,)

    @admin.display(ordering="people")
    def people(self, facility: Any) -> int:
        return int(facility.people)


@admin.register(Group)
class GroupAdmin(Correcting):
    fields = ("name", "full_name", "slug", "visibility", "names_outside")
    editable = ("name", "full_name", "visibility", "names_outside")
    list_display = ("name", "full_name", "slug", "visibility", "names_outside", "people")
    counts: ClassVar = {
        "people": Count("memberships", filter=Q(memberships__ended_at=None, memberships__member__canonical=None))
    }
    list_filter = ("visibility", "names_outside")
    search_fields = ("name", "full_name", "slug")
    ordering = ("name",)
    inlines = (GroupMembershipRows, GroupFacilityRows)

    @admin.display(description="members", ordering="people")
    def people(self, group: Any) -> int:
        return int(group.people)


class NamedOnly(admin.SimpleListFilter):
    """Members of a group, or known by name only."""

    title = "known as"
    parameter_name = "known"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("member", "member of a group"), ("name", "by name only"), ("merged", "merged into another")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        held = Membership.objects.filter(ended_at__isnull=True).values("member")
        if self.value() == "member":
            return queryset.filter(pk__in=held)
        if self.value() == "name":
            return queryset.filter(canonical__isnull=True).exclude(pk__in=held)
        return queryset.filter(canonical__isnull=False) if self.value() == "merged" else queryset


@admin.register(Member)
class MemberAdmin(Correcting):
    fields = ("name", "facility", "account", "canonical", "named_in")
    editable = ("name", "facility")
    related = ("facility", "account", "canonical", "named_in")
    autocomplete_fields = ("facility",)
    list_display = ("name", "facility", "account", "named_in", "canonical")
    list_filter = (NamedOnly, ("account", admin.EmptyFieldListFilter), ("facility", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "aliases__name", "facility__short_name", "account__email")
    ordering = ("name", "pk")
    inlines = (MembershipRows, AliasRows)


@admin.register(Alias)
class AliasAdmin(Looking):
    fields = ("name", "member", "group", "added_by", "added_at")
    related = ("member", "group", "added_by")
    list_display = ("name", "member", "group", "added_by", "added_at")
    list_filter = (("group", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("name", "folded", "member__name")
    date_hierarchy = "added_at"
    ordering = ("name", "pk")


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    """A place in a group; the last chair stays chair."""

    class Meta:
        model = Membership
        fields: ClassVar = ["role", "takes_minutes", "speaks_for_facility"]

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        place = self.instance
        if "role" in self.changed_data and role != Membership.Role.CHAIR:
            others = Membership.objects.current().filter(group=place.group_id, role=Membership.Role.CHAIR)
            if self.initial["role"] == Membership.Role.CHAIR and not others.exclude(pk=place.pk).exists():
                raise forms.ValidationError("A group needs its chair. Make somebody else chair first.")
        return role


@admin.register(Membership)
class MembershipAdmin(Correcting):
    form = MembershipForm
    fields = ("group", "member", "role", "takes_minutes", "speaks_for_facility", "since", "ended_at")
    editable = ("role", "takes_minutes", "speaks_for_facility")
    related = ("group", "member__facility")
    list_display = ("member", "facility", "group", "role", "takes_minutes", "speaks_for_facility", "since", "ended_at")
    list_display_links = ("member",)
    list_filter = (
        "role",
        "takes_minutes",
        ("ended_at", admin.EmptyFieldListFilter),
        ("group", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("member__name", "group__name", "member__facility__short_name")
    date_hierarchy = "since"
    ordering = ("group__name", "member__name", "pk")

    @admin.display(ordering="member__facility__short_name")
    def facility(self, membership: Membership) -> Facility | None:
        return membership.member.facility


@admin.register(GroupFacility)
class GroupFacilityAdmin(Looking):
    fields = ("group", "facility", "counts")
    related = ("group", "facility")
    list_display = ("facility", "group", "counts")
    list_filter = ("counts", ("group", admin.RelatedOnlyFieldListFilter))
    search_fields = ("facility__short_name", "facility__full_name", "group__name")
    ordering = ("group__name", "facility__short_name", "pk")
