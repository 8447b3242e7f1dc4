"""Who takes part: accounts, members, facilities, working groups and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from web.words import fold

if TYPE_CHECKING:
    from members.viewer import Viewer

RESERVED_SLUGS = frozenset(
    {"admin", "static", "live", "sign-in", "sign-out", "demo", "me", "search", "health", "about", "p"}
)


def validate_slug_free(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(f"“{slug}” is an address the site itself uses. Choose another.")


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Account:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Account(AbstractBaseUser, PermissionsMixin):
    """A login. Nothing but its member points at it."""

    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may use the administration", default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="account_email_unique")]

    def __str__(self) -> str:
        return self.email


class Facility(models.Model):
    """An organisation that takes part: a light source, a laser, a users' organisation."""

    short_name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166 code")
    website = models.URLField(blank=True)

    class Meta:
        verbose_name_plural = "facilities"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("short_name"), name="facility_short_name_unique"),
            models.CheckConstraint(condition=~Q(short_name=""), name="facility_has_short_name"),
        ]

    def __str__(self) -> str:
        return self.short_name


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Groups the viewer may see: public ones, site-wide ones when signed in, and their own."""
        allowed = Q(visibility=Group.Visibility.PUBLIC) | Q(pk__in=viewer.group_ids)
        if viewer.is_signed_in:
            allowed |= Q(visibility=Group.Visibility.SITE)
        return self.filter(allowed)


class Group(models.Model):
    """A working group: owns a roadmap and meetings."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", "everybody"
        SITE = "site", "everybody who is signed in"
        MEMBERS = "members", "members only"

    slug = models.SlugField(max_length=40, unique=True, validators=[validate_slug_free])
    name = models.CharField(max_length=80)
    full_name = models.CharField(max_length=200, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.MEMBERS)
    names_outside = models.BooleanField("shows names outside the group", default=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="group_has_name"),
            models.CheckConstraint(
                condition=Q(visibility__in=["public", "site", "members"]), name="group_visibility_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupFacility(models.Model):
    """Whether a facility counts in a group's tallies: the chair's setting."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="facility_settings")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="group_settings")
    counts = models.BooleanField("counts in tallies", default=True)

    class Meta:
        verbose_name_plural = "group facilities"
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "facility"], name="group_facility_once")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.facility_id}"


class Member(models.Model):
    """A person. *Claimed* when it has an account; *known by name only* when it has no membership.

    ``named_in`` is the group whose minutes first named a person, so that one group's "Zora" is never
    silently taken for another's.
    """

    name = models.CharField(max_length=120)
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, blank=True, related_name="members")
    account = models.OneToOneField(Account, models.PROTECT, null=True, blank=True, related_name="member")
    canonical = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", help_text="merged into"
    )
    named_in = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="named_members", help_text="first named in"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="member_has_name"),
            models.CheckConstraint(
                condition=Q(canonical__isnull=True) | ~Q(canonical=models.F("pk")), name="member_not_own_canonical"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        parts = self.name.replace("-", " ").split()
        return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts[:1])).upper()


class Alias(models.Model):
    """Another way a group writes a member's name: "Jean-Luc", "JL", "Zora"."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="aliases")
    member = models.ForeignKey(Member, models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, editable=False)
    added_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "aliases"
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "folded"], name="alias_means_one_member")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.name)
        super().save(*args, **kwargs)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True, member__canonical__isnull=True)

    def can_answer(self, group: Group) -> Self:
        """Who positions count from: members and chair, not observers, unless their facility does not count here."""
        left_out = GroupFacility.objects.filter(group=group, counts=False).values("facility_id")
        return (
            self.current()
            .filter(group=group)
            .exclude(role=Membership.Role.OBSERVER)
            .exclude(member__facility_id__in=left_out)
        )


class Membership(models.Model):
    """A member's place in a working group. ``ended_at`` set: no longer (rows are kept)."""

    class Role(models.TextChoices):
        CHAIR = "chair", "chair"
        MEMBER = "member", "member"
        OBSERVER = "observer", "observer"

    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    takes_minutes = models.BooleanField(default=False)
    speaks_for_facility = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "member"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=["chair", "member", "observer"]), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.group_id}: {self.role}"
