"""Writing the record of acts."""

from typing import Any

from django.db import transaction

from activity.kinds import KINDS
from activity.models import Event
from members.models import Group, Member


def log(*, kind: str, group: Group | int, by: Member | None, **data: Any) -> Event:
    """Add one event, inside the transaction of the act it tells of. ``data`` takes ids and numbers only.

    Raises RuntimeError outside a transaction (an act and its line stand or fall together) and KeyError for a
    kind nobody registered.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event is written in the transaction of its act.")
    if kind not in KINDS:
        raise KeyError(kind)
    return Event.objects.create(
        group_id=group if isinstance(group, int) else group.pk,
        actor=by,
        kind=kind,
        data={key: value for key, value in data.items() if value is not None},
    )
