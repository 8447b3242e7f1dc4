"""The people and facilities of resolved minutes: who is known, who becomes a member, what is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.db.models.functions import Lower

from members.models import Alias, Facility, Group, Member, Membership
from members.services import add_alias, ensure_facility
from minutes.models import Minutes
from minutes.resolved import Person, Resolved
from minutes.services.made import Made
from web.refusals import Refused
from web.words import fold


def tidy_line(words: str, limit: int) -> str:
    """One line without what a database cannot keep, cut to ``limit`` characters."""
    return " ".join(words.replace("\x00", "\ufffd").split())[:limit]


def everybody(resolved: Resolved) -> dict[str, Person]:
    """All persons the resolved minutes name, by key, the list of the meeting first."""

    def named() -> Iterator[Person | None]:
        for place in resolved.roster:
            yield place.person
        yield from resolved.people
        yield from resolved.aliases.values()
        for heading in resolved.sections:
            yield heading.presenter
        for row in resolved.rows:
            yield row.speaker
            yield from row.assignees
            if row.vote:
                yield from (*row.vote.pro, *row.vote.contra, *row.vote.abstain)
            if row.part:
                yield row.part.said_by

    found: dict[str, Person] = {}
    for person in named():
        if person is not None:
            found.setdefault(person.key, person)
    return found


class People:
    """Members by person, facilities by name. Filled in by :func:`bring_in_people`."""

    def __init__(self) -> None:
        self.members: dict[str, Member] = {}
        self.facilities: dict[str, Facility] = {}
        self.electors: set[int] = set()

    def member(self, person: Person | None) -> Member | None:
        """The member somebody is; None for a name that nobody said who it is."""
        return self.members.get(person.key) if person else None

    def present(self, persons: Iterable[Person]) -> list[Member]:
        """Members of ``persons``, each once, without those who are only a name."""
        found = {member.pk: member for member in map(self.member, persons) if member}
        return list(found.values())

    def facility(self, name: str) -> Facility | None:
        return self.facilities.get(tidy_line(name, 60).casefold())


def find_facilities(names: Iterable[str]) -> dict[str, Facility]:
    """Facilities by casefolded short name, made where there are none; two groups may do this at once. Three queries."""
    wanted = {short.casefold(): short for short in (tidy_line(name, 60) for name in names) if short}
    if not wanted:
        return {}

    def find() -> dict[str, Facility]:
        rows = Facility.objects.annotate(lowered=Lower("short_name"))
        lowered = {short.lower() for short in wanted.values()}
        return {one.short_name.casefold(): one for one in rows.filter(lowered__in=lowered)}

    found = find()
    missing = [short for key, short in wanted.items() if key not in found]
    if missing:
        Facility.objects.bulk_create([Facility(short_name=short) for short in missing], ignore_conflicts=True)
        found = find()
        for key, short in wanted.items():
            if key not in found:
                found[key] = ensure_facility(short_name=short)
    return found


def candidates(group: Group) -> tuple[dict[int, Member], set[int]]:
    """Whom the group's minutes may mean: its members, also former ones, and who was ever named in it. Two queries.

    Who was named only in minutes that were taken back is found again here, so that recording them anew makes
    nobody twice; their ids come second.
    """
    named = {
        pk
        for made in Minutes.objects.filter(meeting__group=group, undone_at__isnull=False).values_list("made", flat=True)
        for pk in made.get("members", [])
    }
    rows = Member.objects.filter(
        Q(pk__in=Membership.objects.filter(group=group).values("member"))
        | Q(named_in=group)
        | Q(pk__in=named)
        | Q(pk__in=Alias.objects.filter(group=group).values("member"))
    )
    return rows.select_related("facility", "canonical__facility").in_bulk(), named


def bring_in_people(*, group: Group, resolved: Resolved, by: Member | None, made: Made) -> People:
    """Make and find everybody the minutes name; who is on the list becomes a member of the group.

    Who is only a name stays a name. About ten queries, and six for each alias that is new. The group's row must
    be locked. Raises Refused when somebody was chosen whom the group does not know.
    """
    people = People()
    persons = {key: person for key, person in everybody(resolved).items() if person.standing != "written"}
    affiliations = {place.person.key: place.affiliation for place in resolved.roster if place.affiliation}
    home = {key: affiliations.get(key) or person.affiliation for key, person in persons.items()}
    parts = [row.part.facility for row in resolved.rows if row.part]
    people.facilities = find_facilities([*home.values(), *parts, *(place.affiliation for place in resolved.roster)])
    find_members(people, persons, home, group, made)
    join(people, persons, group, made)
    remember(people, resolved, group, by, made)
    return people


def find_members(people: People, persons: dict[str, Person], home: dict[str, str], group: Group, made: Made) -> None:
    known, named_before = candidates(group)
    by_name: dict[str, list[Member]] = {}
    for one in known.values():
        if one.canonical_id is None:
            by_name.setdefault(fold(one.name), []).append(one)
    new: dict[str, Member] = {}
    for key, person in persons.items():
        same = by_name.get(fold(person.name), [])
        member: Member | None = None
        if person.member_id is not None:
            member = known.get(person.member_id)
            if member is None:
                raise Refused(f"{person.name} is not known in this group any more. Look at the preview again.")
            member = member.canonical or member
        elif len(same) == 1:
            member = same[0]
        if member is not None:
            people.members[key] = member
        elif name := tidy_line(person.name, 120):
            new[key] = Member(name=name, facility=people.facility(home[key]), named_in=group)
    named_again, placed = [], []
    for key, found in people.members.items():
        if found.named_in_id is None and found.pk in named_before:
            found.named_in = group
            made.members.append(found.pk)
            named_again.append(found)
        if found.facility_id is None and (facility := people.facility(home[key])):
            found.facility = facility
            made.facility_of.append(found.pk)
            placed.append(found)
    Member.objects.bulk_create(new.values())
    people.members.update(new)
    made.members += [member.pk for member in new.values()]
    if named_again or placed:
        Member.objects.bulk_update({one.pk: one for one in (*named_again, *placed)}.values(), ["named_in", "facility"])


def join(people: People, persons: dict[str, Person], group: Group, made: Made) -> None:
    """Who is on the list becomes a member of the group; places that ended begin again."""
    ids = {member.pk for member in people.members.values()}
    places = {one.member_id: one for one in Membership.objects.filter(group=group, member_id__in=ids)}
    joining = {people.members[key].pk for key, person in persons.items() if person.standing == "listed"}
    again = [places[pk] for pk in joining if pk in places and places[pk].ended_at is not None]
    for place in again:
        place.ended_at = None
    if again:
        Membership.objects.bulk_update(again, ["ended_at"])
    new = [Membership(group=group, member_id=pk) for pk in sorted(joining) if pk not in places]
    Membership.objects.bulk_create(new)
    made.memberships += [place.pk for place in (*again, *new)]
    current = (*(place for place in places.values() if place.ended_at is None), *new)
    people.electors = {place.member_id for place in current if place.role != Membership.Role.OBSERVER}


def remember(people: People, resolved: Resolved, group: Group, by: Member | None, made: Made) -> None:
    """Names somebody answered become aliases."""
    wanted = {name: member for name, person in resolved.aliases.items() if (member := people.member(person))}
    if not wanted:
        return
    folded = [fold(name) for name in wanted]
    before = dict(Alias.objects.filter(group=group, folded__in=folded).values_list("folded", "member_id"))
    for name, member in wanted.items():
        meant = before.get(fold(name))
        if meant == member.pk:
            continue
        alias = add_alias(group=group, member=member, name=tidy_line(name, 120), by=by)
        if alias is not None:
            made.aliases.setdefault(str(alias.pk), meant)
