"""A text edited in place, the same for a technology's and for the roadmap's scope: box, preview, conflict, saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import reswap, retarget

from members.loading import signed_in_member
from members.models import Group
from roadmap.forms import EditForm, first_error
from web.markdown import Links, render
from web.pages import render_page, see_other, wants_fragment
from web.refusals import Refused, require
from web.words import clock
from writing.diff import compare, words_changed
from writing.mentions import shown, stored
from writing.models import Text, Version
from writing.services import Stale

SMALL = 6  # words; a change of so few is offered as a small correction
NOT_YOURS = "You may not edit this text."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is edited among others without leaving them: the id of its element there, the address that shows
    that element again as it was, and what answers with it once the text is saved (what was done, how to undo it)."""

    element: str
    again: str
    show: Callable[[str, str], HttpResponse]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is edited and where it is shown; ``save`` takes base, title, body, note, small and by and may be Stale."""

    text: Text
    group: Group
    name: str  # T2, the scope
    heading: str
    page: str
    edit: str
    keep: str  # the browser's own copy goes by this, its reader and the version
    save: Callable[..., Version]
    links: Links
    number: int | None = None
    titled: bool = True
    small_matters: bool = True
    """Whether somebody spoke of the wording, so that a small correction is told apart."""
    place: Place | None = None

    @property
    def at(self) -> str:
        """The end of every id in the editor: several may be open on one page."""
        return f"-{self.place.element}" if self.place else ""

    @property
    def head(self) -> Version:
        if self.text.head is None:
            raise Http404("There is no text here.")
        return self.text.head


def edit(request: HttpRequest, subject: Subject, *, allowed: bool) -> HttpResponse:
    """The text in a box; ``as=preview`` shows it, else it is saved. A stale one comes back with both wordings."""
    head = subject.head
    if request.method != "POST":
        require(allowed, NOT_YOURS)
        return editor(
            request, subject, {"base": head.number, "title": head.title, "body": shown(head.body, subject.group)}
        )
    typed = {name: request.POST.get(name, "") for name in ("base", "title", "body", "note", "small")}
    form = EditForm(request.POST)
    if not allowed:
        return editor(request, subject, typed, error=NOT_YOURS, status=403)
    if not form.is_valid():
        return editor(request, subject, typed, error=first_error(form), status=422)
    body = stored(form.cleaned_data["body"], subject.group)
    if request.POST.get("as") == "look":
        return editor(request, subject, typed, changed=words_changed(head.body, body), partial="small")
    if request.POST.get("as") == "preview":
        preview = render(body, link=subject.links)
        return editor(request, subject, typed, preview=preview, changed=words_changed(head.body, body), looked=True)
    try:
        version = subject.save(
            base=form.cleaned_data["base"],
            title=form.cleaned_data["title"] if subject.titled else head.title,
            body=body,
            note=form.cleaned_data["note"],
            small=form.cleaned_data["small"],
            by=signed_in_member(request),
        )
    except Stale as stale:
        return conflict(request, subject, typed | {"base": form.cleaned_data["base"]}, stale.current)
    except Refused as refusal:
        return editor(request, subject, typed, error=str(refusal), status=refusal.status)
    return saved(request, subject, version, head)


def editor(
    request: HttpRequest,
    subject: Subject,
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
        "subject": subject,
        "head": subject.head,
        "typed": typed,
        "error": error,
        "preview": preview,
        "looked": looked,
        "few": changed is not None and 0 < changed <= SMALL,
        "changed": changed,
    }
    return render_page(request, "roadmap/edit.html", context, partial=partial, status=status)


def conflict(request: HttpRequest, subject: Subject, typed: dict[str, Any], current: Version) -> HttpResponse:
    """Both wordings, neither lost, and a box to make one of them; saving starts from the newer version."""
    base = Version.objects.filter(text=subject.text, number=typed["base"]).first()
    theirs = Version.objects.select_related("author").get(pk=current.pk)
    mine = stored(str(typed["body"]), subject.group)
    before = base.body if base else ""
    context = {
        "nav": "roadmap",
        "subject": subject,
        "typed": typed,
        "base": base,
        "theirs": theirs,
        "theirs_body": shown(theirs.body, subject.group),
        "their_changes": compare(before, theirs.body),
        "my_changes": compare(before, mine),
    }
    return render_page(request, "roadmap/conflict.html", context, partial="conflict", status=409)


def saved(request: HttpRequest, subject: Subject, version: Version, head: Version) -> HttpResponse:
    words, undo = f"Nothing changed; it is version {version.number} as before.", ""
    if version.pk != head.pk:
        words = f"Saved {clock(timezone.now())} as version {version.number} – everyone sees it."
        before = {"number": version.number - 1, "base": version.number}
        query = urlencode(before | ({"next": subject.page} if subject.place else {}))
        undo = f"{reverse('restore', args=[subject.group.slug, subject.text.pk])}?{query}"
    if subject.place is None:
        messages.success(request, words, extra_tags=undo)
        return see_other(request, f"{subject.page}#text" if undo else subject.page)
    if wants_fragment(request):
        return reswap(retarget(subject.place.show(words, undo), f"#{subject.place.element}"), "outerHTML")
    messages.success(request, f"{subject.name}: {words}", extra_tags=undo)
    return see_other(request, subject.page)
