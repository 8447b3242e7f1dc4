"""How coming and going is told in the feed."""

from django.urls import reverse

from activity.kinds import EventKind, Told, register_kinds


def address(told: Told) -> str:
    return reverse("person", args=[told.event.group.slug, told.event.data["member"]])


def register() -> None:
    register_kinds(
        EventKind("member.joined", lambda told: f"{told.actor} made {told['member']} a member", address),
        EventKind("member.left", lambda told: f"{told.actor} ended the membership of {told['member']}", address),
    )
