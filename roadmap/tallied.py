"""How the questions of a list stand, counted in SQL; :mod:`decisions.tallies` says the same of one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Max, OuterRef, Q, QuerySet

from decisions.models import Stance, Value
from decisions.tallies import Tally
from members.models import Group, GroupFacility, Membership
from members.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Stand:
    """The tally of a question, the facilities of those who are pro and contra, and what the viewer said."""

    tally: Tally
    pro_facilities: tuple[str, ...] = ()
    contra_facilities: tuple[str, ...] = ()
    mine: str | None = None


def electorate_size(group: Group) -> int:
    return Membership.objects.can_answer(group).count()


def electorate_of(group: Group) -> QuerySet[Membership, int]:
    """How many can answer, as a subquery: no row for nobody."""
    found = Membership.objects.can_answer(group).order_by().values("group").annotate(n=Count("pk"))
    return found.values_list("n", flat=True)


def stands(group: Group, viewer: Viewer, electorate: int) -> Mapping[int, Stand]:
    """Question id → how it stands, for questions of the group that somebody answered. One query.

    ``electorate`` is :func:`electorate_size`; positions of others never count.
    """
    counts = Q(member__in=Membership.objects.can_answer(group).values("member"))
    rows = (
        Stance.objects.counting()
        .filter(question__group=group, question__standing=True)
        .values("question_id")
        .annotate(
            pro=Count("pk", filter=counts & Q(value=Value.PRO)),
            contra=Count("pk", filter=counts & Q(value=Value.CONTRA)),
            abstain=Count("pk", filter=counts & Q(value=Value.ABSTAIN)),
            for_it=facilities(counts & Q(value=Value.PRO)),
            against_it=facilities(counts & Q(value=Value.CONTRA)),
            mine=Max("value", filter=Q(member_id=viewer.member_id or 0)),
        )
    )
    return {
        row["question_id"]: Stand(
            tally=Tally(electorate, row["pro"], row["contra"], row["abstain"]),
            pro_facilities=tuple(row["for_it"]),
            contra_facilities=tuple(row["against_it"]),
            mine=row["mine"],
        )
        for row in rows
    }


def said_words(count: Tally) -> str:
    """``3 pro, 1 contra``; "" when nobody has said."""
    said = [("pro", count.pro), ("contra", count.contra), ("abstain", count.abstain)]
    return ", ".join(f"{number} {word}" for word, number in said if number)


def silent_words(count: Tally) -> str:
    """``14 have not said``"""
    if count.electorate == 0:
        return "nobody can answer yet"
    if count.silent == 0:
        return "everybody has said"
    return f"{count.silent} {'has' if count.silent == 1 else 'have'} not said"


def tally_words(count: Tally) -> str:
    """``1 pro, 16 have not said``"""
    return ", ".join(filter(None, [said_words(count), silent_words(count)]))


def facilities(which: Q) -> ArrayAgg:
    return ArrayAgg(
        "member__facility__short_name",
        filter=which & Q(member__facility__isnull=False),
        distinct=True,
        default=[],
    )


def left_out_of(group: OuterRef | int) -> ArraySubquery:
    """The short names of the facilities that do not count in a group's tallies, as a column of another query."""
    settings = GroupFacility.objects.filter(group=group, counts=False).order_by("facility__short_name")
    return ArraySubquery(settings.values("facility__short_name"))
