"""Taking back what minutes set in motion: adding an act that undoes it, never removing one."""

from __future__ import annotations

from decisions.models import Position, Stance
from decisions.services import undo_position
from members.models import Member
from roadmap.models import Participation
from roadmap.services import take_back_part


def take_back_position(position: Position, by: Member | None) -> None:
    """The member is back at what they said before; nothing happens when a later position counts."""
    if Stance.objects.filter(position=position).exists():
        undo_position(position=position, by=by)


def take_back_part_of(part: Participation, by: Member | None) -> bool:
    """The part that held before holds again. Whether ``part`` held until now."""
    held = Participation.objects.filter(pk=part.pk, superseded_at__isnull=True).exists()
    if held:
        take_back_part(participation=part, by=by)
    return held
