"""The page of a technology, and its text edited in place."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.loading import load_group, signed_in_member
from members.viewer import viewer_of
from roadmap import services
from roadmap.forms import HEARD_CHOICES, POSITION_CHOICES, EditForm, first_error
from roadmap.history import Kind
from roadmap.models import Technology
from roadmap.permissions import can_edit_technology
from roadmap.rendering import links_to
from roadmap.technology_page import PART_CHOICES, key_from, load, page_of
from web.markdown import render
from web.pages import render_page, see_other
from web.refusals import Refused, require
from web.words import clock
from writing.diff import compare, words_changed
from writing.mentions import shown, stored
from writing.models import Version
from writing.services import Stale

SMALL = 6  # words; a change of so few is offered as a small correction
KINDS: dict[str, Kind] = {"texts": "texts", "said": "said", "decided": "decided"}
NOT_YOURS = "You may not edit this text."


def show(
    request: HttpRequest,
    technology: Technology,
    *,
    status: int = 200,
    partial: str | None = None,
    said: int | None = None,
    **context: Any,
) -> HttpResponse:
    """The page, with what a form needs to come back as it was sent. ``said`` is the position just given."""
    page = page_of(
        technology,
        viewer_of(request),
        older_than=key_from(request.GET.get("older", "")),
        only=KINDS.get(request.GET.get("only", "")),
        changing="change" in request.GET,
        said=said or number_in(request.GET.get("said", "")),
    )
    asked = number_in(request.GET.get("ask", ""))
    filled = {
        "nav": "roadmap",
        "page": page,
        "typed_words": next((f"@{voice.name} " for voice in page.everybody if voice.pk == asked and page.names), ""),
        "technology": technology,
        "names": page.names,
        "can_comment": page.can_comment,
        "send_key": uuid4(),
        "why_key": uuid4(),
        "only": request.GET.get("only", ""),
        "older": request.GET.get("older", ""),
        "reply_to": reply_to(request),
        "part_choices": PART_CHOICES,
        "position_choices": POSITION_CHOICES,
        "heard_choices": HEARD_CHOICES,
        "typed_position": "comment",
        **context,
    }
    return render_page(request, "roadmap/technology.html", filled, partial=partial, status=status)


def reply_to(request: HttpRequest) -> int | None:
    return number_in(request.POST.get("reply_to") or request.GET.get("reply", ""))


def number_in(words: str) -> int | None:
    return int(words) if words.isdecimal() and len(words) < 19 else None


def address(technology: Technology, rest: str = "") -> str:
    return f"{reverse('technology', args=[technology.group.slug, technology.number])}{rest}"


@require_safe
def technology(request: HttpRequest, group: str, number: int) -> HttpResponse:
    found = load(viewer_of(request), load_group(request, group), number)
    return show(request, found, partial="older" if request.GET.get("older") else None)


@require_safe
def technology_lower(request: HttpRequest, group: str, number: int) -> HttpResponse:
    return HttpResponsePermanentRedirect(reverse("technology", args=[group, number]))


@require_POST
def mark_ready(request: HttpRequest, group: str, number: int) -> HttpResponse:
    found = load(viewer_of(request), load_group(request, group), number)
    require(can_edit_technology(viewer_of(request), found), NOT_YOURS)
    services.mark_ready(technology=found, ready=request.POST.get("ready") == "1", by=signed_in_member(request))
    return see_other(request, address(found))


@require_http_methods(["GET", "HEAD", "POST"])
def technology_edit(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """The text in a box; ``as=preview`` shows it, else it is saved. A stale one comes back with both wordings."""
    viewer = viewer_of(request)
    found = load(viewer, load_group(request, group), number)
    head = head_of(found)
    allowed = can_edit_technology(viewer, found)
    if request.method != "POST":
        require(allowed, NOT_YOURS)
        return editor(request, found, {"base": head.number, "title": head.title, "body": shown(head.body)})
    typed = {name: request.POST.get(name, "") for name in ("base", "title", "body", "note", "small")}
    form = EditForm(request.POST)
    if not allowed:
        return editor(request, found, typed, error=NOT_YOURS, status=403)
    if not form.is_valid():
        return editor(request, found, typed, error=first_error(form), status=422)
    body = stored(form.cleaned_data["body"], found.group)
    if request.POST.get("as") == "look":
        return editor(request, found, typed, changed=words_changed(head.body, body), partial="small")
    if request.POST.get("as") == "preview":
        return editor(
            request, found, typed, preview=preview_of(body, found), changed=words_changed(head.body, body), looked=True
        )
    by = signed_in_member(request)
    try:
        version = services.save_text(
            technology=found,
            base=form.cleaned_data["base"],
            title=form.cleaned_data["title"],
            body=body,
            note=form.cleaned_data["note"],
            small=form.cleaned_data["small"],
            by=by,
        )
    except Stale as stale:
        return conflict(request, found, typed | {"base": form.cleaned_data["base"]}, stale.current)
    except Refused as refusal:
        return editor(request, found, typed, error=str(refusal), status=refusal.status)
    return saved(request, found, version, head)


def head_of(technology: Technology) -> Version:
    if technology.text.head is None:
        raise Http404("This technology has no text.")
    return technology.text.head


def preview_of(body: str, technology: Technology) -> str:
    loaded: Any = technology
    return render(body, link=links_to(technology.group, {n["number"]: n["title"] for n in loaded.neighbours}, []))


def editor(
    request: HttpRequest,
    technology: Technology,
    typed: dict[str, Any],
    *,
    status: int = 200,
    error: str = "",
    preview: str = "",
    changed: int | None = None,
    looked: bool = False,
    partial: str = "editor",
) -> HttpResponse:
    context = {
        "nav": "roadmap",
        "technology": technology,
        "head": head_of(technology),
        "typed": typed,
        "error": error,
        "preview": preview,
        "looked": looked,
        "few": changed is not None and 0 < changed <= SMALL,
        "changed": changed,
    }
    return render_page(request, "roadmap/edit.html", context, partial=partial, status=status)


def conflict(request: HttpRequest, technology: Technology, typed: dict[str, Any], current: Version) -> HttpResponse:
    """Both wordings, neither lost, and a box to make one of them; saving starts from the newer version."""
    base = Version.objects.filter(text=technology.text_id, number=typed["base"]).first()
    theirs = Version.objects.select_related("author").get(pk=current.pk)
    mine = stored(str(typed["body"]), technology.group)
    before = base.body if base else ""
    context = {
        "nav": "roadmap",
        "technology": technology,
        "typed": typed,
        "base": base,
        "theirs": theirs,
        "theirs_body": shown(theirs.body),
        "their_changes": compare(before, theirs.body),
        "my_changes": compare(before, mine),
    }
    return render_page(request, "roadmap/conflict.html", context, status=409)


def saved(request: HttpRequest, technology: Technology, version: Version, head: Version) -> HttpResponse:
    if version.pk == head.pk:
        messages.info(request, f"Nothing changed; it is version {version.number} as before.")
        return see_other(request, address(technology))
    undo = reverse("restore", args=[technology.group.slug, technology.text_id])
    messages.success(
        request,
        f"Saved {clock(timezone.now())} as version {version.number} – everyone sees it.",
        extra_tags=f"{undo}?number={version.number - 1}&base={version.number}",
    )
    return see_other(request, address(technology, "#text"))
