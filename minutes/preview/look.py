"""The one call behind the page: a draft understood, with what is known of the record it corrects or repeats."""

from __future__ import annotations

from dataclasses import dataclass, field

from minutes.models import MinutesDraft
from minutes.preview.matching import Compared, compare
from minutes.preview.resolve import Understood, understand
from minutes.preview.seen import seen_before, seen_question
from minutes.resolved import Matching, Resolved


@dataclass(slots=True)
class Preview:
    """What the page shows and Record writes. ``compared`` only when recorded minutes are being corrected."""

    understood: Understood
    compared: Compared | None = None
    source: list[str] = field(default_factory=list)

    @property
    def resolved(self) -> Resolved:
        return self.understood.resolved

    @property
    def matching(self) -> Matching | None:
        return self.compared.matching if self.compared else None


def look(draft: MinutesDraft) -> Preview:
    """Read a draft for its page. Five queries, six for a correction; ``draft.group`` must be loaded."""
    understood = understand(draft)
    preview = Preview(understood, source=draft.text.split("\n"))
    if draft.corrects_id is not None:
        preview.compared = compare(draft.corrects_id, understood)
        understood.questions[:0] = preview.compared.questions
        understood.count()
    elif not draft.is_trial and (seen := seen_before(draft.group, draft.text, understood.resolved)) is not None:
        understood.questions.insert(0, seen_question(seen, understood.answers))
        understood.count()
    return preview


def resolve(draft: MinutesDraft) -> Resolved:
    """What Record writes of a draft, with everything its author answered and corrected."""
    return look(draft).resolved
