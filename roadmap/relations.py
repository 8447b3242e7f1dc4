"""How a technology belongs to others, both ways, as its page says it under "See also"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from roadmap.history import Reference
from roadmap.models import Relation, Technology

Kind = Relation.Kind
OUTWARD = {Kind.OVERLAPS: "overlaps with", Kind.NEEDS: "needs", Kind.PART_OF: "is part of"}
INWARD = {Kind.OVERLAPS: "overlaps with", Kind.NEEDS: "is needed by", Kind.PART_OF: "has as part"}
NEEDED_BY, HAS_PART = "needed_by", "has_part"
TURNED = {NEEDED_BY: Kind.NEEDS, HAS_PART: Kind.PART_OF}
"""What a person may say from the other side: which relation of the other technology to this one that is."""

CHOICES = [(kind.value, OUTWARD[kind]) for kind in Kind] + [(name, INWARD[kind]) for name, kind in TURNED.items()]
OFFERS = [(Kind.OVERLAPS.value, "overlaps"), (Kind.NEEDS.value, "needs"), (Kind.PART_OF.value, "is part of")]
ORDER = [*OUTWARD.values(), *INWARD.values()]


@dataclass(frozen=True, slots=True)
class Related:
    """One relation from this technology's side: ``needs T3 …``. ``remark``: what became of the other one."""

    pk: int
    words: str
    number: int
    title: str
    remark: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A cross reference of the minutes; ``offers``: no relation to it is noted yet."""

    reference: Reference
    offers: bool


@dataclass(frozen=True, slots=True)
class SeeAlso:
    relations: list[Related]
    spoken: list[Spoken]
    others: list[tuple[int, str]]

    @property
    def anything(self) -> bool:
        return bool(self.relations or self.spoken)


def see_also(technology: Technology, rows: Sequence[dict[str, Any]], references: Sequence[Reference]) -> SeeAlso:
    """What stands under "See also". ``rows`` are the relations as :meth:`TechnologyQuerySet.for_page` has them."""
    loaded: Any = technology
    relations = sorted(
        (related_of(row, technology) for row in rows), key=lambda one: (ORDER.index(one.words), one.number)
    )
    numbers = {one.number for one in relations}
    listed = {one["number"] for one in loaded.neighbours}
    offered: set[int] = set()
    spoken = []
    for reference in references:
        number = reference.number
        offers = number in listed and technology.number in listed and number not in numbers | offered
        offered.add(number)
        spoken.append(Spoken(reference, offers))
    return SeeAlso(
        relations,
        spoken,
        [(one["number"], one["title"]) for one in loaded.neighbours if one["number"] != technology.number],
    )


def related_of(row: dict[str, Any], technology: Technology) -> Related:
    outward = row["technology"] == technology.pk
    other, words = (row["outward"], OUTWARD) if outward else (row["inward"], INWARD)
    remark = remark_of(other["state"], other["into"])
    return Related(row["pk"], words[Kind(row["kind"])], other["number"], other["title"], remark)


def remark_of(state: str, into: int | None) -> str:
    if state == Technology.State.MERGED:
        return f"now part of T{into}" if into else "merged"
    return "withdrawn" if state == Technology.State.WITHDRAWN else ""
