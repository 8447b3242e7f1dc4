"""Which of two people an action means: the answer puts that person on it."""

from __future__ import annotations

from minutes.preview import look
from minutes.services import drafts
from tests.conftest import Cast

TEXT = """Call

2025-05-05

Present: Ana Kováč (LAKE), Ana Lindqvist (HILL), Bo Berg (HILL)

Bo: hello

ACTION Ana: order the pumps
"""


def test_answer_to_whose_action_it_is_names_its_owner(cast: Cast) -> None:
    draft = drafts.start_draft(group=cast.group, text=TEXT, by=cast.chair)
    asked = next(one for one in look(draft).understood.questions if one.kind == "ambiguous")
    assert [choice.words for choice in asked.choices[:2]] == ["Ana Kováč (LAKE)", "Ana Lindqvist (HILL)"]
    value = {"choice": "is", "is": "Ana Lindqvist", "written": "Ana"}
    drafts.answer(draft=draft, key=asked.key, value=value, by=cast.chair)
    action = look(draft).resolved.rows[-1]
    assert [person.name for person in action.assignees] == ["Ana Lindqvist"]
    assert (action.kind, action.is_action, action.text) == ("action", True, "order the pumps")
