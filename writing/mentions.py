"""Names as people type them, members' ids as texts keep them."""

from __future__ import annotations

from collections.abc import Collection

from members.models import Alias, Group, Member, Membership
from web.markdown import mentions, show_mentions, store_mentions


def names_in(group: Group) -> dict[str, int]:
    """Name or alias → member, of the group's current members. Two queries."""
    memberships = Membership.objects.current().filter(group=group)
    names = dict(memberships.values_list("member__name", "member_id"))
    for name, member in Alias.objects.filter(group=group, member__in=memberships.values("member")).values_list(
        "name", "member_id"
    ):
        names.setdefault(name, member)
    return names


def stored(words: str, group: Group) -> str:
    """``words`` as they are kept: each ``@name`` that means one member as its id. No query without an ``@``."""
    return store_mentions(words, names_in(group)) if "@" in words else words


def shown(words: str, group: Group) -> str:
    """``words`` as they are edited: each kept id of somebody of the group as ``@name``. No query without a mention."""
    ids = mentions(words) if "@[" in words else []
    return show_mentions(words, names_of(ids, group)) if ids else words


def names_of(ids: Collection[int], group: Group) -> dict[int, str]:
    """Member → name, of those who are or were in the group. Anybody can type an id: no other group's people are named.

    One query; none without ids.
    """
    here = Member.objects.filter(pk__in=ids, memberships__group=group)
    return dict(here.values_list("pk", "name")) if ids else {}
