"""The meetings of a group, the page of one, replies to its lines, and taking its minutes back."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.loading import load_group, signed_in_member
from members.permissions import can_see_names
from members.viewer import viewer_of
from minutes.meeting_page import load, page_of, rows_of
from minutes.models import Entry, Minutes, MinutesDraft
from minutes.permissions import can_correct_minutes, can_reply_entry
from minutes.reply_form import ReplyForm
from minutes.services.replies import reply
from minutes.services.undo import undo
from minutes.shown import Showing
from web.kept_pages import kept
from web.pages import render_page, safe_next, see_other
from web.refusals import Refused, require
from web.words import day
from writing.mentions import stored

MAY_NOT_UNDO = "Only the chair or the minute taker can take minutes back."
MAY_NOT_REPLY = "Only members of the group can reply."


@require_safe
@kept
def meetings(request: HttpRequest, group: str) -> HttpResponse:
    """All meetings, newest first."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    rows = rows_of(found, viewer)
    context = {"nav": "meetings", "rows": rows, "inside": viewer.is_inside(found)}
    return render_page(request, "minutes/meetings.html", context)


@require_safe
@kept
def meeting(request: HttpRequest, group: str, meeting: str) -> HttpResponse:
    """Who was there and what was said, as a document."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    page = page_of(load(viewer, found, meeting), viewer)
    context = {
        "nav": "meetings",
        "page": page,
        "meeting": page.meeting,
        "names": can_see_names(viewer, found),
        "can_comment": viewer.is_inside(found),
        "inside": viewer.is_inside(found),
    }
    return render_page(request, "minutes/meeting.html", context)


@require_POST
def take_back(request: HttpRequest, group: str, meeting: str) -> HttpResponse:
    """Undo of Record; the draft is open again."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    minutes = get_object_or_404(
        Minutes.objects.visible_to(viewer).select_related("meeting__group"),
        meeting__group=found,
        meeting__slug=meeting,
    )
    require(can_correct_minutes(viewer, minutes), MAY_NOT_UNDO)
    member = signed_in_member(request)
    draft = MinutesDraft.objects.filter(recorded_as=minutes, corrects__isnull=True).first()
    undo(minutes=minutes, by=member)
    words = f"The minutes of {day(minutes.meeting.date)} were taken back, with everything they had made."
    if draft is not None and draft.by_id == member.pk:
        messages.success(request, f"{words} Their text and your answers are here again.")
        return see_other(request, reverse("minutes_draft", args=[found.slug, draft.pk]))
    messages.success(request, words)
    return see_other(request, reverse("meetings", args=[found.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def entry_reply(request: HttpRequest, group: str, entry: int) -> HttpResponse:
    """A reply to one line: its form, in the line (htmx) or as a page, and sending it."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    line = Entry.objects.visible_to(viewer).as_shown().filter(pk=entry, minutes__meeting__group=found).first()
    if line is None:
        raise Http404("There is no such line here.")
    require(can_reply_entry(viewer, line), MAY_NOT_REPLY)
    said = Showing(viewer, found, {}).said(line)
    back = safe_next(request, reverse("meeting", args=[found.slug, line.minutes.meeting.slug]))
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            comment = reply(
                entry=line,
                body=stored(form.cleaned_data["body"], found),
                by=signed_in_member(request),
                send_key=form.cleaned_data["send_key"],
            )
            return see_other(request, f"{back.partition('#')[0]}#c{comment.pk}")
        except Refused as refusal:
            form.add_error("body", str(refusal))
    context = {
        "nav": "meetings",
        "row": said,
        "entry": line,
        "meeting": line.minutes.meeting,
        "back": back,
        "form": form,
        "send_key": form["send_key"].value() or uuid4(),
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "minutes/reply.html", context, partial="form", status=status)
