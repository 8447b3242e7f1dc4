"""Signing in as a person of the sample with one click: for trying Waymark out on one's own machine.

Three locks, each enough by itself: the setting (only ``make run`` sets it), DEBUG (never on in production, where
the settings refuse the other too), and the address the request comes from and asks for (loopback only).
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from members.models import Member, Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

# Any of them means that a proxy stands in between, so that loopback says nothing about who asks.
FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)
DEMO_DOMAIN = "demo.invalid"  # a domain that can never exist; accounts of the sample end in it


def is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def demo_allowed(request: HttpRequest) -> bool:
    """Whether this request may see and use the demo sign-in."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return (
        bool(settings.DEMO_SIGN_IN)
        and bool(settings.DEBUG)
        and is_loopback(request.META.get("REMOTE_ADDR", ""))
        and (host == "localhost" or is_loopback(host))
        and not any(header in request.META for header in FORWARDED)
    )


def demo_people() -> QuerySet[Member]:
    """The people of the sample who have an account of the demo's own domain. One query, with two for their places."""
    return (
        Member.objects.filter(account__email__endswith=f"@{DEMO_DOMAIN}", account__is_active=True)
        .select_related("facility", "account")
        .order_by("pk")
    )


def roles_of(people: QuerySet[Member]) -> list[tuple[Member, str]]:
    """Each person with their roles in words: "chair of LEAPS WG3", "member of …"."""
    roles: dict[int, list[str]] = {}
    places = Membership.objects.filter(member__in=people, ended_at__isnull=True).select_related("group").order_by("pk")
    for place in places:
        duty = ", takes the minutes" if place.takes_minutes else ""
        roles.setdefault(place.member_id, []).append(f"{place.get_role_display()} of {place.group.name}{duty}")
    return [(person, "; ".join(roles.get(person.pk, ["no group"]))) for person in people]
