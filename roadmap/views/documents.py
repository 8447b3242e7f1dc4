"""Pages from bringing in a document to the button Record, and after it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.loading import load_group, signed_in_member
from members.models import Group
from members.viewer import viewer_of
from roadmap.bringing_page import State, page_of, recorded_words
from roadmap.brought_in import Made, load, plan_of
from roadmap.document_forms import AnswerForm, BringForm, PartForm, sample_form
from roadmap.forms import first_error
from roadmap.models import DocumentDraft
from roadmap.permissions import can_bring_in_document, can_see_document
from roadmap.services import documents
from web.numbers import number_in
from web.pages import render_page, see_other, wants_fragment
from web.refusals import Refused, require
from writing.mentions import shown, stored

ONLY_CHAIR = "Only the chair brings in a document."
SHOWN_DRAFTS = 10
SHOWN_BEFORE = 50


# -- step one -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, group: str) -> HttpResponse:
    """The box. Reading starts when text is pasted or a file dropped; without JavaScript, on "Read"."""
    found = load_group(request, group)
    require(can_bring_in_document(viewer_of(request), found), ONLY_CHAIR)
    if request.method != "POST":
        return _box(request, found, BringForm())
    is_sample = bool(request.POST.get("sample")) and _offers_sample(found)
    form = sample_form() if is_sample else BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return _box(request, found, form, status=422)
    text, file_name, notices = form.brought
    try:
        draft = documents.start_document(
            group=found, text=text, by=signed_in_member(request), file_name=file_name, notices=notices
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _box(request, found, form, status=refusal.status)
    return see_other(request, reverse("document_draft", args=[found.slug, draft.pk]))


def _box(request: HttpRequest, group: Group, form: BringForm, status: int = 200) -> HttpResponse:
    member = viewer_of(request).member
    drafts = (
        DocumentDraft.objects.filter(group=group).defer("source", "sections", "made").order_by("-changed_at", "-pk")
    )
    text = str(form.data.get("text", ""))
    if again := request.GET.get("text", ""):
        text = _text_of(group, again, request)
    context = {
        "nav": "roadmap",
        "form": form,
        "text": text[: 2 * 1024 * 1024],
        "errors": [str(error) for errors in form.errors.values() for error in errors] if form.is_bound else [],
        "unfinished": drafts.filter(by=member, recorded_at__isnull=True)[:SHOWN_DRAFTS],
        "before": drafts.filter(recorded_at__isnull=False).select_related("by").order_by("-recorded_at")[:SHOWN_BEFORE],
        "offer_sample": _offers_sample(group),
        "keep_key": f"document:{viewer_of(request).member_id}:{group.pk}",
    }
    return render_page(request, "roadmap/bring.html", context, partial="box", status=status)


def _offers_sample(group: Group) -> bool:
    """Where Waymark is tried out, until the group has brought in a document. It is a draft like any other."""
    recorded = DocumentDraft.objects.filter(group=group, recorded_at__isnull=False, undone_at__isnull=True)
    return bool(settings.DEMO_SIGN_IN) and not recorded.exists()


def _text_of(group: Group, pk: str, request: HttpRequest) -> str:
    """The text of one's own draft, to mark its headings in the box; "" for any other."""
    own = DocumentDraft.objects.filter(group=group, by=viewer_of(request).member, pk=number_in(pk) or 0)
    return own.values_list("source", flat=True).first() or ""


# -- step two -----------------------------------------------------------------------------------------------------


@require_safe
def draft(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """What each part of the document becomes; once it is recorded, what was brought in."""
    found = _load(request, group, draft)
    if found.recorded_at is not None:
        return _recorded(request, found)
    return _page(request, found, State.of(request.GET))


@require_POST
def answer(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """Answer a doubt or an offer, choose the level of the technologies, or take an answer back."""
    found, state = _load(request, group, draft), _state(request)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, state, wrong=first_error(form), status=422)
    try:
        changed = documents.change(
            draft=found, change=form.change(), base=form.cleaned_data["base"], by=signed_in_member(request)
        )
    except documents.StaleDraft as stale:
        return _page(request, stale.draft, state, wrong=str(stale), status=409)
    except Refused as refusal:
        return _page(request, found, state, wrong=str(refusal), status=refusal.status)
    return _after(request, changed, state)


@require_POST
def change_part(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """A part opened in place: what it becomes, its title, its text."""
    found = _load(request, group, draft)
    state, form = _state(request), PartForm(request.POST)
    plan = plan_of(found, load(found.group))
    at = form["at"].value()
    if not form.is_valid() or form.cleaned_data["at"] >= len(plan.parts):
        wrong = first_error(form) or "There is no such part in this document."
        state = State(state.show, state.start, number_in(str(at), digits=6))
        return _page(request, found, state, wrong=wrong, status=422, typed=request.POST)
    at = form.cleaned_data["at"]
    change = form.change(plan.parts[at], request.POST.get("act", ""), lambda words: stored(words, found.group))
    closed = State(state.show, state.start)
    try:
        if len(change) > 1:
            found = documents.change(
                draft=found, change=change, base=form.cleaned_data["base"], by=signed_in_member(request)
            )
    except documents.StaleDraft as stale:
        mine = request.POST if {"title", "text"} & set(change) else None
        return _page(request, stale.draft, closed, wrong=str(stale), status=409, mine=mine)
    except Refused as refusal:
        state = State(state.show, state.start, at)
        return _page(request, found, state, wrong=str(refusal), status=refusal.status, typed=request.POST)
    return _after(request, found, closed, f"s{at}")


@require_POST
def undo_last(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    found = _load(request, group, draft)
    changed = documents.undo_last(draft=found, by=signed_in_member(request))
    return _after(request, changed, _state(request))


@require_POST
def record(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """The button. Never blocked by what is open."""
    found = _load(request, group, draft)
    try:
        documents.record_document(draft=found, seen=request.POST.get("seen", ""), by=signed_in_member(request))
    except Refused as refusal:
        return _page(request, found, _state(request), wrong=str(refusal), status=refusal.status)
    return see_other(request, reverse("document_draft", args=[group, found.pk]))


# -- after --------------------------------------------------------------------------------------------------------


@require_POST
def undo(request: HttpRequest, group: str, draft: int) -> HttpResponse:
    """Take a recorded document back; its draft is open again."""
    found = _load(request, group, draft)
    again = documents.undo_document(draft=found, by=signed_in_member(request))
    words = "The document was taken back. Every text is as it was before."
    if again.by_id == viewer_of(request).member_id:
        messages.success(request, f"{words} Your draft of it is open again.")
        return see_other(request, reverse("document_draft", args=[group, again.pk]))
    messages.success(request, words)
    return see_other(request, reverse("roadmap", args=[group]))


def _recorded(request: HttpRequest, draft: DocumentDraft) -> HttpResponse:
    made = Made.of(draft)
    loaded = load(draft.group)
    by_pk = {row.pk: row for row in loaded.technologies.values()}
    keys = [int(key) for key in made.brought if key != "scope"] + [int(key) for key in made.texts if key != "scope"]
    rows = [by_pk[pk] for pk in dict.fromkeys([*keys, *made.new]) if pk in by_pk]
    hindrances = documents.hindrances(draft) if draft.undone_at is None else []
    context = {
        "nav": "roadmap",
        "draft": draft,
        "words": recorded_words(made),
        "rows": sorted((row for row in rows if row.taken_back_at is None), key=lambda row: row.number or 0),
        "changed": {*made.texts, *map(str, made.new)},
        "scope": loaded.roadmap.scope if loaded.roadmap and "scope" in made.texts else None,
        "hindrances": hindrances,
        "open": made.open,
    }
    return render_page(request, "roadmap/brought.html", context)


# -- shared -------------------------------------------------------------------------------------------------------


def _load(request: HttpRequest, slug: str, pk: int) -> DocumentDraft:
    """The viewer's own draft, or one that is recorded; any other is not there."""
    group = load_group(request, slug)
    found = get_object_or_404(DocumentDraft.objects.select_related("group", "by", "undone_by"), group=group, pk=pk)
    if not can_see_document(viewer_of(request), found):
        raise Http404("There is no such document here.")
    return found


def _state(request: HttpRequest) -> State:
    """What the page showed when the form on it was sent."""
    return State.of(QueryDict(request.POST.get("state", "").lstrip("?")).dict())


def _after(request: HttpRequest, draft: DocumentDraft, state: State, anchor: str = "") -> HttpResponse:
    """The page again, or the part of it that changes."""
    state = State(state.show, state.start)
    if wants_fragment(request):
        return _page(request, draft, state, moved=True)
    address = reverse("document_draft", args=[draft.group.slug, draft.pk])
    return see_other(request, f"{address}{state.address()}{f'#{anchor}' if anchor else ''}")


def _page(
    request: HttpRequest, draft: DocumentDraft, state: State, *, status: int = 200, wrong: str = "", **more: Any
) -> HttpResponse:
    if draft.recorded_at is not None:
        return see_other(request, reverse("document_draft", args=[draft.group.slug, draft.pk]))
    page = page_of(draft, plan_of(draft, load(draft.group)), state)
    if page.opened is not None:
        page.opened.text = shown(page.opened.text, draft.group)
    if page.opened is not None and (typed := more.get("typed")):
        page.opened.title, page.opened.text = str(typed.get("title", "")), str(typed.get("text", ""))
        page.opened.becomes = str(typed.get("becomes", ""))
    context = {
        "nav": "roadmap",
        "draft": draft,
        "page": page,
        "base": documents.token(draft),
        "wrong": wrong,
        **more,
    }
    if wants_fragment(request) and status == 409:
        status = 422  # what is shown in its place is the page as it is now
    return render_page(request, "roadmap/bring_preview.html", context, partial="preview", status=status)
