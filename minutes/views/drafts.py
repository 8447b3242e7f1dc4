"""Pages from pasting minutes to the button Record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.loading import load_group, signed_in_member
from members.models import Group
from members.viewer import viewer_of
from minutes.forms import AnswerForm, HeadForm, PasteForm, RosterForm, RowForm, TextForm
from minutes.models import Entry, Minutes, MinutesDraft
from minutes.permissions import can_correct_minutes, can_record_minutes, can_see_draft
from minutes.preview import Preview, look
from minutes.preview.answers import PRESENCES, roster_key
from minutes.preview.asked import Question
from minutes.preview.page import Pages
from minutes.preview.rows import Finder
from minutes.preview.sample import sample_text
from minutes.preview.shapes import Shown, State
from minutes.services import drafts
from minutes.services.record import correct as correct_record
from minutes.services.record import record as write_record
from web.pages import render_page, see_other, wants_fragment
from web.refusals import Refused, require

MAY_NOT = "Only the chair and who takes the minutes may record minutes here."
TRIAL = "This is the sample, to look at; it is never recorded. Paste minutes of your own to record them."


# -- step one -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, group: str) -> HttpResponse:
    """The box. Reading starts when text is pasted or a file dropped; without JavaScript, on "Read"."""
    found = _group_to_record(request, group)
    if request.method == "POST":
        return _start(request, found)
    return _paste_page(request, found, PasteForm())


def _start(request: HttpRequest, group: Group) -> HttpResponse:
    member = signed_in_member(request)
    if request.POST.get("sample"):
        draft = drafts.start_draft(group=group, text=sample_text(), by=member, is_trial=True)
        return see_other(request, _address(draft))
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _paste_page(request, group, form, status=422)
    text, file_name, notices = form.brought
    try:
        draft = drafts.start_draft(group=group, text=text, by=member, file_name=file_name, notices=notices)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _paste_page(request, group, form, status=refusal.status)
    return see_other(request, _address(draft))


def _paste_page(request: HttpRequest, group: Group, form: PasteForm, status: int = 200) -> HttpResponse:
    unfinished = MinutesDraft.objects.filter(
        group=group, by=viewer_of(request).member, recorded_as__isnull=True, is_trial=False
    ).order_by("-changed_at", "-pk")
    rows = [
        {
            "address": _address(draft, group),
            "begins": " ".join(draft.text[:400].split())[:80] or "an empty text",
            "at": draft.changed_at,
            "corrects": draft.corrects_id is not None,
        }
        for draft in unfinished[:10]
    ]
    context = {
        "form": form,
        "text": str(form.data.get("text", ""))[: 2 * 1024 * 1024],
        "errors": [str(error) for errors in form.errors.values() for error in errors] if form.is_bound else [],
        "unfinished": rows,
        "offer_sample": not Minutes.objects.filter(meeting__group=group, undone_at__isnull=True).exists(),
        "keep_key": f"minutes:{viewer_of(request).member_id}:{group.pk}",
    }
    return render_page(request, "minutes/paste.html", context, partial="box", status=status)


@require_POST
def correct(request: HttpRequest, group: str, meeting: str) -> HttpResponse:
    """ "Edit the minutes": open the recorded ones on the same screen."""
    found = load_group(request, group)
    minutes = get_object_or_404(
        Minutes.objects.visible_to(viewer_of(request)).select_related("meeting__group", "text__head"),
        meeting__group=found,
        meeting__slug=meeting,
    )
    require(can_correct_minutes(viewer_of(request), minutes), MAY_NOT)
    return see_other(request, _address(drafts.start_correction(minutes=minutes, by=signed_in_member(request))))


# -- step two -----------------------------------------------------------------------------------------------------


@require_GET
def draft(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """As written, as understood."""
    found = _load(request, group, draft)
    if found.recorded_as is not None:
        return redirect("meeting", group, found.recorded_as.meeting.slug)
    return _page(request, found, State.of(request.GET))


@require_POST
def change_text(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """Other words on the left: the whole text, or some of its lines. The right follows and keeps what was chosen."""
    found, state = _load(request, group, draft), _state(request)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _page(request, found, state, wrong=_first_error(form), status=422)
    data = form.cleaned_data
    member, live = signed_in_member(request), request.headers.get("HX-Trigger-Name") == "text"
    try:
        if data["first"] and data["last"]:
            changed = drafts.change_lines(
                draft=found, first=data["first"], last=data["last"], text=data["text"], base=data["base"], by=member
            )
        else:
            changed = drafts.change_text(draft=found, text=data["text"], base=data["base"], by=member)
    except drafts.StaleText as stale:
        context = {"mine": data["text"], "mine_is_all": not data["first"]}
        return _page(request, stale.draft, state, wrong=str(stale), status=409, **context)
    except Refused as refusal:
        return _page(request, found, state, wrong=str(refusal), status=refusal.status, mine=data["text"])
    if live and data["first"]:
        last = data["first"] + data["text"].replace("\r\n", "\n").count("\n")
        return _typed(request, changed, state, data["first"], last)
    return _after(request, changed, State(state.show, state.start), f"l{data['first']}" if data["first"] else "")


@require_POST
def answer(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """Answer a question or an offer, or take the answer back."""
    found, state = _load(request, group, draft), _state(request)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, state, wrong=_first_error(form), status=422)
    key, member = form.cleaned_data["key"], signed_in_member(request)
    if form.cleaned_data["answer"] == "undo":
        drafts.take_back_answer(draft=found, key=key, by=member)
        return _after(request, found, state, "current")
    preview = look(found)
    try:
        question = next((q for q in preview.understood.questions if q.key == key), None)
        if question is not None:
            _answer_question(request, found, preview, question, form)
        else:
            offer = next((o for o in preview.understood.offers if o.key == key), None)
            if offer is None:
                raise Refused("This is settled already, or its words have changed.")
            value = form.value_for_offer(offer)
            drafts.answer(draft=found, key=key, value=value, quote=offer.quote, line=offer.line, by=member)
    except forms.ValidationError as error:
        return _page(request, found, state, wrong=error.messages[0], status=422, typed=form.cleaned_data)
    except Refused as refusal:
        return _page(request, found, state, wrong=str(refusal), status=refusal.status)
    return _after(request, found, state, "current")


def _answer_question(
    request: HttpRequest, draft: MinutesDraft, preview: Preview, question: Question, form: AnswerForm
) -> None:
    """What an answer sets in motion besides being kept: correcting instead, moving or dropping a correction."""
    value, member = form.value_for(question), signed_in_member(request)
    choice, _, what = str(form.cleaned_data["answer"]).partition(":")
    if question.kind == "seen" and choice == "correct":
        minutes = get_object_or_404(Minutes.objects.select_related("meeting"), pk=what, meeting__group=draft.group_id)
        drafts.correct_instead(draft=draft, minutes=minutes, by=member)
        return
    line = preview.understood.lines[int(what)] if choice == "near" and _is_row(preview, what) else None
    if question.kind == "lost":
        pk = int(question.key.partition(":")[2])
        if line is not None:
            quote, at = line.quote, line.said.lines[0]
            drafts.move_correction(draft=draft, pk=pk, quote=quote, line=at, by=member)
        else:
            drafts.undo_correction(draft=draft, pk=pk, by=member)
        return
    if question.kind == "gone" and line is not None:
        value |= {"quote": line.quote, "line": line.said.lines[0]}
    drafts.answer(draft=draft, key=question.key, value=value, by=member, line=question.line)


def _is_row(preview: Preview, what: str) -> bool:
    return what.isascii() and what.isdigit() and int(what) < len(preview.understood.lines)


@require_POST
def change_row(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """A line opened in place: its fields, a cut at the cursor, or joining it with the line above."""
    found, state = _load(request, group, draft), _state(request)
    form = RowForm(request.POST)
    preview = look(found)
    if not form.is_valid():
        return _page(request, found, state, wrong=_first_error(form), status=422, preview=preview, typed=request.POST)
    data, member = form.cleaned_data, signed_in_member(request)
    lines = preview.understood.lines
    index = Finder(lines).find(data["quote"], data["line"], data["occurrence"] or 0)
    if index is None:
        wrong = "The words of this line have changed meanwhile. Open it again."
        return _page(request, found, state, wrong=wrong, status=409)
    where: dict[str, Any] = {"quote": data["quote"], "line": data["line"], "occurrence": data["occurrence"] or 0}
    fields = Pages(preview, State("all", index, open=index)).fields_of(index)
    try:
        match request.POST.get("act"):
            case "split":
                first, second = form.parts()
                drafts.split(draft=found, first=first, second=second, by=member, **where)
            case "join":
                drafts.join(draft=found, by=member, **where)
                index = max(0, index - 1)
            case _:
                drafts.pin(draft=found, fields=form.changes(fields), by=member, **where)
    except Refused as refusal:
        wrong = str(refusal)
        return _page(request, found, state, wrong=wrong, status=refusal.status, preview=preview, typed=request.POST)
    return _after(request, found, State(state.show, state.start), f"r{index}")


@require_POST
def change_head(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """Title and day of the meeting."""
    found, state = _load(request, group, draft), _state(request)
    form = HeadForm(request.POST)
    if not form.is_valid():
        return _page(
            request, found, State(state.show, fold="head"), wrong=_first_error(form), status=422, typed=request.POST
        )
    now, member = look(found).resolved, signed_in_member(request)
    given = {"title": " ".join(form.cleaned_data["title"].split()), "date": form.cleaned_data["date"].isoformat()}
    as_is = {"title": now.title, "date": now.date.isoformat() if now.date else ""}
    for key, value in given.items():
        if value != as_is[key]:
            drafts.answer(draft=found, key=key, value={"value": value}, by=member)
    return _after(request, found, State(state.show, state.start))


@require_POST
def change_roster(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """One person on the list of the meeting: presence, facility, or not on it."""
    found, state = _load(request, group, draft), _state(request)
    form = RosterForm(request.POST)
    if not form.is_valid():
        return _page(request, found, state, wrong=_first_error(form), status=422, typed=request.POST)
    value = dict(form.cleaned_data)
    drafts.answer(draft=found, key=roster_key(value["name"]), value=value, by=signed_in_member(request))
    return _after(request, found, state, "people")


@require_POST
def take_all(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """ "Take all 4 that name a person"."""
    found = _load(request, group, draft)
    drafts.take_all_named(draft=found, by=signed_in_member(request))
    return _after(request, found, _state(request))


@require_POST
def undo_last(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    found = _load(request, group, draft)
    drafts.undo_last(draft=found, by=signed_in_member(request))
    return _after(request, found, _state(request))


@require_POST
def record(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """The button. Never blocked by what is open."""
    found, state = _load(request, group, draft), _state(request)
    if found.recorded_as is not None:
        return see_other(request, reverse("meeting", args=[group, found.recorded_as.meeting.slug]))
    if found.is_trial:
        return _page(request, found, state, wrong=TRIAL, status=409)
    member, preview = signed_in_member(request), look(found)
    try:
        if preview.matching is not None:
            minutes = correct_record(draft=found, resolved=preview.resolved, matching=preview.matching, by=member)
        else:
            minutes = write_record(draft=found, resolved=preview.resolved, by=member)
    except Refused as refusal:
        return _page(request, found, state, wrong=str(refusal), status=refusal.status, preview=preview)
    return see_other(request, reverse("meeting", args=[group, minutes.meeting.slug]))


# -- shared -------------------------------------------------------------------------------------------------------


def _group_to_record(request: HttpRequest, slug: str) -> Group:
    group = load_group(request, slug)
    require(can_record_minutes(viewer_of(request), group), MAY_NOT)
    return group


def _load(request: HttpRequest, slug: str, pk: int) -> MinutesDraft:
    """The viewer's own draft; anybody else's is not there."""
    group = load_group(request, slug)
    found = (
        MinutesDraft.objects.select_related("group", "by", "corrects__meeting", "recorded_as__meeting")
        .filter(group=group, pk=pk)
        .first()
    )
    if found is None or not can_see_draft(viewer_of(request), found):
        raise Http404("There is no such draft here.")
    return found


def _address(draft: MinutesDraft, group: Group | None = None) -> str:
    return reverse("minutes_draft", args=[(group or draft.group).slug, draft.pk])


def _state(request: HttpRequest) -> State:
    """What the page showed when the form on it was sent."""
    return State.of(QueryDict(request.POST.get("state", "").lstrip("?")))


def _first_error(form: forms.Form) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)


def _after(request: HttpRequest, draft: MinutesDraft, state: State, anchor: str = "") -> HttpResponse:
    """The page again, or the part of it that changes."""
    if wants_fragment(request):  # the focus goes to what is asked next, or stays at the line that was changed
        at = {"r": "focus_row", "l": "focus_line"}.get(anchor[:1])
        focus: dict[str, Any] = {at: int(anchor[1:])} if at and anchor[1:].isdecimal() else {"moved": True}
        return _page(request, draft, state, **focus)
    return see_other(request, f"{_address(draft)}{state.address()}{f'#{anchor}' if anchor else ''}")


def _page(
    request: HttpRequest,
    draft: MinutesDraft,
    state: State,
    *,
    preview: Preview | None = None,
    status: int = 200,
    wrong: str = "",
    typed: Any = None,
    **more: Any,
) -> HttpResponse:
    pages = Pages(preview or look(draft), state)
    page = pages.page()
    if typed and page.open_row is not None and "quote" in typed:
        _keep_typed(page.open_row, typed)
    context = {
        "draft": draft,
        "page": page,
        "base": drafts.token(draft),
        "wrong": wrong,
        "typed": typed or {},
        "presences": [*PRESENCES.items(), ("none", "not on the list")],
        "kinds": Entry.Kind.values,
        "cancel": _cancel(draft),
        "trial": TRIAL if draft.is_trial else "",
        **more,
    }
    return render_page(request, "minutes/preview.html", context, partial="preview", status=status)


def _typed(request: HttpRequest, draft: MinutesDraft, state: State, first: int, last: int) -> HttpResponse:
    """While words on the left are typed: only what follows from them, so that the box is left alone."""
    pages = Pages(look(draft), state)
    context = {
        "draft": draft,
        "page": pages.page(),
        "pair": pages.pair_of(first, last),
        "base": drafts.token(draft),
        "first": first,
        "last": last,
        "oob": True,
        "trial": TRIAL if draft.is_trial else "",
        "cancel": _cancel(draft),
    }
    return render_page(request, "minutes/preview.html", context, partial="typed")


def _keep_typed(shown: Shown, typed: Any) -> None:
    if shown.fields is None:
        return
    for name in ("kind", "speaker", "technology", "people", "pro", "contra", "abstain", "due", "text"):
        if name in typed:
            setattr(shown.fields, name, str(typed[name]))


def _cancel(draft: MinutesDraft) -> str:
    if draft.corrects is not None:
        return reverse("meeting", args=[draft.group.slug, draft.corrects.meeting.slug])
    return reverse("minutes_paste", args=[draft.group.slug])
