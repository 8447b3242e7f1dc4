"""What is planned: the roadmap, its technologies, facilities' parts and action items."""

from roadmap.models.actions import ActionItem
from roadmap.models.documents import DocumentDraft
from roadmap.models.parts import Participation
from roadmap.models.relations import Relation
from roadmap.models.roadmaps import Roadmap, usual_title
from roadmap.models.technologies import GONE, WRITTEN_ORIGINS, AskedOfDirectors, Technology, edited_since

__all__ = [
    "GONE",
    "WRITTEN_ORIGINS",
    "ActionItem",
    "AskedOfDirectors",
    "DocumentDraft",
    "Participation",
    "Relation",
    "Roadmap",
    "Technology",
    "edited_since",
    "usual_title",
]
