"""Signing in and out, and one's own page."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.demo import demo_allowed, demo_people, roles_of
from members.forms import SignInForm
from members.loading import signed_in_member
from members.models import Group, Membership
from web.pages import render_page, safe_next, see_other

BACKEND = "members.sign_in.EmailBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password; on a machine of one's own also one click per person of the sample."""
    address = safe_next(request, reverse("home"))
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid() and form.account is not None:
        login(request, form.account, backend=BACKEND)
        return see_other(request, address)
    people = roles_of(demo_people()) if demo_allowed(request) else []
    context = {"form": form, "next": address, "people": people, "is_new": not Group.objects.exists()}
    return render_page(request, "members/sign_in.html", context, status=422 if form.is_bound else 200)


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a person of the sample. 404 wherever the demo is not allowed."""
    if not demo_allowed(request):
        raise Http404("There is no demo here.")
    choice = request.POST.get("member", "")
    person = demo_people().filter(pk=choice).first() if choice.isdecimal() and len(choice) < 19 else None
    if person is None or person.account is None:
        raise Http404("No such person of the sample.")
    login(request, person.account, backend=BACKEND)
    return see_other(request, safe_next(request, reverse("home")))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "You are signed out.")
    return see_other(request, reverse("sign_in"))


@require_GET
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """One's own page: who one is here and in which groups."""
    member = signed_in_member(request)
    places = (
        Membership.objects.filter(member=member, ended_at__isnull=True).select_related("group").order_by("group__name")
    )
    return render_page(request, "members/me.html", {"member": member, "memberships": places})
