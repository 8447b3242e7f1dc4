from django.urls import path

from roadmap.views import actions, facilities, ideas, listing, positions, technology

urlpatterns = [
    path("<slug:group>/", listing.roadmap, name="roadmap"),
    path("<slug:group>/due/", listing.set_due, name="set_due"),
    path("<slug:group>/names/", listing.name_technologies, name="name_technologies"),
    path("<slug:group>/names/undo/", listing.undo_names, name="undo_names"),
    path("<slug:group>/names/new/", listing.type_names, name="type_names"),
    path("<slug:group>/ideas/", ideas.ideas, name="ideas"),
    path("<slug:group>/actions/", actions.actions, name="actions"),
    path("<slug:group>/actions/<int:pk>/close/", actions.action_close, name="action_close"),
    path("<slug:group>/actions/<int:pk>/reopen/", actions.action_reopen, name="action_reopen"),
    path("<slug:group>/positions/<int:pk>/undo/", positions.undo_position, name="undo_position"),
    path("<slug:group>/parts/", facilities.parts, name="parts"),
    path("<slug:group>/parts/own/", facilities.own_part, name="own_part"),
    path("<slug:group>/parts/noted/", facilities.note_part, name="note_part"),
    path("<slug:group>/parts/confirm/", facilities.confirm_parts, name="confirm_parts"),
    path("<slug:group>/parts/confirm/undo/", facilities.unconfirm_parts, name="unconfirm_parts"),
    path("<slug:group>/parts/counts/", facilities.facility_counts, name="facility_counts"),
    path("<slug:group>/parts/<int:pk>/undo/", facilities.undo_part, name="undo_part"),
    path("<slug:group>/t<int:number>/", technology.technology_lower),
    path("<slug:group>/T<int:number>/", technology.technology, name="technology"),
    path("<slug:group>/T<int:number>/edit/", technology.technology_edit, name="technology_edit"),
    path("<slug:group>/T<int:number>/ready/", technology.mark_ready, name="mark_ready"),
    path("<slug:group>/T<int:number>/post/", positions.technology_post, name="technology_post"),
    path("<slug:group>/T<int:number>/position/", positions.take_position, name="take_position"),
    path("<slug:group>/T<int:number>/record/", positions.record_position, name="record_position"),
    path("<slug:group>/T<int:number>/part/", positions.set_part, name="set_part"),
    path("<slug:group>/T<int:number>/move/", listing.move_technology, name="move_technology"),
]
