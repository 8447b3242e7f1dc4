"""Whom and what a group knows already, as plain data for the reader and for the preview."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q

from members.models import Alias, Group, Member, Membership
from minutes.reading import records
from minutes.resolved import Person, Place
from roadmap.models import Technology
from web.words import fold as fold_name

fold = lru_cache(maxsize=8192)(fold_name)  # a long text names the same few people thousands of times


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A member of the group, or somebody its minutes have named before."""

    member_id: int
    name: str
    affiliation: str
    is_member: bool
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """All a group knows, in the order of names and numbers."""

    people: tuple[KnownPerson, ...] = ()
    technologies: tuple[records.Technology, ...] = ()

    def for_reader(self) -> tuple[records.Person, ...]:
        return tuple(
            records.Person(f"m{person.member_id}", person.name, person.affiliation or None, person.aliases)
            for person in self.people
        )


def known_in(group: Group) -> Known:
    """Members, people named in the group's minutes, what they are also called, and its technologies. Three queries.

    A person merged into another is one more name of that other.
    """
    aliases: dict[int, list[str]] = {}
    for member_id, name in Alias.objects.filter(group=group).order_by("pk").values_list("member_id", "name"):
        aliases.setdefault(member_id, []).append(name)
    current = Membership.objects.current().filter(group=group, member=OuterRef("pk"))
    rows = (
        Member.objects.annotate(in_group=Exists(current))
        .filter(Q(in_group=True) | Q(named_in=group) | Q(pk__in=list(aliases)))
        .select_related("facility", "canonical__facility")
        .order_by("name", "pk")
    )
    found: dict[int, KnownPerson] = {}
    names: dict[int, list[str]] = {}
    for row in rows:
        person = row.canonical or row
        names.setdefault(person.pk, []).extend([*aliases.get(row.pk, ()), *([row.name] if row.canonical_id else [])])
        if person.pk not in found or row.in_group:
            found[person.pk] = KnownPerson(
                person.pk,
                person.name,
                person.facility.short_name if person.facility else "",
                row.in_group or (person.pk in found and found[person.pk].is_member),
            )
    people = tuple(
        KnownPerson(p.member_id, p.name, p.affiliation, p.is_member, tuple(dict.fromkeys(names[p.member_id])))
        for p in found.values()
    )
    numbers = (
        Technology.objects.filter(group=group, taken_back_at__isnull=True, number__isnull=False)
        .order_by("number")
        .values_list("number", "text__title")
    )
    return Known(people, tuple(records.Technology(number, title) for number, title in numbers if number))


@dataclass(slots=True)
class Faces:
    """Who is meant by each name of one text. The same person is always the same object."""

    known: Known
    people: dict[str, Person] = field(default_factory=dict)
    roster: dict[str, Place] = field(default_factory=dict)
    meant: dict[str, Person] = field(default_factory=dict)
    aliases: dict[str, Person] = field(default_factory=dict)
    _names: dict[str, KnownPerson] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in reversed(self.known.people):
            for alias in person.aliases:
                self._names[fold(alias)] = person
        for person in reversed(self.known.people):
            self._names[fold(person.name)] = person

    def is_known(self, name: str) -> KnownPerson | None:
        """Whom the group knows by that name."""
        return self._names.get(fold(name))

    def person(self, name: str, affiliation: str = "") -> Person:
        """The person of that name: one the group knows, or one by the name as written."""
        name = " ".join(name.split())[:120]
        known = self.is_known(name)
        key = f"m{known.member_id}" if known else f"n:{fold(name) or name}"
        if key not in self.people:
            self.people[key] = (
                Person(key, known.name, "member" if known.is_member else "known", known.member_id, known.affiliation)
                if known
                else Person(key, name, "written", None, affiliation)
            )
        return self.people[key]

    def named(self, name: str, as_written: str = "") -> Person:
        """Whom a line means: what somebody answered about the name as written comes first."""
        for written in (as_written, name):
            if written and (person := self.meant.get(fold(written))) is not None:
                return person
        return (None if self.is_known(name) else self._by_given_name(name)) or self.person(name)

    def _by_given_name(self, name: str) -> Person | None:
        """Whom a person correcting a line means by "Ana": the only one on the list who is called so."""
        given = fold(name)
        if not given or " " in given:
            return None
        called = [place.person for place in self.roster.values() if fold(place.person.name).split(" ")[0] == given]
        return called[0] if len(called) == 1 else None

    def put_on_list(self, person: Person, presence: str, affiliation: str = "", role: str = "") -> Place:
        """One line of the attendance; a later word about the same person replaces an earlier one."""
        if person.standing != "member":
            person.standing = "listed"
        if affiliation:
            person.affiliation = affiliation
        place = self.roster.get(person.key)
        if place is None:
            place = self.roster[person.key] = Place(person, "present", person.affiliation)
        place.presence = presence  # type: ignore[assignment]
        place.affiliation = affiliation or place.affiliation
        place.role = role or place.role
        return place

    def take_off_list(self, person: Person) -> None:
        self.roster.pop(person.key, None)
        if person.standing == "listed":
            person.standing = "known" if person.member_id else "written"
