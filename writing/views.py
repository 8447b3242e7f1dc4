"""Versions of a text, any two compared, any one restored; comments edited, withdrawn and put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.loading import load_group, signed_in_member
from members.permissions import can_see_names
from members.viewer import viewer_of
from web.kept_pages import kept
from web.pages import render_page, safe_next, see_other
from web.refusals import NotAllowed, Refused, require
from web.words import counted
from writing import services
from writing.diff import Paragraph, compare, compare_words, words_changed
from writing.forms import CommentForm, CompareForm, RestoreForm
from writing.hosts import text_host, text_relations, thread_host, thread_relations
from writing.mentions import shown, stored
from writing.models import Comment, Text, Version

NOT_YOURS = "You may not edit this text."


def load_text(request: HttpRequest, group: str, pk: int) -> Text:
    """The text with what its host must know; Http404 for who may not see it. Two queries."""
    found = load_group(request, group)
    text = get_object_or_404(Text.objects.select_related("head", *text_relations()), pk=pk, group=found)
    if not text_host(text).may_see(viewer_of(request), text):
        raise Http404("There is no such text here.")
    return text


def text_context(request: HttpRequest, text: Text) -> dict[str, Any]:
    host = text_host(text)
    viewer = viewer_of(request)
    return {
        "nav": "meetings" if text.kind == Text.Kind.MINUTES else "roadmap",
        "text": text,
        "label": host.label(text),
        "back": host.address(text),
        "may_edit": host.may_edit(viewer, text),
        "names": can_see_names(viewer, text.group),
    }


@require_safe
@kept
def versions(request: HttpRequest, group: str, text: int) -> HttpResponse:
    """Every version, newest first; two of them can be chosen and compared."""
    found = load_text(request, group, text)
    rows = Version.objects.filter(text=found).select_related("author").defer("body").order_by("-number")
    context = {**text_context(request, found), "versions": list(rows)}
    return render_page(request, "writing/versions.html", context)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of paragraphs that changed, or of those that did not (folded into one line)."""

    changed: bool
    paragraphs: Sequence[Paragraph]

    @property
    def words(self) -> str:
        written = sum(any(piece.words.strip() for piece in paragraph.pieces) for paragraph in self.paragraphs)
        return f"{counted(written, 'paragraph')} unchanged"

    @property
    def is_blank(self) -> bool:
        return not any(piece.words.strip() for paragraph in self.paragraphs for piece in paragraph.pieces)


def blocks(before: str, after: str) -> list[Block]:
    found = groupby(compare(before, after), key=lambda paragraph: paragraph.changed)
    made = [Block(changed, list(paragraphs)) for changed, paragraphs in found]
    return [block for block in made if not block.is_blank]


@require_safe
@kept
def compare_versions(request: HttpRequest, group: str, text: int) -> HttpResponse:
    """Words that came in and went out between two versions; the older one is always on the left."""
    found = load_text(request, group, text)
    form = CompareForm({"a": request.GET.get("from"), "b": request.GET.get("to")})
    if not form.is_valid():
        raise Http404("Say which two versions to compare.")
    numbers = sorted((form.cleaned_data["a"], form.cleaned_data["b"]))
    pair = {row.number: row for row in Version.objects.filter(text=found, number__in=numbers).select_related("author")}
    if set(pair) != set(numbers):
        raise Http404("There is no such version.")
    older, newer = pair[numbers[0]], pair[numbers[1]]
    titles = list(compare_words(older.title, newer.title)) if older.title != newer.title else []
    context = {
        **text_context(request, found),
        "older": older,
        "newer": newer,
        "titles": titles,
        "blocks": blocks(older.body, newer.body),
        "changed": words_changed(older.body, newer.body) + words_changed(older.title, newer.title),
    }
    return render_page(request, "writing/compare.html", context)


@require_POST
def restore(request: HttpRequest, group: str, text: int) -> HttpResponse:
    """Make an earlier version the newest, unless somebody has saved since the page was made."""
    found = load_text(request, group, text)
    host = text_host(found)
    require(host.may_edit(viewer_of(request), found), NOT_YOURS)
    form = RestoreForm(request.POST if "number" in request.POST else request.GET)
    if not form.is_valid():
        raise Refused("Say which version to restore.", status=422)
    version = services.restore(
        text=found, number=form.cleaned_data["number"], base=form.cleaned_data["base"], by=signed_in_member(request)
    )
    messages.success(
        request, f"Version {form.cleaned_data['number']} is back, as version {version.number}. Nothing was lost."
    )
    return see_other(request, safe_next(request, host.address(found)))


def load_own_comment(request: HttpRequest, group: str, pk: int) -> Comment:
    """A comment one may see and wrote oneself: else 404 and 403."""
    found = load_group(request, group)
    relations = [f"thread__{name}" for name in thread_relations()]
    comment = get_object_or_404(Comment.objects.select_related("author", *relations), pk=pk, thread__group=found)
    viewer = viewer_of(request)
    host = thread_host(comment.thread)
    if not host.may_see(viewer, comment.thread):
        raise Http404("There is no such comment here.")
    if comment.author_id != viewer.member_id or not host.may_write(viewer, comment.thread):
        raise NotAllowed("Only who wrote a comment can change it.")
    return comment


def comment_address(comment: Comment) -> str:
    return f"{thread_host(comment.thread).address(comment.thread).partition('#')[0]}#c{comment.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """The words of one's comment in a box; what it said before is kept and shown below."""
    comment = load_own_comment(request, group, pk)
    error, status, words = "", 200, request.POST.get("words", "")
    if request.method == "POST":
        form = CommentForm(request.POST)
        if form.is_valid():
            try:
                services.edit_comment(
                    comment=comment,
                    body=stored(form.cleaned_data["words"], comment.thread.group),
                    by=signed_in_member(request),
                )
            except Refused as refusal:
                error, status = str(refusal), refusal.status
            else:
                return see_other(request, comment_address(comment))
        else:
            error, status = str(form.errors["words"][0]), 422
    else:
        words = shown(comment.body, comment.thread.group)
    context = {
        "comment": comment,
        "words": words,
        "error": error,
        "back": comment_address(comment),
        "edits": list(comment.edits.order_by("-pk")[:20]),
    }
    return render_page(request, "writing/comment.html", context, partial="form", status=status)


@require_POST
def comment_withdraw(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    comment = load_own_comment(request, group, pk)
    services.withdraw_comment(comment=comment, by=signed_in_member(request))
    messages.success(
        request, "Your comment is withdrawn.", extra_tags=reverse("comment_put_back", args=[group, comment.pk])
    )
    return see_other(request, comment_address(comment))


@require_POST
def comment_put_back(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    comment = load_own_comment(request, group, pk)
    services.put_back_comment(comment=comment, by=signed_in_member(request))
    return see_other(request, comment_address(comment))
