"""A document on its way into the roadmap: what each of its parts becomes. Pure: no Django, no query, no file.

``plan(document, known, changes)`` is a function of what was read, what the roadmap is now and what a person has said
so far; pressing Record makes the plan again under lock and does what it says.
"""

from roadmap.bringing_in.changes import Change, Said, said
from roadmap.bringing_in.planning import plan
from roadmap.bringing_in.shapes import (
    MAX_ASKED,
    MAX_TEXT,
    MAX_TITLE,
    SCOPE,
    Choice,
    Doubt,
    Exact,
    Known,
    KnownRoadmap,
    Part,
    Plan,
    Target,
)

__all__ = [
    "MAX_ASKED",
    "MAX_TEXT",
    "MAX_TITLE",
    "SCOPE",
    "Change",
    "Choice",
    "Doubt",
    "Exact",
    "Known",
    "KnownRoadmap",
    "Part",
    "Plan",
    "Said",
    "Target",
    "plan",
    "said",
]
