"""Rights over the roadmap: ``can_<verb>_<noun>(viewer, obj)``."""

from members.models import Group, Member
from members.permissions import can_lead_group, can_see_group, can_take_part
from members.viewer import Viewer
from roadmap.models import ActionItem, DocumentDraft, Technology


def can_see_technology(viewer: Viewer, technology: Technology) -> bool:
    return technology.taken_back_at is None and can_see_group(viewer, technology.group)


def can_edit_technology(viewer: Viewer, technology: Technology) -> bool:
    return can_take_part(viewer, technology.group)


def can_relate_technology(viewer: Viewer, technology: Technology) -> bool:
    return can_take_part(viewer, technology.group)


DRAFTED = frozenset({Technology.State.WRITTEN, Technology.State.READY})


def can_set_state(viewer: Viewer, technology: Technology, state: str) -> bool:
    """Being written and ready are said by those who write; all else is the chair's."""
    if can_lead_group(viewer, technology.group):
        return True
    return can_take_part(viewer, technology.group) and {technology.state, state} <= DRAFTED


def can_undo_state(viewer: Viewer, technology: Technology, was: str, to: str) -> bool:
    """Who could have set both states by hand."""
    if can_lead_group(viewer, technology.group):
        return True
    return can_take_part(viewer, technology.group) and {was, to} <= DRAFTED


def can_set_writers(viewer: Viewer, technology: Technology) -> bool:
    return can_lead_group(viewer, technology.group)


def can_write_technology(viewer: Viewer, technology: Technology) -> bool:
    """Be one of its writers: a member says so, or no longer, for themself."""
    return can_take_part(viewer, technology.group)


def can_comment_technology(viewer: Viewer, technology: Technology) -> bool:
    """Observers too: they may say something, though not decide."""
    return viewer.is_inside(technology.group)


def can_answer_question(viewer: Viewer, technology: Technology) -> bool:
    return can_take_part(viewer, technology.group)


def can_record_position(viewer: Viewer, technology: Technology) -> bool:
    """For somebody else: chair and minute taker."""
    place = viewer.place_in(technology.group)
    return place is not None and (place.role == "chair" or place.takes_minutes)


def can_set_participation(viewer: Viewer, group: Group) -> bool:
    """A facility's part is set by its own members."""
    return can_take_part(viewer, group)


def can_confirm_participation(viewer: Viewer, technology: Technology, facility_id: int) -> bool:
    """Only the facility's own people can confirm it."""
    return (
        can_take_part(viewer, technology.group)
        and viewer.member is not None
        and viewer.member.facility_id == facility_id
    )


def can_note_participation(viewer: Viewer, group: Group) -> bool:
    """For another facility: the chair, with who said it."""
    return can_lead_group(viewer, group)


def can_set_counts(viewer: Viewer, group: Group) -> bool:
    return can_lead_group(viewer, group)


def can_order_roadmap(viewer: Viewer, group: Group) -> bool:
    return can_lead_group(viewer, group)


def can_name_technologies(viewer: Viewer, group: Group) -> bool:
    return can_lead_group(viewer, group)


def can_bring_in_document(viewer: Viewer, group: Group) -> bool:
    """The chair's: it names technologies and puts their texts in place."""
    return can_lead_group(viewer, group)


def can_see_document(viewer: Viewer, draft: DocumentDraft) -> bool:
    """A draft is its author's alone; once recorded every chair of the group sees it. ``draft.group`` must be loaded."""
    own = viewer.member_id == draft.by_id or draft.recorded_at is not None
    return own and can_bring_in_document(viewer, draft.group)


def can_raise_idea(viewer: Viewer, group: Group) -> bool:
    """Anyone inside, observers too."""
    return viewer.is_inside(group)


def can_take_back_idea(viewer: Viewer, idea: Technology) -> bool:
    """Who raised it, and the chair."""
    if not viewer.is_inside(idea.group_id):
        return False
    return can_lead_group(viewer, idea.group) or viewer.member_id == idea.raised_by_id


def can_note_action(viewer: Viewer, group: Group) -> bool:
    return can_take_part(viewer, group)


def can_promote_idea(viewer: Viewer, group: Group) -> bool:
    return can_lead_group(viewer, group)


def can_title_roadmap(viewer: Viewer, group: Group) -> bool:
    return can_lead_group(viewer, group)


def can_edit_scope(viewer: Viewer, group: Group) -> bool:
    return can_take_part(viewer, group)


def can_discuss_roadmap(viewer: Viewer, group: Group) -> bool:
    """Observers too, as under a technology."""
    return viewer.is_inside(group)


def can_close_action(viewer: Viewer, action: ActionItem, assignees: list[Member]) -> bool:
    """Chair and minute taker, and whoever was asked. They also change its date and who is asked."""
    place = viewer.place_in(action.group_id)
    if place is None or place.role == "observer":
        return False
    return place.role == "chair" or place.takes_minutes or viewer.member_id in {member.pk for member in assignees}
