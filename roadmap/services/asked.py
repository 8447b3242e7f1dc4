"""What a technology asks of the directors: one line, every wording of it kept."""

from __future__ import annotations

from collections.abc import Sequence

from activity.services import log
from members.models import Member
from roadmap.models import AskedOfDirectors, Technology
from web.refusals import Refused
from web.transactions import atomic

MAX_ASKED = 500  # characters
CHANGED = "Somebody else has changed this line meanwhile: it now reads “{}”. Your words are still here."


def newest(technology: Technology) -> AskedOfDirectors | None:
    return AskedOfDirectors.objects.filter(technology=technology).order_by("-pk").first()


def add(technology: Technology, words: str, by: Member) -> AskedOfDirectors:
    line = AskedOfDirectors.objects.create(technology=technology, words=words, by=by)
    technology.asked_of_directors = words
    technology.save(update_fields=["asked_of_directors"])
    log(
        kind="technology.asked" if words else "technology.asked_nothing",
        group=technology.group_id,
        by=by,
        technology=technology.pk,
        line=line.pk,
    )
    return line


def write_all(lines: Sequence[tuple[Technology, str]], by: Member) -> None:
    """Give technologies their lines, each a wording of its own. Their rows are held, and the caller tells of it.

    Three queries for any number, none for none.
    """
    if not lines:
        return
    rows = [row for row, _ in lines]
    kept = set(AskedOfDirectors.objects.filter(technology__in=rows).values_list("technology", flat=True))
    first = [row for row in rows if row.asked_of_directors and row.pk not in kept]
    AskedOfDirectors.objects.bulk_create(
        [
            *(AskedOfDirectors(technology=row, words=row.asked_of_directors) for row in first),
            *(AskedOfDirectors(technology=row, words=words, by=by) for row, words in lines),
        ]
    )
    for row, words in lines:
        row.asked_of_directors = words
    Technology.objects.bulk_update(rows, ["asked_of_directors"])


@atomic
def ask_directors(*, technology: Technology, words: str, base: int, by: Member) -> AskedOfDirectors | None:
    """Write the line, or take it away with no words. ``base`` is the wording it started from (0: none yet).

    Returns the new wording; None when it reads so already. Raises Refused when it is too long, or somebody changed
    it meanwhile. The technology's row is locked.
    """
    words = " ".join(words.replace("\x00", "\ufffd").split())
    if len(words) > MAX_ASKED:
        raise Refused(f"Up to {MAX_ASKED} characters, please; these are {len(words)}.", status=422)
    row = Technology.objects.select_for_update().get(pk=technology.pk)
    if row.asked_of_directors == words:
        return None
    last = newest(row)
    if (last.pk if last else 0) != base:
        raise Refused(CHANGED.format(row.asked_of_directors))
    if last is None and row.asked_of_directors:  # brought in before each wording was kept
        AskedOfDirectors.objects.create(technology=row, words=row.asked_of_directors)
    return add(row, words, by)


@atomic
def undo_asked(*, line: AskedOfDirectors, by: Member) -> AskedOfDirectors | None:
    """Put back the wording before ``line``, as a wording of its own. A second press changes nothing.

    Raises Refused when the line was changed again since.
    """
    row = Technology.objects.select_for_update().get(pk=line.technology_id)
    before = AskedOfDirectors.objects.filter(technology=row, pk__lt=line.pk).order_by("-pk").first()
    words = before.words if before else ""
    last = newest(row)
    if row.asked_of_directors == words:
        return None
    if last is None or last.pk != line.pk:
        raise Refused("The line was changed again meanwhile. Nothing was taken back; its wordings are all kept.")
    return add(row, words, by)
