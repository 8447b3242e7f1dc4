"""Every save is a version: compare-and-set under a row lock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from activity.services import log
from members.models import Group, Member
from web.refusals import Refused
from web.transactions import atomic
from writing.diff import words_changed
from writing.models import Text, Version

NOT_KEPT = re.compile("[\x00\ud800-\udfff]")
MAX_BODY = 5_000_000  # characters, of minutes
LONGEST = {  # characters that can still be compared in seconds
    Text.Kind.TECHNOLOGY: 1_000_000,
    Text.Kind.ROADMAP: 1_000_000,
    Text.Kind.MINUTES: MAX_BODY,
}


class Stale(Refused):
    """The text moved on since ``base``; nothing was saved. ``current`` is the version it is at now."""

    def __init__(self, current: Version) -> None:
        self.current = current
        super().__init__(
            f"A newer version ({current.number}) was saved meanwhile. Your text is still here; nothing was lost."
        )


def tidy(body: str) -> str:
    """Line ends as \\n, no trailing blanks; NUL and lone surrogates, which PostgreSQL cannot keep, become U+FFFD."""
    return NOT_KEPT.sub("\ufffd", body.replace("\r\n", "\n").replace("\r", "\n")).rstrip()


@atomic
def create_text(
    *, group: Group, kind: str, title: str, body: str, by: Member | None, origin: str, note: str = ""
) -> Text:
    """A new text with its version 1. Three queries; the owner writes the event that tells of it."""
    text = Text.objects.create(group=group, kind=kind, title=title)
    text.head = Version.objects.create(
        text=text, number=1, title=title, body=tidy(body), author=by, origin=origin, note=note
    )
    text.save(update_fields=["head"])
    return text


@atomic
def save(
    *,
    text: Text,
    base: int,
    title: str,
    body: str,
    by: Member,
    note: str = "",
    small: bool = False,
    origin: str = Version.Origin.WRITTEN,
    restored_from: int | None = None,
) -> Version:
    """Save a new version that started from version number ``base``.

    Saving what is already there adds nothing and returns the head, so a form sent twice is saved once.
    Raises :class:`Stale` when the text moved on, :class:`Refused` when it is too long.
    One transaction with its event; the text's row is locked.
    """
    title, body = " ".join(title.split()), tidy(body)
    if len(body) > (longest := LONGEST[Text.Kind(text.kind)]):
        raise Refused(f"This text is longer than {longest:,} characters. Shorten it or split it in two.", status=422)
    locked = Text.objects.select_for_update().get(pk=text.pk)
    head = Version.objects.get(head_of=locked)
    if head.title == title and head.body == body:
        return head
    if head.number != base:
        raise Stale(head)
    changed = words_changed(head.body, body) + words_changed(head.title, title)
    version = Version.objects.create(
        text=locked,
        number=head.number + 1,
        title=title,
        body=body,
        author=by,
        note=note,
        small=small,
        origin=origin,
        based_on=head,
        words_changed=changed,
    )
    locked.head, locked.title = version, title
    locked.save(update_fields=["head", "title"])
    text.head, text.title = version, title
    if restored_from is None:
        log(kind="text.saved", group=locked.group_id, by=by, text=locked.pk, version=version.number, words=changed)
    else:
        log(
            kind="text.restored",
            group=locked.group_id,
            by=by,
            text=locked.pk,
            version=version.number,
            **{"from": restored_from},
        )
    return version


@dataclass(frozen=True, slots=True)
class Wording:
    """How a text shall read, and the version (its id) it was written over."""

    text: int
    base: int
    title: str
    body: str
    origin: str
    note: str = ""


@atomic
def save_all(*, wordings: Sequence[Wording], by: Member | None) -> dict[int, Version]:
    """Save a version of each of these texts, all of them or none; returns the new versions by text.

    Raises :class:`Stale` when one of them moved on. The texts' rows are locked in the order of their ids. Four
    queries for any number; the owner of the texts writes the event that tells of it.
    """
    wanted = {one.text: one for one in wordings}
    if not wanted:
        return {}
    # Locked without joins: what PostgreSQL joins to a row it waited for is from before the wait.
    texts = list(Text.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    heads = {head.text_id: head for head in Version.objects.filter(head_of__in=texts)}
    for text in texts:
        if heads[text.pk].pk != wanted[text.pk].base:
            raise Stale(heads[text.pk])
    versions = [
        Version(
            text=text,
            number=heads[text.pk].number + 1,
            title=" ".join(wanted[text.pk].title.split()),
            body=tidy(wanted[text.pk].body),
            author=by,
            note=wanted[text.pk].note[:300],
            origin=wanted[text.pk].origin,
            based_on=heads[text.pk],
        )
        for text in texts
    ]
    for text, version in zip(texts, versions, strict=True):
        head = heads[text.pk]
        version.words_changed = words_changed(head.body, version.body) + words_changed(head.title, version.title)
    Version.objects.bulk_create(versions)
    for text, version in zip(texts, versions, strict=True):
        text.head, text.title = version, version.title
    Text.objects.bulk_update(texts, ["head", "title"])
    return {version.text_id: version for version in versions}


def restore(*, text: Text, number: int, by: Member, base: int | None = None) -> Version:
    """Make an earlier version the newest one, as a version of its own.

    Raises Refused for a number there is not and, given ``base``, :class:`Stale` when that is not the newest any more.
    """
    earlier = Version.objects.filter(text=text, number=number).first()
    if earlier is None:
        raise Refused(f"There is no version {number} of this text.", status=404)
    head = Version.objects.get(head_of=text)
    return save(
        text=text,
        base=head.number if base is None else base,
        title=earlier.title,
        body=earlier.body,
        by=by,
        note=f"Restored version {number}",
        origin=Version.Origin.RESTORED,
        restored_from=number,
    )
