from django.urls import path

from minutes.views import drafts, meetings

_DRAFT = "<slug:group>/minutes/draft/<int:draft>/"

urlpatterns = [
    path("<slug:group>/minutes/new/", drafts.paste, name="minutes_paste"),
    path(_DRAFT, drafts.draft, name="minutes_draft"),
    path(f"{_DRAFT}text/", drafts.change_text, name="minutes_text"),
    path(f"{_DRAFT}answer/", drafts.answer, name="minutes_answer"),
    path(f"{_DRAFT}line/", drafts.change_row, name="minutes_line"),
    path(f"{_DRAFT}head/", drafts.change_head, name="minutes_head"),
    path(f"{_DRAFT}people/", drafts.change_roster, name="minutes_roster"),
    path(f"{_DRAFT}take-all/", drafts.take_all, name="minutes_take_all"),
    path(f"{_DRAFT}undo-last/", drafts.undo_last, name="minutes_undo_last"),
    path(f"{_DRAFT}record/", drafts.record, name="minutes_record"),
    path("<slug:group>/meetings/", meetings.meetings, name="meetings"),
    path("<slug:group>/meetings/<slug:meeting>/", meetings.meeting, name="meeting"),
    path("<slug:group>/meetings/<slug:meeting>/undo/", meetings.take_back, name="minutes_undo"),
    path("<slug:group>/lines/<int:entry>/reply/", meetings.entry_reply, name="entry_reply"),
    path("<slug:group>/meetings/<slug:meeting>/correct/", drafts.correct, name="minutes_correct"),
]
