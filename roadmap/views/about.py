"""The page about the roadmap as a whole: its title, its scope, its due date and its own discussion."""

from __future__ import annotations

import functools
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.loading import load_group, signed_in_member
from members.viewer import viewer_of
from roadmap import services
from roadmap.about import links_of, load, page_of
from roadmap.forms import PostForm, TitleForm, first_error
from roadmap.history import key_from
from roadmap.models import Roadmap
from roadmap.permissions import can_discuss_roadmap, can_edit_scope, can_title_roadmap
from roadmap.views.editing import Subject, edit
from roadmap.views.technology import reply_to
from web.kept_pages import kept
from web.pages import render_page, see_other
from web.refusals import Refused, require
from writing.mentions import stored
from writing.models import Comment
from writing.services import post_comment, save

ONLY_CHAIR = "Only the chair sets this."


def show(
    request: HttpRequest, roadmap: Roadmap, *, status: int = 200, partial: str | None = None, **context: Any
) -> HttpResponse:
    """The page, with what a form needs to come back as it was sent."""
    page = page_of(roadmap, viewer_of(request), older_than=key_from(request.GET.get("older", "")))
    filled = {
        "nav": "roadmap",
        "page": page,
        "names": page.names,
        "can_comment": page.can_discuss,
        "send_key": uuid4(),
        "older": request.GET.get("older", ""),
        "reply_to": reply_to(request),
        **context,
    }
    return render_page(request, "roadmap/about.html", filled, partial=partial, status=status)


@require_safe
@kept
def about(request: HttpRequest, group: str) -> HttpResponse:
    return show(request, load(load_group(request, group)), partial="older" if request.GET.get("older") else None)


@require_http_methods(["GET", "HEAD", "POST"])
def about_edit(request: HttpRequest, group: str) -> HttpResponse:
    """The scope, edited like a technology's text; nobody takes a position on it, so no correction is a small one."""
    found = load_group(request, group)
    roadmap = load(found)
    subject = Subject(
        text=roadmap.scope,
        group=found,
        name="the scope",
        heading="The scope of the roadmap",
        page=reverse("about", args=[found.slug]),
        edit=reverse("about_edit", args=[found.slug]),
        keep=f"r{roadmap.pk}-text",
        save=functools.partial(save, text=roadmap.scope),
        links=links_of(roadmap, names=True),
        titled=False,
        small_matters=False,
    )
    return edit(request, subject, allowed=can_edit_scope(viewer_of(request), found))


@require_POST
def about_post(request: HttpRequest, group: str) -> HttpResponse:
    """A comment on the roadmap as a whole. The same send key posts once."""
    found = load_group(request, group)
    roadmap = load(found)
    words = request.POST.get("words", "")
    if not can_discuss_roadmap(viewer_of(request), found):
        return show(
            request, roadmap, status=403, post_error="You may read this, but not write here.", typed_words=words
        )
    form = PostForm(request.POST)
    if not form.is_valid():
        return show(request, roadmap, status=422, post_error=first_error(form), typed_words=words)
    wanted = reply_to(request)
    try:
        comment = post_comment(
            thread=roadmap.thread,
            body=stored(form.cleaned_data["words"], found),
            by=signed_in_member(request),
            reply_to=Comment.objects.filter(pk=wanted, thread=roadmap.thread_id).first() if wanted else None,
            send_key=form.cleaned_data["send_key"],
        )
    except Refused as refusal:
        return show(request, roadmap, status=refusal.status, post_error=str(refusal), typed_words=words)
    return see_other(request, f"{reverse('about', args=[found.slug])}#c{comment.pk}")


@require_POST
def set_title(request: HttpRequest, group: str) -> HttpResponse:
    """What the roadmap is called; the undo has the title it had, and the one it must still have, in its address."""
    found = load_group(request, group)
    require(can_title_roadmap(viewer_of(request), found), ONLY_CHAIR)
    sent = request.POST if "title" in request.POST else request.GET
    form = TitleForm(sent)
    if not form.is_valid():
        return show(request, load(found), status=422, title_error=first_error(form), typed_title=sent.get("title", ""))
    title = form.cleaned_data["title"]
    had, roadmap = services.set_title(
        group=found, title=title, by=signed_in_member(request), before=form.cleaned_data["before"] or None
    )
    if had != roadmap.title and sent is request.POST:
        back = f"{reverse('set_title', args=[found.slug])}?{urlencode({'title': had, 'before': roadmap.title})}"
        messages.success(request, f"It is called “{roadmap.title}” now.", extra_tags=back)
    return see_other(request, reverse("about", args=[found.slug]))
