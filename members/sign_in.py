"""How an account is known: by e-mail and password; loaded with its member and memberships in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from members.models import Account, Membership

if TYPE_CHECKING:
    from django.http import HttpRequest


class EmailBackend(ModelBackend):
    """Django's own backend, with the e-mail compared without case and one query for everything a page needs."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Account | None:
        address = (username or kwargs.get("email") or "").strip()
        if not address or password is None:
            return None
        account = Account.objects.filter(email__iexact=address).first()
        if account is None:
            Account().set_password(password)  # the same time whether or not the address is known
            return None
        if account.check_password(password) and self.user_can_authenticate(account):
            return account
        return None

    def get_user(self, user_id: int) -> Account | None:
        places = Membership.objects.filter(member__account_id=OuterRef("pk"), ended_at__isnull=True)
        as_json = JSONObject(
            group="group_id",
            slug="group__slug",
            name="group__name",
            role="role",
            takes_minutes="takes_minutes",
            speaks="speaks_for_facility",
        )
        account = (
            Account.objects.select_related("member__facility")
            .annotate(places=ArraySubquery(places.values(json=as_json)))
            .filter(pk=user_id)
            .first()
        )
        return account if account and self.user_can_authenticate(account) else None
